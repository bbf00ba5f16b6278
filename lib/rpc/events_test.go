package rpc_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

func registerLifecycle() *protocol.Request {
	return &protocol.Request{Proc: &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		Args: &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: 0}}
}

// lifecycle sends a lifecycle event of the domain with an id.
func lifecycle(p *rpctest.Peer, callback, domain int32) {
	p.Event(&protocol.DomainEventCallbackLifecycle.Proc, &protocol.DomainEventCallbackLifecycleMsg{CallbackID: callback,
		Msg: protocol.DomainEventLifecycleMsg{Dom: protocol.Domain{ID: domain}}})
}

func domainOf(e protocol.Event) int32 {
	return e.Msg.(*protocol.DomainEventCallbackLifecycleMsg).Msg.Dom.ID
}

func TestEventsGoToTheirSubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		var domains, networks []protocol.Event
		stops := make(chan driver.Stop, 2)
		subscribe := func(r *protocol.Request, to *[]protocol.Event) {
			stop, err := c.Subscribe(t.Context(), r, func(e protocol.Event) { *to = append(*to, e) })
			if err != nil {
				t.Error(err)
			}
			stops <- stop
		}

		go subscribe(registerLifecycle(), &domains)
		call := p.Expect(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, nil)
		lifecycle(p, 3, 1) // before the reply that names the registration
		lifecycle(p, 4, 99)
		p.Reply(call, &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 3})
		lifecycle(p, 3, 2)
		stopDomains := <-stops

		go subscribe(&protocol.Request{Proc: &protocol.ConnectNetworkEventRegisterAny.Proc, Args: &protocol.ConnectNetworkEventRegisterAnyArgs{}}, &networks)
		p.Reply(p.Expect(&protocol.ConnectNetworkEventRegisterAny.Proc, nil), &protocol.ConnectNetworkEventRegisterAnyReply{CallbackID: 3})
		p.Event(&protocol.NetworkEventLifecycle.Proc, &protocol.NetworkEventLifecycleMsg{CallbackID: 3, Event: 5})
		lifecycle(p, 3, 3)
		synctest.Wait()

		var ids []int32
		for _, e := range domains {
			ids = append(ids, domainOf(e))
		}
		if len(ids) != 3 || ids[0] != 1 || ids[1] != 2 || ids[2] != 3 {
			t.Errorf("domain events of %v came, want 1, 2, 3", ids)
		}
		if len(networks) != 1 || networks[0].Msg.(*protocol.NetworkEventLifecycleMsg).Event != 5 {
			t.Errorf("network events: %+v", networks)
		}

		stopped := make(chan error)
		go func() { stopped <- stopDomains(t.Context()) }()
		end := p.Expect(&protocol.ConnectDomainEventCallbackDeregisterAny.Proc, &protocol.ConnectDomainEventCallbackDeregisterAnyArgs{CallbackID: 3})
		lifecycle(p, 3, 4)
		p.Reply(end, nil)
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		lifecycle(p, 3, 5)
		synctest.Wait()
		if len(domains) != 3 {
			t.Errorf("%d events came after the end of the subscription", len(domains)-3)
		}
		if err := stopDomains(t.Context()); err != nil {
			t.Errorf("second Stop: %v", err)
		}
	})
}

func TestOldGenerationOfEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		go func() {
			p.Reply(p.Expect(&protocol.ConnectDomainEventRegisterAny.Proc, nil), nil)
			p.Event(&protocol.DomainEventReboot.Proc, &protocol.DomainEventRebootMsg{Dom: protocol.Domain{ID: 8}})
			p.Event(&protocol.DomainEventLifecycle.Proc, &protocol.DomainEventLifecycleMsg{})
		}()
		var got []protocol.Event
		_, err := c.Subscribe(t.Context(), &protocol.Request{Proc: &protocol.ConnectDomainEventRegisterAny.Proc,
			Args: &protocol.ConnectDomainEventRegisterAnyArgs{EventID: int32(virt.DomainEventIDReboot)}}, func(e protocol.Event) { got = append(got, e) })
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(got) != 1 || got[0].Msg.(*protocol.DomainEventRebootMsg).Dom.ID != 8 {
			t.Errorf("events: %+v", got)
		}
	})
}

func TestSlowSinkLosesEventsAndIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		go func() {
			p.Reply(p.Read(), &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 0})
		}()
		const bound = 4096
		blocked := make(chan struct{})
		var seen, lost int
		var last protocol.Event
		_, err := c.Subscribe(t.Context(), registerLifecycle(), func(e protocol.Event) {
			<-blocked
			seen++
			lost += e.Lost
			last = e
		})
		if err != nil {
			t.Fatal(err)
		}
		const sent = bound + 500
		for i := range int32(sent) {
			lifecycle(p, 0, i)
		}
		synctest.Wait()
		close(blocked)
		synctest.Wait()
		lifecycle(p, 0, sent)
		synctest.Wait()
		if seen+lost != sent+1 || lost == 0 || domainOf(last) != sent {
			t.Errorf("%d events seen and %d lost of %d, the last is %d", seen, lost, sent+1, domainOf(last))
		}
	})
}

