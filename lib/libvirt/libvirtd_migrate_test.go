package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// lacking is a session with a host that says it lacks some features.
type lacking struct {
	driver.Conn
	features []protocol.Feature
}

func (c lacking) Invoke(ctx context.Context, r *protocol.Request) error {
	if a, ok := r.Args.(*protocol.ConnectSupportsFeatureArgs); ok {
		for _, f := range c.features {
			if a.Feature == int32(f) {
				*r.Reply.(*protocol.ConnectSupportsFeatureReply) = protocol.ConnectSupportsFeatureReply{}
				return nil
			}
		}
	}
	return c.Conn.Invoke(ctx, r)
}

// dialLacking is dial for a host that says it lacks features. It tells each
// procedure that is called to record.
func dialLacking(t *testing.T, uri string, record func(string), features ...protocol.Feature) *libvirt.Conn {
	t.Helper()
	c, err := remote.Open(t.Context(), uri, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	traced := driver.Trace(lacking{c, features}, driver.NewTracer(func(c driver.TracedCall) {
		if strings.Contains(c.Proc.Name, "MIGRATE") {
			record(strings.TrimPrefix(c.Proc.Name, "DOMAIN_MIGRATE_"))
		}
	}))
	return libvirt.New(traced, libvirt.ErrorFunc(func(*virt.Error) {}))
}

// socketDir returns a directory in which QEMU, which is another user's, can make
// its sockets.
func socketDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mig")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestLibvirtdMigrate moves a guest that runs from one host to another and back,
// in every way but one: libvirtd 9.0 dies of the PREPARE2 of protocol 2, so that
// is TestMigrateSteps's alone.
func TestLibvirtdMigrate(t *testing.T) {
	testhost.NeedQEMU(t)
	hosts := [2]*testhost.Host{testhost.Start(t, testhost.Options{}), testhost.Start(t, testhost.Options{})}
	if err := hosts[1].WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	hosts[0].DefineBootGuest(t, "mover")
	sockets := socketDir(t)
	d, err := dial(t, hosts[0].URI("qemu")).LookupDomainByName(t.Context(), "mover")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Create(t.Context()); err != nil {
		t.Fatal(err)
	}

	params := []protocol.Feature{protocol.FeatureMigrationParams}
	v3 := []protocol.Feature{protocol.FeatureMigrationParams, protocol.FeatureMigrationV3}
	const live = virt.MigrateLive | virt.MigratePersistDest | virt.MigrateUndefineSource
	name := "mover"
	for i, c := range []struct {
		what  string
		lacks []protocol.Feature
		flags virt.DomainMigrateFlags
		dname string
		calls string
	}{
		{"with parameters", nil, live, "",
			"BEGIN3_PARAMS PREPARE3_PARAMS PERFORM3_PARAMS FINISH3_PARAMS CONFIRM3_PARAMS"},
		{"protocol 3", params, live, "moved", "BEGIN3 PREPARE3 PERFORM3 FINISH3 CONFIRM3"},
		{"peer to peer", nil, live | virt.MigratePeer2peer, "", "PERFORM3_PARAMS"},
		{"peer to peer, protocol 3", params, live | virt.MigratePeer2peer, "", "PERFORM3"},
		{"tunnelled", nil, live | virt.MigratePeer2peer | virt.MigrateTunnelled, "", "PERFORM3_PARAMS"},
		{"tunnelled, protocol 2", v3, live | virt.MigratePeer2peer | virt.MigrateTunnelled, "", "PERFORM"},
		{"offline", nil, virt.MigrateOffline | virt.MigratePersistDest | virt.MigrateUndefineSource, "",
			"BEGIN3_PARAMS PREPARE3_PARAMS FINISH3_PARAMS CONFIRM3_PARAMS"},
	} {
		from, to := hosts[i%2], hosts[(i+1)%2]
		var mu sync.Mutex
		var calls []string
		record := func(proc string) {
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, proc)
		}
		src := dialLacking(t, from.URI("qemu"), record, c.lacks...)
		dst := dialLacking(t, to.URI("qemu"), record, c.lacks...)
		d, err := src.LookupDomainByName(t.Context(), name)
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if c.flags&virt.MigrateOffline != 0 {
			if err := d.Destroy(t.Context()); err != nil {
				t.Fatalf("%s: %v", c.what, err)
			}
		}
		socket := "unix://" + filepath.Join(sockets, fmt.Sprint(i))
		peer, tunnel := c.flags&virt.MigratePeer2peer != 0, c.flags&virt.MigrateTunnelled != 0
		var moved *libvirt.Domain
		switch {
		case peer && !tunnel: // the one call that takes both URIs
			ps := []virt.TypedParam{{Name: virt.MigrateParamURI, Value: virt.StringValue(socket)}}
			if err = d.MigrateToURI(t.Context(), to.URI("qemu"), ps, c.flags); err == nil {
				moved, err = dst.LookupDomainByName(t.Context(), name)
			}
		case peer:
			moved, err = d.Migrate(t.Context(), dst, c.flags, c.dname, to.URI("qemu"), 100)
		default:
			moved, err = d.Migrate(t.Context(), dst, c.flags, c.dname, socket, 100)
		}
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if c.dname != "" {
			name = c.dname
		}
		want(t, c.what+": calls", strings.Join(calls, " "), c.calls)
		want(t, c.what+": name", moved.Name(), name)
		want(t, c.what+": UUID", moved.UUID(), d.UUID())
		want(t, c.what+": id at the source", d.ID(), -1)
		if state, _, err := moved.State(t.Context()); err != nil || (state == virt.DomainRunning) != (c.flags&virt.MigrateOffline == 0) {
			t.Errorf("%s: state of what was moved: %v, %v", c.what, state, err)
		}
		if _, err := src.LookupDomainByUUID(t.Context(), d.UUID()); !errors.Is(err, virt.ErrNoDomain) {
			t.Errorf("%s: it is still at the source: %v", c.what, err)
		}
	}
}

