package protocol

import (
	"reflect"
	"testing"
)

func TestLookup(t *testing.T) {
	if p := Lookup(RemoteProgram, 9); p != &DomainCreate.Proc || p.String() != "DOMAIN_CREATE" || p.API != "virDomainCreate" {
		t.Errorf("procedure 9 is %+v", p)
	}
	if p := Lookup(QEMUProgram, 7); p != &QEMUDomainMonitorCommandWithFiles.Proc || !p.FDIn || !p.FDOut {
		t.Errorf("procedure 7 of QEMU is %+v", p)
	}
	if p := Lookup(LXCProgram, 1); p != &LXCDomainOpenNamespace.Proc || p.FDIn || !p.FDOut {
		t.Errorf("procedure 1 of LXC is %+v", p)
	}
	for _, c := range []struct {
		program uint32
		number  int32
	}{{RemoteProgram, 0}, {RemoteProgram, -1}, {RemoteProgram, 457}, {RemoteProgram, -1 << 31}, {QEMUProgram, 8}, {KeepAliveProgram, 1}, {0, 1}} {
		if p := Lookup(c.program, c.number); p != nil {
			t.Errorf("program %#x has a procedure %d: %s", c.program, c.number, p)
		}
	}
}

func TestProcs(t *testing.T) {
	names := map[string]*Proc{}
	count := map[uint32]int32{}
	for p := range AllProcs() {
		count[p.Program]++
		if p.Number != count[p.Program] || Lookup(p.Program, p.Number) != p {
			t.Errorf("%s: number %d at place %d of program %#x", p, p.Number, count[p.Program], p.Program)
		}
		if p.Kind == KindEvent && (p.Args == nil || p.Reply != nil || p.API != "") {
			t.Errorf("the event %s has args %t, reply %t, API %q", p, p.Args != nil, p.Reply != nil, p.API)
		}
		if p.Program == RemoteProgram {
			names[p.Name] = p
		}
		_, ok := newArgs(p).(CallbackMessage)
		if ok != p.Callback {
			t.Errorf("%s: Callback is %t, its message has an id: %t", p, p.Callback, ok)
		}
	}
	if count[RemoteProgram] != 456 || count[QEMUProgram] != 7 || count[LXCProgram] != 1 || len(names) != 456 {
		t.Errorf("procedures: %v, %d names", count, len(names))
	}
	for range AllProcs() {
		break // the iterator stops
	}
}

// newArgs returns new arguments, or a nil Message.
func newArgs(p *Proc) Message {
	if p.Args == nil {
		return nil
	}
	return p.Args()
}

func TestTraits(t *testing.T) {
	counts := map[string]int{}
	for p := range Procs(RemoteProgram) {
		for name, on := range map[string]bool{
			"events": p.Kind == KindEvent, "callbacks": p.Callback, "high": p.High,
			"streams": p.Stream != StreamNone, "sparse": p.Sparse != 0, "in": p.FDIn, "out": p.FDOut,
			"conditional": p.Access == AccessConditional, "numbered events": p.Kind == KindEvent && p.EventID >= 0,
		} {
			if on {
				counts[name]++
			}
		}
	}
	want := map[string]int{
		"events": 54 + 1, "callbacks": 38, "high": 187, "streams": 8, "sparse": 2, "in": 4, "out": 1,
		"conditional": 6, "numbered events": 54,
	}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("procedures with traits: %v, want %v", counts, want)
	}
	for _, c := range []struct {
		p      *Proc
		access Access
		stream Stream
	}{
		{&DomainGetInfo.Proc, AccessRead, StreamNone},
		{&DomainCreate.Proc, AccessWrite, StreamNone},
		{&DomainCreateXML.Proc, AccessWrite, StreamNone},
		{&DomainGetXMLDesc.Proc, AccessConditional, StreamNone},
		{&DomainMigratePerform3.Proc, AccessWrite, StreamNone},
		{&DomainMigratePrepareTunnel3Params.Proc, AccessWrite, StreamWrite},
		{&NetworkGetMetadata.Proc, AccessRead, StreamNone},
		{&NetworkSetMetadata.Proc, AccessWrite, StreamNone},
		{&DomainAnnounceInterface.Proc, AccessWrite, StreamNone},
		{&DomainOpenConsole.Proc, AccessWrite, StreamBoth},
		{&DomainOpenChannel.Proc, AccessWrite, StreamBoth},
		{&StorageVolUpload.Proc, AccessWrite, StreamWrite},
		{&StorageVolDownload.Proc, AccessWrite, StreamRead},
		{&DomainScreenshot.Proc, AccessWrite, StreamRead},
		{&ConnectOpen.Proc, AccessRead, StreamNone},
		{&AuthList.Proc, AccessRead, StreamNone},
		{&DomainEventLifecycle.Proc, AccessRead, StreamNone},
	} {
		if c.p.Access != c.access || c.p.Stream != c.stream {
			t.Errorf("%s: access %d, stream %d; want %d, %d", c.p, c.p.Access, c.p.Stream, c.access, c.stream)
		}
	}
	if StorageVolUpload.Sparse != 1 || StorageVolDownload.Sparse != 1 || DomainScreenshot.Sparse != 0 {
		t.Error("the flags for holes are wrong")
	}
	if DomainEventCallbackTunable.EventID != 17 || ConnectEventConnectionClosed.EventID != -1 || QEMUDomainMonitorEvent.EventID != -1 {
		t.Error("the numbers of events are wrong")
	}
	var m Message = &DomainEventCallbackLifecycleMsg{CallbackID: 7}
	if id := m.(CallbackMessage).EventCallbackID(); id != 7 {
		t.Errorf("the id of the registration is %d", id)
	}
}
