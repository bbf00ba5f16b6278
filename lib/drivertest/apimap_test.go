package drivertest_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/drivertest"
	"github.com/virgo-vm/virgo/lib/libvirt/apimap"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ran is what the cases of a suite did: which ran, and which procedures each of
// them called that the driver has.
type ran struct {
	mu    sync.Mutex
	cases map[string]map[string]bool
}

// suite runs the suite on h and records it.
func (r *ran) suite(t *testing.T, name string, h drivertest.Harness) {
	t.Run(name, func(t *testing.T) {
		prefix := t.Name() + "/"
		h.Record = func(test string, p *protocol.Proc, err error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			test = strings.TrimPrefix(test, prefix)
			if r.cases[test] == nil {
				r.cases[test] = map[string]bool{}
			}
			if !errors.Is(err, virt.ErrNoSupport) {
				r.cases[test][p.Name] = true
			}
		}
		drivertest.Run(t, h)
	})
}

// procedures returns the procedures that a function may use.
func procedures(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("../protocol/spec/api.json")
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Functions []struct {
			Name string
			RPC  *string
			More []string `json:"rpc_more"`
		}
	}
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	procs := map[string][]string{}
	for _, f := range spec.Functions {
		if f.RPC != nil {
			procs[f.Name] = append(procs[f.Name], strings.TrimPrefix(*f.RPC, "REMOTE_PROC_"))
		}
		for _, p := range f.More {
			procs[f.Name] = append(procs[f.Name], strings.TrimPrefix(p, "REMOTE_PROC_"))
		}
	}
	return procs
}

// ofSession reports whether the layer of the session makes the calls of a
// function, where no case calls them itself.
func ofSession(function string) bool {
	switch function {
	case "virConnectOpen", "virConnectOpenReadOnly", "virConnectOpenAuth", "virConnectClose", "virConnectDomainEventDeregister":
		return true
	}
	return false
}

// TestMap holds the map of the core API against what the cases do: on each
// driver that a row claims its case must have run, and called the function. What
// a daemon has only with a guest is a case on its QEMU.
func TestMap(t *testing.T) {
	var embeddedRan, remoteRan ran
	embeddedRan.cases, remoteRan.cases = map[string]map[string]bool{}, map[string]map[string]bool{}
	embeddedRan.suite(t, "embedded", embedded(func(c driver.Conn) driver.Conn { return c }))
	remoteRan.suite(t, "libvirtd", libvirtdTest(t))
	remoteRan.suite(t, "QEMU", libvirtdQEMU(t))
	results := map[apimap.Driver]*ran{apimap.Test: &embeddedRan, apimap.Remote: &remoteRan}
	procs := procedures(t)
	for _, row := range apimap.Rows() {
		for _, d := range row.Drivers {
			checkRow(t, row, d, results[d].cases, procs[row.Function])
		}
	}
}

func checkRow(t *testing.T, row apimap.Row, d apimap.Driver, cases map[string]map[string]bool, procs []string) {
	t.Helper()
	if pkg, name, ok := strings.Cut(row.Case, ".Test"); ok {
		if !hasTest(t, pkg, "Test"+name) {
			t.Errorf("%s: there is no test %s", row.Function, row.Case)
		}
		return
	}
	called, ok := cases[row.Case]
	if !ok {
		t.Errorf("%s: the case %q did not run on %s", row.Function, row.Case, d)
		return
	}
	for _, p := range procs {
		if called[p] {
			return
		}
	}
	if !ofSession(row.Function) {
		t.Errorf("%s: the case %q on %s called none of %v that the driver has", row.Function, row.Case, d, procs)
	}
}

// hasTest reports whether a package has a test.
func hasTest(t *testing.T, pkg, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pkg), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(t *testing.T)") {
			return true
		}
	}
	return false
}

// TestMapClaims: the map claims for the test driver what that has, and no more.
// A daemon is claimed to have everything.
func TestMapClaims(t *testing.T) {
	byName := map[string]*protocol.Proc{}
	for p := range protocol.Procs(protocol.RemoteProgram) {
		byName[p.Name] = p
	}
	procs := procedures(t)
	for _, row := range apimap.Rows() {
		if len(row.Drivers) == 0 || ofSession(row.Function) {
			continue
		}
		if !row.Has(apimap.Remote) {
			t.Errorf("%s: not claimed for a daemon", row.Function)
		}
		if has := testHas(byName, procs[row.Function]); row.Has(apimap.Test) != has {
			t.Errorf("%s: claimed for the test driver: %v, which has one of %v: %v", row.Function, row.Has(apimap.Test), procs[row.Function], has)
		}
	}
}

// testHas reports whether the test driver has the procedures of a function. Of
// the many of a migration those count that migrate.
func testHas(byName map[string]*protocol.Proc, procs []string) bool {
	isMigration := func(name string) bool { return strings.Contains(name, "_MIGRATE_") }
	migration := slices.ContainsFunc(procs, isMigration)
	return slices.ContainsFunc(procs, func(name string) bool {
		return migration == isMigration(name) && test.Supports(byName[name])
	})
}
