package cmd

import (
	"runtime"
	"runtime/debug"

	"github.com/virgo-vm/virgo/format"
)

// version is the release this is, or the one it leads to.
const version = "0.1.0"

// longVersion prints what this program is made of.
func longVersion(p *format.Printer) {
	p.Printf("Virgo command line tool %s\n", version)
	p.Print("See web site at https://github.com/virgo-vm/virgo\n\n")
	p.Print("Compiled with support for:\n")
	p.Print(" Hypervisors: Test, all of a libvirt daemon's\n")
	p.Print(" Networking: Remote, over unix sockets and TCP\n")
	p.Print(" Storage: Test, all of a libvirt daemon's\n")
	p.Printf(" Miscellaneous: %s %s/%s%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, revision())
}

// revision returns the commit that the program was built from, with a blank
// before it, if that is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return " " + s.Value
		}
	}
	return ""
}
