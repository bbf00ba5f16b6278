package drivertest

import (
	"context"
	"errors"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// check is one test of what every driver must do, whatever host it is for.
type check struct {
	name string
	run  func(t *testing.T, h Harness)
}

func checks() []check {
	return []check{
		{"define", checkDefine},
		{"lifecycle", checkLifecycle},
		{"autostart", checkAutostart},
		{"read-only", checkReadOnly},
		{"shared", checkShared},
		{"aliasing", checkAliasing},
		{"unsupported", checkUnsupported},
		{"cancelled", checkCancelled},
		{"closed", checkClosed},
		{"events", checkEvents},
		{"event-stop", checkEventStop},
		{"peek", checkPeek},
		{"devices", checkDevices},
		{"save", checkSave},
		{"tune", checkTune},
		{"pool-sources", checkPoolSources},
		{"free-pages", checkFreePages},
		{"screenshot", checkScreenshot},
	}
}

// must ends the test where a call fails.
func must[T any](t *testing.T, what string) func(v *T, err error) *T {
	return func(v *T, err error) *T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return v
	}
}

func ok(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// fails ends the test where a call does not fail with code.
func fails(t *testing.T, what string, err error, code virt.ErrorNumber) {
	t.Helper()
	if !errors.Is(err, code) {
		t.Fatalf("%s: got error %v, want %d (%v)", what, err, code, code)
	}
}

// defined defines a domain that is gone when the test ends.
func defined(t *testing.T, h Harness, c driver.Conn, name string) protocol.Domain {
	t.Helper()
	d := must[protocol.DomainDefineXMLReply](t, "define")(protocol.DomainDefineXML.Call(t.Context(), c, &protocol.DomainDefineXMLArgs{XML: h.DomainXML(name)})).Dom
	t.Cleanup(func() {
		ctx := context.Background()
		_ = protocol.DomainDestroy.Call(ctx, c, &protocol.DomainDestroyArgs{Dom: d}) // may not run
		_ = protocol.DomainUndefine.Call(ctx, c, &protocol.DomainUndefineArgs{Dom: d})
	})
	return d
}

func stateOf(t *testing.T, c driver.Conn, d protocol.Domain) virt.DomainState {
	t.Helper()
	r := must[protocol.DomainGetStateReply](t, "state")(protocol.DomainGetState.Call(t.Context(), c, &protocol.DomainGetStateArgs{Dom: d}))
	return virt.DomainState(r.State)
}

func wantState(t *testing.T, c driver.Conn, d protocol.Domain, want virt.DomainState) {
	t.Helper()
	if got := stateOf(t, c, d); got != want {
		t.Fatalf("state of %s is %v, want %v", d.Name, got, want)
	}
}

// checkDefine: what was defined is found by name and UUID and in the list; a
// second definition keeps UUID and id; what was undefined is gone.
func checkDefine(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "conformance")
	if d.Name != "conformance" || d.UUID.IsZero() || d.ID != -1 {
		t.Fatalf("defined %+v", d)
	}
	byName := must[protocol.DomainLookupByNameReply](t, "by name")(protocol.DomainLookupByName.Call(ctx, c, &protocol.DomainLookupByNameArgs{Name: d.Name}))
	byUUID := must[protocol.DomainLookupByUUIDReply](t, "by UUID")(protocol.DomainLookupByUUID.Call(ctx, c, &protocol.DomainLookupByUUIDArgs{UUID: d.UUID}))
	if byName.Dom != d || byUUID.Dom != d {
		t.Fatalf("defined %+v, found %+v and %+v", d, byName.Dom, byUUID.Dom)
	}
	xml := must[protocol.DomainGetXMLDescReply](t, "dump")(protocol.DomainGetXMLDesc.Call(ctx, c, &protocol.DomainGetXMLDescArgs{Dom: d})).XML
	again := must[protocol.DomainDefineXMLReply](t, "define again")(protocol.DomainDefineXML.Call(ctx, c, &protocol.DomainDefineXMLArgs{XML: xml}))
	if again.Dom != d {
		t.Fatalf("defined %+v, and again %+v", d, again.Dom)
	}
	if got := must[protocol.DomainGetXMLDescReply](t, "dump")(protocol.DomainGetXMLDesc.Call(ctx, c, &protocol.DomainGetXMLDescArgs{Dom: d})).XML; got != xml {
		t.Fatalf("the definition changed when it was defined again:\n%s\nnow\n%s", xml, got)
	}
	listed := func() bool {
		list := must[protocol.ConnectListAllDomainsReply](t, "list")(protocol.ConnectListAllDomains.Call(ctx, c, &protocol.ConnectListAllDomainsArgs{NeedResults: 1}))
		for _, x := range list.Domains {
			if x == d {
				return true
			}
		}
		return false
	}
	if !listed() {
		t.Fatal("what was defined is not in the list")
	}
	ok(t, "undefine", protocol.DomainUndefine.Call(ctx, c, &protocol.DomainUndefineArgs{Dom: d}))
	if listed() {
		t.Fatal("what was undefined is in the list")
	}
	_, err := protocol.DomainLookupByName.Call(ctx, c, &protocol.DomainLookupByNameArgs{Name: d.Name})
	fails(t, "look-up of what was undefined", err, virt.ErrNoDomain)
	_, err = protocol.DomainGetState.Call(ctx, c, &protocol.DomainGetStateArgs{Dom: d})
	fails(t, "state of what was undefined", err, virt.ErrNoDomain)
	_, err = protocol.DomainDefineXML.Call(ctx, c, &protocol.DomainDefineXMLArgs{XML: "<domain>"})
	fails(t, "definition that is not well-formed", err, virt.ErrXMLDetail)
}

