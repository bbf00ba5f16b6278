package protocol

import (
	"context"
	"errors"
	"testing"
)

// loop is a connection to handlers, without a wire between.
type loop map[*Proc]Handler

func (l loop) Invoke(ctx context.Context, r *Request) error { return l[r.Proc](ctx, r) }

func (l loop) bind(p *Proc, h Handler) { l[p] = h }

// TestShapes calls a procedure of each shape through its descriptor and handles
// it through the same.
func TestShapes(t *testing.T) {
	ctx, l := t.Context(), loop{}
	broken := errors.New("broken")
	var created string
	closed := false
	l.bind(DomainLookupByName.Bind(func(_ context.Context, a *DomainLookupByNameArgs) (*DomainLookupByNameReply, error) {
		if a.Name == "" {
			return nil, broken
		}
		return &DomainLookupByNameReply{Dom: Domain{Name: a.Name, ID: 3}}, nil
	}))
	l.bind(DomainCreate.Bind(func(_ context.Context, a *DomainCreateArgs) error {
		created = a.Dom.Name
		return nil
	}))
	l.bind(ConnectGetHostname.Bind(func(context.Context) (*ConnectGetHostnameReply, error) {
		if closed {
			return nil, broken
		}
		return &ConnectGetHostnameReply{Hostname: "host"}, nil
	}))
	l.bind(ConnectClose.Bind(func(context.Context) error {
		closed = true
		return nil
	}))

	found, err := DomainLookupByName.Call(ctx, l, &DomainLookupByNameArgs{Name: "vm"})
	if err != nil || found.Dom != (Domain{Name: "vm", ID: 3}) {
		t.Errorf("found %+v, %v", found, err)
	}
	if found, err := DomainLookupByName.Call(ctx, l, &DomainLookupByNameArgs{}); found != nil || !errors.Is(err, broken) {
		t.Errorf("found %+v, %v, want an error", found, err)
	}
	if err := DomainCreate.Call(ctx, l, &DomainCreateArgs{Dom: found.Dom}); err != nil || created != "vm" {
		t.Errorf("created %q, %v", created, err)
	}
	host, err := ConnectGetHostname.Call(ctx, l)
	if err != nil || host.Hostname != "host" {
		t.Errorf("host %+v, %v", host, err)
	}
	if err := ConnectClose.Call(ctx, l); err != nil || !closed {
		t.Errorf("closed %t, %v", closed, err)
	}
	if host, err := ConnectGetHostname.Call(ctx, l); host != nil || !errors.Is(err, broken) {
		t.Errorf("host %+v, %v, want an error", host, err)
	}
	e := DomainEventCallbackReboot.Event(&DomainEventCallbackRebootMsg{CallbackID: 2})
	if e.Proc != &DomainEventCallbackReboot.Proc || e.Msg.(CallbackMessage).EventCallbackID() != 2 {
		t.Errorf("event %+v", e)
	}
}
