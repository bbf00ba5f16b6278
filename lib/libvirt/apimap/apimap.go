// Package apimap is the map of libvirt's core API: for each of its functions the
// Go symbol that stands for it, the commands that reach it, the drivers that
// have it, and the conformance case that shows so. It is data: tests hold it
// against the API, the library, the commands and the drivers, and API.md of
// package libvirt is written from it.
package apimap

import "slices"

// Driver is a kind of host.
type Driver string

// The drivers.
const (
	Remote Driver = "remote" // a daemon's, over RPC
	Test   Driver = "test"   // test:///, in this process
)

// Drivers returns all drivers there are.
func Drivers() []Driver { return []Driver{Remote, Test} }

// Row is one function of the C API.
type Row struct {
	Function string
	// Symbol is what stands for it in package libvirt, or in package virt with
	// that prefix: a function, a type, a constant, or a method with its type.
	Symbol string
	// Note says why there is no symbol.
	Note string
	// Commands reach the function.
	Commands []string
	// Drivers have it. A function without any makes no call.
	Drivers []Driver
	// Case is the case of the conformance suite that calls the function on each
	// of Drivers; for what takes two hosts, a test of its own with its package.
	Case string
}

// Has reports whether a driver has the function.
func (r *Row) Has(d Driver) bool { return slices.Contains(r.Drivers, d) }

// Group is the rows of one kind of object.
type Group struct {
	Title string
	Rows  []Row
}

// Groups returns the map.
func Groups() []Group {
	return []Group{
		{"Library and errors", libraryRows()},
		{"Connection and host", hostRows()},
		{"Domains", domainRows()},
		{"Networks", networkRows()},
		{"Storage pools", poolRows()},
		{"Storage volumes", volumeRows()},
		{"Macros", macroRows()},
	}
}

// Rows returns the rows of all groups.
func Rows() []Row {
	var rows []Row
	for _, g := range Groups() {
		rows = append(rows, g.Rows...)
	}
	return rows
}

func both() []Driver { return Drivers() }
