package test_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestConcurrentSnapshots: many goroutines on one session make, list, describe,
// revert to and delete snapshots of one domain, while it is saved and restored and
// while somebody listens.
func TestConcurrentSnapshots(t *testing.T) {
	var d test.Driver
	c := open(t, &d)
	dom, err := lookup(t, c, "test")
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	events := 0
	stop, err := c.Subscribe(ctx, &protocol.Request{
		Proc:  &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		Args:  &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(virt.DomainEventIDLifecycle)},
		Reply: &protocol.ConnectDomainEventCallbackRegisterAnyReply{},
	}, func(protocol.Event) { events++ })
	if err != nil {
		t.Fatal(err)
	}
	const workers, rounds = 8, 10
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range rounds {
				if err := oneSnapshot(ctx, c, dom, fmt.Sprintf("s%d-%d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	image := filepath.Join(t.TempDir(), "image")
	wg.Go(func() { // may find it ended, or started, by the others
		for range rounds {
			_ = protocol.DomainSave.Call(ctx, c, &protocol.DomainSaveArgs{Dom: dom, To: image})
			_ = protocol.DomainRestore.Call(ctx, c, &protocol.DomainRestoreArgs{From: image})
		}
	})
	wg.Wait()
	if err := stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	n, err := protocol.DomainSnapshotNum.Call(ctx, c, &protocol.DomainSnapshotNumArgs{Dom: dom})
	if err != nil || n.Num != workers*rounds/2 {
		t.Errorf("%d snapshots are left (%v), want %d", n.Num, err, workers*rounds/2)
	}
	if events == 0 {
		t.Error("no events")
	}
}

// oneSnapshot makes a snapshot, goes back to it, and deletes it if its number is
// odd.
func oneSnapshot(ctx context.Context, c driver.Conn, dom protocol.Domain, name string) error {
	r, err := protocol.DomainSnapshotCreateXML.Call(ctx, c, &protocol.DomainSnapshotCreateXMLArgs{Dom: dom, XMLDesc: "<domainsnapshot><name>" + name + "</name></domainsnapshot>"})
	if err != nil {
		return err
	}
	xml, err := protocol.DomainSnapshotGetXMLDesc.Call(ctx, c, &protocol.DomainSnapshotGetXMLDescArgs{Snap: r.Snap})
	if err != nil {
		return err
	}
	if !strings.Contains(xml.XML, "<name>"+name+"</name>") {
		return fmt.Errorf("the description of %s is %s", name, xml.XML)
	}
	if _, err := protocol.DomainListAllSnapshots.Call(ctx, c, &protocol.DomainListAllSnapshotsArgs{Dom: dom, NeedResults: 1}); err != nil {
		return err
	}
	if err := protocol.DomainRevertToSnapshot.Call(ctx, c, &protocol.DomainRevertToSnapshotArgs{Snap: r.Snap}); err != nil {
		return err
	}
	if name[len(name)-1]%2 == 0 {
		return nil
	}
	return protocol.DomainSnapshotDelete.Call(ctx, c, &protocol.DomainSnapshotDeleteArgs{Snap: r.Snap})
}

// TestValidateSnapshot: a description that is to be validated may have nothing in
// it that would be dropped.
func TestValidateSnapshot(t *testing.T) {
	var d test.Driver
	c := open(t, &d)
	dom, err := lookup(t, c, "test")
	if err != nil {
		t.Fatal(err)
	}
	try := func(inside string) error {
		_, err := protocol.DomainSnapshotCreateXML.Call(t.Context(), c, &protocol.DomainSnapshotCreateXMLArgs{
			Dom: dom, XMLDesc: "<domainsnapshot><name>v</name>" + inside + "</domainsnapshot>", Flags: uint32(virt.DomainSnapshotCreateValidate),
		})
		return err
	}
	for _, bad := range []string{"<unknown/>", "<memory unknown='x'/>", "<disks><disk name='vda'><unknown/></disk></disks>"} {
		if err := try(bad); !errors.Is(err, virt.ErrXMLInvalidSchema) || !strings.Contains(err.Error(), "unknown") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := try("<description>d</description><disks><disk name='vda' snapshot='internal'/></disks>"); err != nil {
		t.Error(err)
	}
}

// TestDeepSnapshots: a chain of many snapshots is kept,
// and its end is found.
func TestDeepSnapshots(t *testing.T) {
	var d test.Driver
	c := open(t, &d)
	dom, err := lookup(t, c, "test")
	if err != nil {
		t.Fatal(err)
	}
	const length = 300
	for i := range length {
		if _, err := protocol.DomainSnapshotCreateXML.Call(t.Context(), c, &protocol.DomainSnapshotCreateXMLArgs{
			Dom: dom, XMLDesc: fmt.Sprintf("<domainsnapshot><name>%d</name></domainsnapshot>", i),
		}); err != nil {
			t.Fatal(err)
		}
	}
	r, err := protocol.DomainListAllSnapshots.Call(t.Context(), c, &protocol.DomainListAllSnapshotsArgs{
		Dom: dom, NeedResults: 1, Flags: uint32(virt.DomainSnapshotListLeaves),
	})
	if err != nil || len(r.Snapshots) != 1 || r.Snapshots[0].Name != fmt.Sprint(length-1) {
		t.Errorf("the end of the chain is %+v (%v)", r.Snapshots, err)
	}
}
