package xmledit

import (
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff returns the differences of two texts as a unified diff, with names for
// the two; nothing if there are none.
func Diff(oldName, newName, old, text string) string {
	d := string(diff.Diff(oldName, []byte(old), newName, []byte(text)))
	// The first line is how the diff command would be called.
	_, d, _ = strings.Cut(d, "\n")
	return d
}
