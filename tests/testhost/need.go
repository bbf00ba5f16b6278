package testhost

import (
	"net"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// EnvRequired is the environment variable that, set to 1, turns every skip for
// something the machine lacks into a failure.
const EnvRequired = "VIRGO_TEST_HOST"

// NeedRoot ends the test unless it runs as root on Linux.
func NeedRoot(t testing.TB) {
	t.Helper()
	if runtime.GOOS != "linux" {
		lack(t, "needs Linux")
	}
	if os.Geteuid() != 0 {
		lack(t, "needs root")
	}
}

// NeedTools ends the test unless all named programs are on the PATH.
func NeedTools(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			lack(t, "needs the program %s", name)
		}
	}
}

// NeedVirsh ends the test unless the real virsh is installed.
func NeedVirsh(t testing.TB) {
	t.Helper()
	NeedTools(t, "virsh")
}

// NeedLibvirtd ends the test unless a private libvirtd can be started here.
func NeedLibvirtd(t testing.TB) {
	t.Helper()
	NeedRoot(t)
	NeedTools(t, hostTools...)
}

// NeedQEMU ends the test unless a private libvirtd can be started here and can
// run x86 guests.
func NeedQEMU(t testing.TB) {
	t.Helper()
	NeedLibvirtd(t)
	NeedTools(t, qemuProgram, "qemu-img")
}

// NeedIPv6 ends the test unless the machine can be reached at its own IPv6
// address, ::1.
func NeedIPv6(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		lack(t, "needs IPv6: %v", err)
		return
	}
	_ = l.Close() // it was only to see
}

// OnDemand ends the test unless it was asked for by the given flag of go test. It
// is for tests that CI does not run either.
func OnDemand(t testing.TB, asked bool, flag string) {
	t.Helper()
	if !asked {
		t.Skipf("runs on demand: give %s after the package", flag)
	}
}

// lack ends the test for something the machine does not have: by a skip, or by
// a failure where the machine is required to have everything.
func lack(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv(EnvRequired) == "1" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}