// checkLifecycle: a domain goes through its states, and what does not fit the
// state is refused.
func checkLifecycle(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "lifecycle")
	wantState(t, c, d, virt.DomainShutoff)
	fails(t, "destroy of what does not run", protocol.DomainDestroy.Call(ctx, c, &protocol.DomainDestroyArgs{Dom: d}), virt.ErrOperationInvalid)

	started := must[protocol.DomainCreateWithFlagsReply](t, "start")(protocol.DomainCreateWithFlags.Call(ctx, c, &protocol.DomainCreateWithFlagsArgs{Dom: d})).Dom
	if started.ID < 0 || started.UUID != d.UUID {
		t.Fatalf("started %+v, and have %+v", d, started)
	}
	wantState(t, c, d, virt.DomainRunning)
	byID := must[protocol.DomainLookupByIDReply](t, "by id")(protocol.DomainLookupByID.Call(ctx, c, &protocol.DomainLookupByIDArgs{ID: started.ID}))
	if byID.Dom != started {
		t.Fatalf("started %+v, found %+v", started, byID.Dom)
	}
	if err := protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{Dom: d}); err == nil {
		t.Fatal("what runs was started")
	}
	ok(t, "suspend", protocol.DomainSuspend.Call(ctx, c, &protocol.DomainSuspendArgs{Dom: d}))
	wantState(t, c, d, virt.DomainPaused)
	ok(t, "resume", protocol.DomainResume.Call(ctx, c, &protocol.DomainResumeArgs{Dom: d}))
	wantState(t, c, d, virt.DomainRunning)
	ok(t, "undefine while it runs", protocol.DomainUndefine.Call(ctx, c, &protocol.DomainUndefineArgs{Dom: d}))
	if p := must[protocol.DomainIsPersistentReply](t, "persistent")(protocol.DomainIsPersistent.Call(ctx, c, &protocol.DomainIsPersistentArgs{Dom: d})); p.Persistent != 0 {
		t.Fatal("what was undefined is persistent")
	}
	ok(t, "destroy", protocol.DomainDestroy.Call(ctx, c, &protocol.DomainDestroyArgs{Dom: d}))
	_, err := protocol.DomainGetState.Call(ctx, c, &protocol.DomainGetStateArgs{Dom: d})
	fails(t, "state of a transient domain that ended", err, virt.ErrNoDomain)
}

func checkAutostart(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "autostart")
	for _, want := range []int32{0, 1, 0} {
		ok(t, "set", protocol.DomainSetAutostart.Call(ctx, c, &protocol.DomainSetAutostartArgs{Dom: d, Autostart: want}))
		r := must[protocol.DomainGetAutostartReply](t, "get")(protocol.DomainGetAutostart.Call(ctx, c, &protocol.DomainGetAutostartArgs{Dom: d}))
		if r.Autostart != want {
			t.Fatalf("set autostart to %d, got %d", want, r.Autostart)
		}
	}
}

