// Package integration holds the virgo binary against a real libvirtd with a
// real guest: whole lives of guests, networks and pools, with virsh beside it on
// the same objects; and what happens when the daemon, the guest or the line
// fails.
package integration
