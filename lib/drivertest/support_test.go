package drivertest_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/drivertest"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// embeddedDrivers are the drivers that answer by themselves. The remote driver
// passes on all procedures.
func embeddedDrivers() []struct {
	name     string
	supports func(*protocol.Proc) bool
} {
	return []struct {
		name     string
		supports func(*protocol.Proc) bool
	}{
		{"test", test.Supports},
	}
}

// otherThanLibvirt gives the reason for each procedure that only one of the test
// driver and libvirt's has, and the server does not answer by itself.
func otherThanLibvirt() map[string]string {
	return map[string]string{
		"CONNECT_BASELINE_CPU":           "takes libvirt's table of CPU models and their features",
		"DOMAIN_GET_SECURITY_LABEL_LIST": "libvirtd answers with a count of -1 where its driver has no labels",
	}
}

// TestSupportIsLibvirts checks that the test driver has what libvirt's has.
func TestSupportIsLibvirts(t *testing.T) {
	theirs, reasons := libvirtSupport(t), otherThanLibvirt()
	for p := range protocol.Procs(protocol.RemoteProgram) {
		if !asked(p) {
			continue
		}
		differs, reason := test.Supports(p) != theirs[p.Name], reasons[p.Name]
		if differs != (reason != "") {
			t.Errorf("%s: supported here: %v, by libvirt: %v, reason %q", p.Name, test.Supports(p), theirs[p.Name], reason)
		}
	}
}

// TestSupport compares the table of what each driver supports, which is also the
// documentation, with the golden file.
func TestSupport(t *testing.T) {
	const file = "testdata/support.golden"
	drivers := embeddedDrivers()
	theirs := libvirtSupport(t)
	var rows strings.Builder
	counts := make([]int, len(drivers))
	total := 0
	for p := range protocol.Procs(protocol.RemoteProgram) {
		if p.Kind != protocol.KindCall {
			continue
		}
		total++
		fmt.Fprintf(&rows, "| %d | %s | %s |", p.Number, p.Name, p.API)
		for i, d := range drivers {
			mark := ""
			if d.supports(p) {
				counts[i]++
				mark = "yes"
			}
			fmt.Fprintf(&rows, " %s |", mark)
		}
		switch {
		case ofServer(p):
			rows.WriteString(" of the server |\n")
		case theirs[p.Name]:
			rows.WriteString(" yes |\n")
		default:
			rows.WriteString("  |\n")
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# What the embedded drivers support\n\nThe remote driver passes on all %d procedures; what becomes of them is up to the host.\n\n", total)
	b.WriteString("| | procedure | function |")
	for i, d := range drivers {
		fmt.Fprintf(&b, " %s (%d) |", d.name, counts[i])
	}
	fmt.Fprintf(&b, " libvirt's test (%d) |", len(theirs))
	b.WriteString("\n| --- | --- | --- |" + strings.Repeat(" --- |", len(drivers)+1) + "\n" + rows.String())
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("%s is not what the drivers support; run the test with -update", file)
	}
}

// TestEveryProcedureHasACase checks that the suite calls whatever the test
// driver supports.
func TestEveryProcedureHasACase(t *testing.T) {
	var mu sync.Mutex
	called := map[*protocol.Proc]bool{}
	h := embedded(func(c driver.Conn) driver.Conn { return c })
	h.Record = func(_ string, p *protocol.Proc, _ error) {
		mu.Lock()
		defer mu.Unlock()
		called[p] = true
	}
	if !t.Run("suite", func(t *testing.T) { drivertest.Run(t, h) }) {
		return // reported there
	}
	for p := range protocol.AllProcs() {
		if test.Supports(p) && !called[p] {
			t.Errorf("%s is supported, and the suite never calls it", p.Name)
		}
	}
}
