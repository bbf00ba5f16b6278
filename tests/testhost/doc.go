// Package testhost gives tests a real host to talk to: private libvirtds with
// guests, a proxy that makes the line to them slow or broken, and the virgo
// binary itself.
//
// What a test needs of the machine it says first, with a Need function. On a
// machine without it the test is skipped and the reason printed; when the
// environment variable VIRGO_TEST_HOST is 1, as .ci/run sets it, the same
// shortage fails the test, so that a skip can never hide in CI. No other
// package calls t.Skip.
//
// A private libvirtd ([Start], [Shared]) has mount, network, PID, UTS, IPC and
// cgroup namespaces of its own. Any number run side by side: they share no
// bridge, dnsmasq, firewall rule, state directory, cgroup or QEMU with each
// other or with the machine, and ending one ends everything in it.
//
// Packages that use [Shared] or [Virgo] have a TestMain that calls [Main].
package testhost
