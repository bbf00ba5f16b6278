// Package script runs the whole program in scripts: tests/script/GROUP/*.txtar,
// one directory for each group of commands and for what concerns all of them.
// Expectations of what virsh has too are what virsh 9.0.0 was seen to print.
//
// The scripts are those of github.com/rogpeppe/go-internal/testscript; virgo is
// a command in them.
package script
