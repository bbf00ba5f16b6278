package virt

import "fmt"

// Version is the number of a release as libvirt writes it in one integer:
// major*1,000,000 + minor*1,000 + micro. The zero value is an unknown release.
type Version uint64

// MakeVersion returns the version with three parts.
func MakeVersion(major, minor, micro int) Version {
	return Version(major)*1_000_000 + Version(minor)*1_000 + Version(micro)
}

// Major returns the first part.
func (v Version) Major() int { return int(v / 1_000_000) }

// Minor returns the second part.
func (v Version) Minor() int { return int(v / 1_000 % 1_000) }

// Micro returns the third part.
func (v Version) Micro() int { return int(v % 1_000) }

// String returns the form 9.0.0.
func (v Version) String() string {
	return fmt.Sprintf("%d.%d.%d", v.Major(), v.Minor(), v.Micro())
}
