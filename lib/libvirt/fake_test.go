package libvirt_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// host is a made-up host: handlers, and a record of what was called.
type host struct {
	mux    *driver.Mux
	conn   driver.Conn
	tracer *driver.Tracer

	mu    sync.Mutex
	calls []string

	state func(protocol.Domain) (*protocol.DomainGetStateReply, error)
	stats func(*protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error)
}

func newHost() *host {
	h := &host{mux: driver.NewMux()}
	h.tracer = driver.NewTracer(func(c driver.TracedCall) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.calls = append(h.calls, c.Proc.Name)
	})
	h.conn = driver.Trace(driver.NewSession(h.mux, nil), h.tracer)
	return h
}

// open returns a session on h whose errors are not printed.
func (h *host) open(opts ...libvirt.Option) *libvirt.Conn {
	return libvirt.New(h.conn, append(opts, libvirt.ErrorFunc(func(*virt.Error) {}))...)
}

// took returns how many times each procedure was called, and forgets it.
func (h *host) took() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := make(map[string]int)
	for _, c := range h.calls {
		n[c]++
	}
	h.calls = nil
	return n
}

// slowly makes a handler take a round-trip time, so that in a synctest bubble
// the tracer sees which calls were in flight together.
func slowly[A, R any](f func(*A) (*R, error)) func(context.Context, *A) (*R, error) {
	return func(_ context.Context, a *A) (*R, error) {
		time.Sleep(10 * time.Millisecond)
		return f(a)
	}
}

func uuid(n byte) virt.UUID { return virt.UUID{15: n} }

func wireDomain(name string, n byte, id int32) protocol.Domain {
	return protocol.Domain{Name: name, UUID: uuid(n), ID: id}
}

// oneDomain returns a session with one running domain, found by any name.
func oneDomain(t *testing.T, h *host, opts ...libvirt.Option) *libvirt.Domain {
	t.Helper()
	driver.Handle(h.mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		return &protocol.DomainLookupByNameReply{Dom: wireDomain(a.Name, 1, -1)}, nil
	})
	d, err := h.open(opts...).LookupDomainByName(t.Context(), "vm")
	if err != nil {
		t.Fatal(err)
	}
	h.took()
	return d
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func noDomain() error {
	return virt.Errorf(virt.FromQEMU, virt.ErrNoDomain, "no domain with matching uuid")
}
