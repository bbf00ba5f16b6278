package test_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

const uri = "test:///default"

func open(t testing.TB, d *test.Driver) driver.Conn {
	t.Helper()
	c, err := d.Open(t.Context(), uri, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func lookup(t testing.TB, c driver.Conn, name string) (protocol.Domain, error) {
	t.Helper()
	r, err := protocol.DomainLookupByName.Call(t.Context(), c, &protocol.DomainLookupByNameArgs{Name: name})
	if err != nil {
		return protocol.Domain{}, err
	}
	return r.Dom, nil
}

// TestOpenURIs: what is not a made-up host is refused with what is.
func TestOpenURIs(t *testing.T) {
	for _, c := range []struct {
		uri  string
		code virt.ErrorNumber
		text string
	}{
		{"test:///default", virt.ErrOK, ""},
		{"test:///default?x=y", virt.ErrOK, ""},
		{"test:///", virt.ErrInvalidArg, "test:///default"},
		{"test:", virt.ErrInvalidArg, "test:///default"},
		{"test:///no/such/host.xml", virt.ErrXMLError, "'/no/such/host.xml'"},
		{"test:no/such/host.xml?x=y", virt.ErrXMLError, "'no/such/host.xml'"},
		{"test://host/default", virt.ErrInvalidArg, "test:///default"},
		{"qemu:///system", virt.ErrInvalidArg, "test:///default"},
		{"test:///%zz", virt.ErrInvalidArg, "%zz"},
	} {
		var d test.Driver
		conn, err := d.Open(t.Context(), c.uri, driver.Options{})
		if c.code == virt.ErrOK {
			if err != nil {
				t.Errorf("%s: %v", c.uri, err)
				continue
			}
			_ = conn.Close(t.Context())
			continue
		}
		if !errors.Is(err, c.code) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: got %v, want code %d and %q in the text", c.uri, err, c.code, c.text)
		}
	}
}

// TestHostLivesWithItsSessions: sessions share a host until the last is closed;
// the next finds a fresh one.
func TestHostLivesWithItsSessions(t *testing.T) {
	var d test.Driver
	a, b := open(t, &d), open(t, &d)
	dom, err := lookup(t, a, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.DomainDestroy.Call(t.Context(), a, &protocol.DomainDestroyArgs{Dom: dom}); err != nil {
		t.Fatal(err)
	}
	_ = a.Close(t.Context())
	_ = a.Close(t.Context()) // counts once
	if dom, err := lookup(t, b, "test"); err != nil || dom.ID != -1 {
		t.Fatalf("the other session sees %+v (%v)", dom, err)
	}
	_ = b.Close(t.Context())
	if dom, err := lookup(t, open(t, &d), "test"); err != nil || dom.ID != 1 {
		t.Fatalf("after the last close there is %+v (%v)", dom, err)
	}
}

// TestDriversAreApart: each Driver has a host of its own.
func TestDriversAreApart(t *testing.T) {
	var one, other test.Driver
	a, b := open(t, &one), open(t, &other)
	dom, err := lookup(t, a, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.DomainUndefine.Call(t.Context(), a, &protocol.DomainUndefineArgs{Dom: dom}); err != nil {
		t.Fatal(err)
	}
	r, err := protocol.DomainIsPersistent.Call(t.Context(), b, &protocol.DomainIsPersistentArgs{Dom: dom})
	if err != nil || r.Persistent != 1 {
		t.Fatalf("what happens on one host is seen on another: %+v (%v)", r, err)
	}
}

// TestConcurrentSessions: many sessions at once, with events, under the race
// detector.
func TestConcurrentSessions(t *testing.T) {
	var d test.Driver
	keep := open(t, &d)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			c, err := d.Open(t.Context(), uri, driver.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = c.Close(context.Background()) }()
			stop, err := c.Subscribe(t.Context(), &protocol.Request{
				Proc:  &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
				Args:  &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(virt.DomainEventIDLifecycle)},
				Reply: &protocol.ConnectDomainEventCallbackRegisterAnyReply{},
			}, func(protocol.Event) {})
			if err != nil {
				t.Error(err)
				return
			}
			for j := range 20 {
				xml := fmt.Sprintf("<domain type='test'><name>d%d-%d</name><memory>1024</memory><os><type>hvm</type></os></domain>", i, j)
				r, err := protocol.DomainCreateXML.Call(t.Context(), c, &protocol.DomainCreateXMLArgs{XMLDesc: xml})
				if err != nil {
					t.Error(err)
					return
				}
				if err := protocol.DomainDestroy.Call(t.Context(), c, &protocol.DomainDestroyArgs{Dom: r.Dom}); err != nil {
					t.Error(err)
				}
			}
			if err := stop(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	r, err := protocol.ConnectListAllDomains.Call(t.Context(), keep, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})
	if err != nil || len(r.Domains) != 1 {
		t.Fatalf("left over: %+v (%v)", r, err)
	}
}

// TestValidate: a definition that is to be validated may have nothing in it that
// would be dropped.
func TestValidate(t *testing.T) {
	var d test.Driver
	c := open(t, &d)
	define := func(extra string) error {
		_, err := protocol.DomainDefineXMLFlags.Call(t.Context(), c, &protocol.DomainDefineXMLFlagsArgs{
			XML: "<domain type='test'><name>v</name><memory>1024</memory><os><type>hvm</type></os>" +
				"<metadata><any xmlns='urn:x' thing=''><goes/></any></metadata>" + extra + "</domain>",
			Flags: uint32(virt.DomainDefineValidate),
		})
		return err
	}
	for _, bad := range []string{"<unknown/>", "<devices><disk unknown='x'/></devices>", "<devices><disk><source><unknown/></source></disk></devices>"} {
		if err := define(bad); !errors.Is(err, virt.ErrXMLInvalidSchema) || !strings.Contains(err.Error(), "unknown") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := define("<devices><emulator>/e</emulator></devices>"); err != nil {
		t.Error(err)
	}
}

// BenchmarkOpen is the first session of a process: the tables of the model are
// built, and the host with its objects.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		var d test.Driver
		c, err := d.Open(b.Context(), uri, driver.Options{})
		if err != nil {
			b.Fatal(err)
		}
		_ = c.Close(b.Context())
	}
}
