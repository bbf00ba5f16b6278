//go:build !unix

package shell

import "io/fs"

// ours reports whether a file belongs to the user, of which nothing is known
// here.
func ours(fs.FileInfo) bool { return true }
