package driver

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Mux holds the handlers of an embedded driver's session, as http.ServeMux
// holds a server's. All handlers are registered before the first request; after
// that a Mux is safe for concurrent use.
type Mux struct {
	calls   map[*protocol.Proc]protocol.Handler
	streams map[*protocol.Proc]StreamHandler
	events  map[*protocol.Proc]EventHandler
}

// StreamHandler answers a request that opens a stream.
type StreamHandler func(ctx context.Context, r *protocol.Request) (Stream, error)

// EventHandler answers a request that registers events: it arranges for sink to
// be called as Conn.Subscribe promises, and returns how to end that.
type EventHandler func(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (Stop, error)

// NewMux returns a Mux without handlers. It supports nothing.
func NewMux() *Mux {
	return &Mux{
		calls:   make(map[*protocol.Proc]protocol.Handler),
		streams: make(map[*protocol.Proc]StreamHandler),
		events:  make(map[*protocol.Proc]EventHandler),
	}
}

// Binder is a typed descriptor of lib/protocol, seen as what turns a function
// of type F into a handler.
type Binder[F any] interface {
	Bind(F) (*protocol.Proc, protocol.Handler)
}

// Handle registers f, a function of the procedure's own argument and reply
// types, as the handler of p:
//
//	driver.Handle(mux, &protocol.DomainGetInfo, h.domainGetInfo)
//
// A second handler for a procedure is a mistake of the driver and panics.
func Handle[F any](m *Mux, p Binder[F], f F) {
	proc, h := p.Bind(f)
	m.claim(proc)
	m.calls[proc] = h
}

// HandleStream registers the handler of a procedure that opens a stream.
func (m *Mux) HandleStream(p *protocol.Proc, h StreamHandler) {
	m.claim(p)
	m.streams[p] = h
}

// HandleEvents registers the handler of a procedure that registers events.
func (m *Mux) HandleEvents(p *protocol.Proc, h EventHandler) {
	m.claim(p)
	m.events[p] = h
}

func (m *Mux) claim(p *protocol.Proc) {
	if m.Supports(p) {
		panic("driver: two handlers for " + p.Name)
	}
}

// Supports reports whether p has a handler of any kind.
func (m *Mux) Supports(p *protocol.Proc) bool {
	return m.calls[p] != nil || m.streams[p] != nil || m.events[p] != nil
}

// Invoke calls the handler of r.Proc, or fails with NoSupport.
func (m *Mux) Invoke(ctx context.Context, r *protocol.Request) error {
	h := m.calls[r.Proc]
	if h == nil {
		return NoSupport(r.Proc)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return h(ctx, r)
}

// Stream calls the stream handler of r.Proc, or fails with NoSupport.
func (m *Mux) Stream(ctx context.Context, r *protocol.Request) (Stream, error) {
	h := m.streams[r.Proc]
	if h == nil {
		return nil, NoSupport(r.Proc)
	}
	return h(ctx, r)
}

// Subscribe calls the event handler of r.Proc, or fails with NoSupport.
func (m *Mux) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (Stop, error) {
	h := m.events[r.Proc]
	if h == nil {
		return nil, NoSupport(r.Proc)
	}
	return h(ctx, r, sink)
}

// NoSupport is the error of a procedure that a driver does not have
// (VIR_ERR_NO_SUPPORT), with the name of the API function in its text.
func NoSupport(p *protocol.Proc) *virt.Error {
	name := p.API
	if name == "" {
		name = p.Name
	}
	return virt.Errorf(apiDomain(name), virt.ErrNoSupport, "%s", name)
}

// apiDomain returns the domain of the errors of an API function, which follows
// from its name; what belongs to no object is with the domains'.
func apiDomain(name string) virt.ErrorDomain {
	for _, d := range []struct {
		prefix string
		from   virt.ErrorDomain
	}{
		{"virNetwork", virt.FromNetwork}, {"virStorage", virt.FromStorage}, {"virInterface", virt.FromInterface},
		{"virSecret", virt.FromSecret}, {"virNWFilter", virt.FromNWFilter}, {"virNodeDevice", virt.FromNodedev},
		{"virDomainSnapshot", virt.FromDomainSnapshot}, {"virDomainCheckpoint", virt.FromDomainCheckpoint},
	} {
		if strings.HasPrefix(name, d.prefix) {
			return d.from
		}
	}
	return virt.FromDomain
}