// checkReadOnly: a read-only session reads, and refuses to change anything or to
// show secrets.
func checkReadOnly(t *testing.T, h Harness) {
	rw, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, rw, "read-only")
	c := h.open(t, driver.Options{ReadOnly: true})
	wantState(t, c, d, virt.DomainShutoff)
	refused := func(what string, err error) {
		t.Helper()
		fails(t, what, err, virt.ErrOperationDenied)
	}
	refused("start", protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{Dom: d}))
	refused("undefine", protocol.DomainUndefine.Call(ctx, c, &protocol.DomainUndefineArgs{Dom: d}))
	refused("autostart", protocol.DomainSetAutostart.Call(ctx, c, &protocol.DomainSetAutostartArgs{Dom: d, Autostart: 1}))
	_, err := protocol.DomainDefineXML.Call(ctx, c, &protocol.DomainDefineXMLArgs{XML: h.DomainXML("other")})
	refused("define", err)
	_, err = protocol.DomainGetXMLDesc.Call(ctx, c, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(virt.DomainXMLSecure)})
	refused("dump with secrets", err)
	must[protocol.DomainGetXMLDescReply](t, "dump")(protocol.DomainGetXMLDesc.Call(ctx, c, &protocol.DomainGetXMLDescArgs{Dom: d}))
	wantState(t, rw, d, virt.DomainShutoff)
}

// checkShared: two sessions see one host.
func checkShared(t *testing.T, h Harness) {
	a, b := h.open(t, driver.Options{}), h.open(t, driver.Options{})
	d := defined(t, h, a, "shared")
	ok(t, "start", protocol.DomainCreate.Call(t.Context(), a, &protocol.DomainCreateArgs{Dom: d}))
	wantState(t, b, d, virt.DomainRunning)
	ok(t, "destroy", protocol.DomainDestroy.Call(t.Context(), b, &protocol.DomainDestroyArgs{Dom: d}))
	wantState(t, a, d, virt.DomainShutoff)
}

// checkAliasing: what a caller does with its arguments and replies after a call
// does not reach the host.
func checkAliasing(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "aliasing")
	list := func() []protocol.Domain {
		return must[protocol.ConnectListAllDomainsReply](t, "list")(protocol.ConnectListAllDomains.Call(ctx, c, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})).Domains
	}
	first := list()
	for i := range first {
		first[i] = protocol.Domain{Name: "scribbled"}
	}
	for _, x := range list() {
		if x.Name == "scribbled" {
			t.Fatal("the host keeps the list that it returned")
		}
	}
	args := &protocol.ConnectGetAllDomainStatsArgs{Doms: []protocol.Domain{d}, Stats: uint32(virt.DomainStatsState)}
	stats := must[protocol.ConnectGetAllDomainStatsReply](t, "statistics")(protocol.ConnectGetAllDomainStats.Call(ctx, c, args))
	args.Doms[0].Name = "scribbled"
	if len(stats.RetStats) != 1 || stats.RetStats[0].Dom.Name != d.Name {
		t.Fatalf("the reply shares memory with the arguments: %+v", stats.RetStats)
	}
}

// checkUnsupported: a procedure that the driver does not have is refused with
// the function's name, and the session goes on.
func checkUnsupported(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "unsupported")
	_, err := protocol.DomainMigratePrepare.Call(ctx, c, &protocol.DomainMigratePrepareArgs{})
	if err == nil {
		t.Fatal("a migration of the oldest kind was prepared")
	}
	wantState(t, c, d, virt.DomainShutoff)
}

// checkCancelled: a context that is over ends the call, not the session.
func checkCancelled(t *testing.T, h Harness) {
	c := h.open(t, driver.Options{})
	d := defined(t, h, c, "cancelled")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := protocol.DomainGetState.Call(ctx, c, &protocol.DomainGetStateArgs{Dom: d}); !errors.Is(err, context.Canceled) {
		t.Fatalf("call with a context that is over: %v", err)
	}
	wantState(t, c, d, virt.DomainShutoff)
}

// checkClosed: after Close a session is done, and calls fail.
func checkClosed(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	if err := c.Err(); err != nil {
		t.Fatalf("error of an open session: %v", err)
	}
	ok(t, "close", c.Close(ctx))
	<-c.Done()
	if c.Err() == nil {
		t.Fatal("a closed session has no error")
	}
	if _, err := protocol.ConnectGetType.Call(ctx, c); err == nil {
		t.Fatal("a closed session answers")
	}
	ok(t, "close again", c.Close(ctx))
}
