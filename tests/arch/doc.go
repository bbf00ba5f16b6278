// Package arch tests the architecture: which package may import which, and
// what no source file may do. Its tables are the rules; when one is in the
// way, the design changes first and the table after it.
package arch