func TestStopWaitsForTheSink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		go func() {
			p.Reply(p.Read(), &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 0})
			lifecycle(p, 0, 1)
			lifecycle(p, 0, 2)
			p.Reply(p.Read(), nil)
		}()
		goOn := make(chan struct{})
		calls, stopped := 0, false
		stop, err := c.Subscribe(t.Context(), registerLifecycle(), func(protocol.Event) {
			<-goOn
			if stopped {
				t.Error("the sink was called after Stop returned")
			}
			calls++
		})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		done := make(chan struct{})
		go func() {
			if err := stop(t.Context()); err != nil {
				t.Error(err)
			}
			stopped = true
			close(done)
		}()
		synctest.Wait()
		select {
		case <-done:
			t.Error("Stop returned while the sink ran")
		default:
		}
		close(goOn)
		<-done
		synctest.Wait()
		if calls != 1 {
			t.Errorf("the sink was called %d times, want once: the second event came after Stop was called", calls)
		}
	})
}

func TestRegistrationRefused(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		p.ReplyError(p.Read(), virt.Errorf(virt.FromRPC, virt.ErrInternalError, "event callback already tracked"))
		p.ExpectEnd()
	})
	_, err := c.Subscribe(t.Context(), registerLifecycle(), func(protocol.Event) {})
	if !errors.Is(err, virt.ErrInternalError) {
		t.Errorf("Subscribe returned %v", err)
	}
	_, err = c.Subscribe(t.Context(), &protocol.Request{Proc: &protocol.ConnectGetVersion.Proc}, func(protocol.Event) {})
	if !errors.Is(err, virt.ErrNoSupport) {
		t.Errorf("Subscribe with a procedure that registers nothing returned %v", err)
	}
}

func TestLateRegistrationIsUndone(t *testing.T) {
	undone := make(chan struct{})
	received := make(chan struct{})
	left := make(chan struct{})
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		close(received)
		<-left
		p.Reply(call, &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 12})
		lifecycle(p, 12, 1)
		p.Reply(p.Expect(&protocol.ConnectDomainEventCallbackDeregisterAny.Proc,
			&protocol.ConnectDomainEventCallbackDeregisterAnyArgs{CallbackID: 12}), nil)
		close(undone)
		p.ExpectEnd()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-received
		cancel()
	}()
	_, err := c.Subscribe(ctx, registerLifecycle(), func(protocol.Event) { t.Error("an event for a caller that has left") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Subscribe returned %v", err)
	}
	close(left)
	<-undone
}

func TestEventsBeforeALossAreDelivered(t *testing.T) {
	got := make(chan int32, 10)
	c := connect(t, func(p *rpctest.Peer) {
		p.Reply(p.Read(), &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 0})
		lifecycle(p, 0, 1)
		lifecycle(p, 0, 2)
	})
	stop, err := c.Subscribe(t.Context(), registerLifecycle(), func(e protocol.Event) { got <- domainOf(e) })
	if err != nil {
		t.Fatal(err)
	}
	if a, b := <-got, <-got; a != 1 || b != 2 {
		t.Errorf("events %d, %d", a, b)
	}
	<-c.Done()
	if err := stop(t.Context()); err != nil {
		t.Errorf("Stop after the loss: %v", err)
	}
}

func TestUndecodableEventCountsAsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		go func() {
			p.Reply(p.Read(), &protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: 0})
			h := protocol.Header{Program: protocol.RemoteProgram, Version: 1, Type: protocol.MessageTypeMessage,
				Procedure: protocol.DomainEventCallbackLifecycle.Number}
			p.SendPayload(h, nil)                                  // not even a number
			p.SendPayload(h, []byte{0, 0, 0, 0, 0xff, 0xff, 0, 0}) // nonsense
			lifecycle(p, 0, 1)
		}()
		var got []protocol.Event
		if _, err := c.Subscribe(t.Context(), registerLifecycle(), func(e protocol.Event) { got = append(got, e) }); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		lifecycle(p, 0, 2)
		synctest.Wait()
		lost := 0
		for _, e := range got {
			lost += e.Lost
		}
		if len(got) != 2 || lost != 1 {
			t.Errorf("%d events came and %d were reported lost, want 2 and 1", len(got), lost)
		}
	})
}