// cancelling is a session that cancels when the domain is being sent.
type cancelling struct {
	driver.Conn
	cancel context.CancelFunc
}

func (c cancelling) Invoke(ctx context.Context, r *protocol.Request) error {
	if r.Proc == &protocol.DomainMigratePerform3Params.Proc {
		c.cancel()
	}
	return c.Conn.Invoke(ctx, r)
}

// TestLibvirtdMigrateCancelled: a migration whose context ends leaves the domain
// running where it was, and nothing elsewhere, and it can be moved afterwards.
func TestLibvirtdMigrateCancelled(t *testing.T) {
	testhost.NeedQEMU(t)
	hosts := [2]*testhost.Host{testhost.Start(t, testhost.Options{}), testhost.Start(t, testhost.Options{})}
	if err := hosts[1].WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	hosts[0].DefineBootGuest(t, "stayer")
	socket := "unix://" + filepath.Join(socketDir(t), "s")
	c, err := remote.Open(t.Context(), hosts[0].URI("qemu"), driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	ctx, cancel := context.WithCancel(t.Context())
	src := libvirt.New(cancelling{c, cancel}, libvirt.ErrorFunc(func(*virt.Error) {}))
	dst := dial(t, hosts[1].URI("qemu"))
	d, err := src.LookupDomainByName(t.Context(), "stayer")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Migrate(ctx, dst, virt.MigrateLive, "", socket, 1); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if state, _, err := d.State(t.Context()); err != nil || state != virt.DomainRunning {
		t.Errorf("at the source: %v, %v", state, err)
	}
	if _, err := dst.LookupDomainByName(t.Context(), "stayer"); !errors.Is(err, virt.ErrNoDomain) {
		t.Errorf("at the destination: %v", err)
	}
	if _, err := d.Migrate(t.Context(), dst, virt.MigrateLive, "", socket, 0); err != nil {
		t.Errorf("the next time: %v", err)
	}
}
