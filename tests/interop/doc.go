// Package interop holds real clients of libvirt against our server: the virsh
// of the distribution, with libvirt's own C library below it, talks to rpc.Serve
// as it would to a daemon.
//
// Behind the server is our test driver, which must then answer as the host that
// the same virsh has built in does, or a host that is made here for what the
// test driver has not: a console and volumes with holes.
package interop
