package domain

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestMigrateForced: a migration that would never end is forced to, by what its
// options say and at the time that they say.
func TestMigrateForced(t *testing.T) {
	for _, c := range []struct {
		options string
		passes  []int32       // over the memory, a second each
		by      string        // what ends it
		after   time.Duration // its start
	}{
		{"--live --timeout 7", nil, "suspend", 7 * time.Second},
		{"--live --timeout 7 --timeout-suspend", nil, "suspend", 7 * time.Second},
		{"--live --postcopy --timeout 7 --timeout-postcopy", nil, "postcopy", 7 * time.Second},
		{"--live --postcopy --postcopy-after-precopy", []int32{1, 2, 3}, "postcopy", 2 * time.Second},
		{"--live --postcopy --postcopy-after-precopy --timeout 1", []int32{1, 2, 3}, "suspend", time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := &endless{passes: c.passes, start: time.Now(), forced: make(chan string, 2)}
			s := &vsh.Session{Open: func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) {
				return libvirt.New(driver.NewSession(m.mux(), nil), libvirt.ErrorFunc(func(*virt.Error) {})), nil
			}}
			calls, err := vsh.ParseLine(func(string) *vsh.Spec { return migrateSpec() }, "migrate vm qemu+tcp://there/system --p2p "+c.options)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := runMigrate(t.Context(), s, calls[0].Args); err != nil {
				t.Errorf("%s: %v", c.options, err)
			}
			if m.by != c.by || m.after != c.after {
				t.Errorf("%s: ended by %s after %v, want %s after %v", c.options, m.by, m.after, c.by, c.after)
			}
			if err := s.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// endless is a host from which a domain migrates until it is forced.
type endless struct {
	passes []int32
	start  time.Time
	sink   func(protocol.Event)
	forced chan string // what is done to the domain meanwhile

	by    string
	after time.Duration
}

func (m *endless) mux() *driver.Mux {
	mux := driver.NewMux()
	dom := protocol.Domain{Name: "vm", ID: 1}
	driver.Handle(mux, &protocol.DomainLookupByName, func(context.Context, *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		return &protocol.DomainLookupByNameReply{Dom: dom}, nil
	})
	driver.Handle(mux, &protocol.ConnectSupportsFeature, func(context.Context, *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
		return &protocol.ConnectSupportsFeatureReply{Supported: 1}, nil
	})
	mux.HandleEvents(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, func(_ context.Context, _ *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
		m.sink = sink
		return func(context.Context) error { return nil }, nil
	})
	driver.Handle(mux, &protocol.DomainMigratePerform3Params, func(context.Context, *protocol.DomainMigratePerform3ParamsArgs) (*protocol.DomainMigratePerform3ParamsReply, error) {
		m.perform(dom)
		return &protocol.DomainMigratePerform3ParamsReply{}, nil
	})
	driver.Handle(mux, &protocol.DomainSuspend, func(context.Context, *protocol.DomainSuspendArgs) error {
		m.forced <- "suspend"
		return nil
	})
	driver.Handle(mux, &protocol.DomainMigrateStartPostCopy, func(context.Context, *protocol.DomainMigrateStartPostCopyArgs) error {
		m.forced <- "postcopy"
		return virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "what is tried may fail")
	})
	return mux
}

// perform is the migration.
func (m *endless) perform(dom protocol.Domain) {
	other := dom
	other.UUID[0] = 1
	pass := func(d protocol.Domain, n int32) {
		m.sink(protocol.DomainEventCallbackMigrationIteration.Event(&protocol.DomainEventCallbackMigrationIterationMsg{Dom: d, Iteration: n}))
	}
	for _, n := range m.passes {
		select {
		case <-time.After(time.Second):
			pass(other, n+1) // nobody asked for that one
			pass(dom, n)
		case m.by = <-m.forced:
			m.after = time.Since(m.start)
			return
		}
	}
	m.by = <-m.forced
	m.after = time.Since(m.start)
}
