package drivertest

import (
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// subscription is a registration and the events that have come for it.
type subscription struct {
	events chan protocol.Event
	stop   driver.Stop
}

func (s *script) subscribe(p *protocol.Proc, args, reply protocol.Message) *subscription {
	s.t.Helper()
	sub := &subscription{events: make(chan protocol.Event, 1000)}
	stop, err := s.c.Subscribe(s.ctx, &protocol.Request{Proc: p, Args: args, Reply: reply}, func(ev protocol.Event) { sub.events <- ev })
	if err != nil {
		return nil
	}
	sub.stop = stop
	return sub
}

// expect writes down the next events of a registration.
func (s *script) expect(sub *subscription, n int) {
	s.t.Helper()
	for range n {
		select {
		case ev := <-sub.events:
			s.c.line("  " + ev.Proc.Name + " " + s.c.show(ev.Msg))
		case <-s.ctx.Done():
			s.t.Fatal("events are missing")
		}
	}
}

// drain writes down all events that have come for a registration of the lifecycles
// of all domains: those before a mark, whose own are not in the transcript.
func (s *script) drain(sub *subscription) {
	s.t.Helper()
	mark, err := protocol.DomainDefineXML.Call(s.ctx, s.c.Conn, &protocol.DomainDefineXMLArgs{XML: plainDomain("mark")})
	if err == nil {
		err = protocol.DomainUndefine.Call(s.ctx, s.c.Conn, &protocol.DomainUndefineArgs{Dom: mark.Dom})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	for {
		select {
		case ev := <-sub.events:
			switch m := ev.Msg.(*protocol.DomainEventCallbackLifecycleMsg); {
			case m.Msg.Dom.UUID != mark.Dom.UUID:
				s.c.line("  " + ev.Proc.Name + " " + s.c.show(ev.Msg))
			case m.Msg.Event == int32(virt.DomainEventUndefined):
				return
			}
		case <-s.ctx.Done():
			s.t.Fatal("events are missing")
		}
	}
}

func (s *script) domainEvents(id virt.DomainEventID, d *protocol.Domain) *subscription {
	return s.subscribe(&protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		&protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(id), Dom: d}, &protocol.ConnectDomainEventCallbackRegisterAnyReply{})
}

func (s *script) networkEvents(id virt.NetworkEventID, n *protocol.Network) *subscription {
	return s.subscribe(&protocol.ConnectNetworkEventRegisterAny.Proc,
		&protocol.ConnectNetworkEventRegisterAnyArgs{EventID: int32(id), Net: n}, &protocol.ConnectNetworkEventRegisterAnyReply{})
}

func (s *script) poolEvents(id virt.StoragePoolEventID, p *protocol.StoragePool) *subscription {
	return s.subscribe(&protocol.ConnectStoragePoolEventRegisterAny.Proc,
		&protocol.ConnectStoragePoolEventRegisterAnyArgs{EventID: int32(id), Pool: p}, &protocol.ConnectStoragePoolEventRegisterAnyReply{})
}

func eventScenario(s *script) {
	domainEventScenario(s)
	networkEventScenario(s)
	poolEventScenario(s)
}

func domainEventScenario(s *script) {
	d := s.domain("test")
	s.domainEvents(99, nil)
	s.domainEvents(-1, nil)
	all, one := s.domainEvents(virt.DomainEventIDLifecycle, nil), s.domainEvents(virt.DomainEventIDLifecycle, &d)
	metadata := s.domainEvents(virt.DomainEventIDMetadataChange, nil)
	s.subscribe(&protocol.ConnectDomainEventRegister.Proc, nil, &protocol.ConnectDomainEventRegisterReply{})
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainResume, &protocol.DomainResumeArgs{Dom: d})
	tell(s, &protocol.DomainShutdown, &protocol.DomainShutdownArgs{Dom: d})
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	s.expect(one, 5)
	a := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: plainDomain("a")}).Dom
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>a</name><uuid>" + a.UUID.String() + "</uuid><memory>1</memory><os><type>hvm</type></os></domain>"})
	for _, m := range []struct {
		typ            virt.DomainMetadataType
		text, key, uri *string
	}{
		{virt.DomainMetadataTitle, ptr("t"), nil, nil},
		{virt.DomainMetadataElement, ptr("<x/>"), ptr("k"), ptr("urn:x")},
	} {
		tell(s, &protocol.DomainSetMetadata, &protocol.DomainSetMetadataArgs{Dom: a, Type: int32(m.typ), Metadata: m.text, Key: m.key, URI: m.uri})
	}
	s.expect(metadata, 2)
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: a})
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("b")})
	s.expect(all, 9)
}

func networkEventScenario(s *script) {
	n := s.network("default")
	s.networkEvents(99, nil)
	all, one := s.networkEvents(virt.NetworkEventIDLifecycle, nil), s.networkEvents(virt.NetworkEventIDLifecycle, &n)
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: n})
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: n})
	a := ask(s, &protocol.NetworkDefineXML, &protocol.NetworkDefineXMLArgs{XML: "<network><name>a</name></network>"}).Net
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: a})
	ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: "<network><name>b</name></network>"})
	s.expect(one, 2)
	s.expect(all, 5)
}

func poolEventScenario(s *script) {
	p := s.pool("default-pool")
	s.poolEvents(99, nil)
	all, one := s.poolEvents(virt.StoragePoolEventIDLifecycle, nil), s.poolEvents(virt.StoragePoolEventIDLifecycle, &p)
	refresh := s.poolEvents(virt.StoragePoolEventIDRefresh, nil)
	tell(s, &protocol.StoragePoolRefresh, &protocol.StoragePoolRefreshArgs{Pool: p})
	tell(s, &protocol.StoragePoolDestroy, &protocol.StoragePoolDestroyArgs{Pool: p})
	tell(s, &protocol.StoragePoolBuild, &protocol.StoragePoolBuildArgs{Pool: p})
	tell(s, &protocol.StoragePoolDelete, &protocol.StoragePoolDeleteArgs{Pool: p})
	tell(s, &protocol.StoragePoolCreate, &protocol.StoragePoolCreateArgs{Pool: p})
	a := ask(s, &protocol.StoragePoolDefineXML, &protocol.StoragePoolDefineXMLArgs{XML: "<pool type='dir'><name>a</name><target><path>/a</path></target></pool>"}).Pool
	tell(s, &protocol.StoragePoolUndefine, &protocol.StoragePoolUndefineArgs{Pool: a})
	ask(s, &protocol.StoragePoolCreateXML, &protocol.StoragePoolCreateXMLArgs{XML: "<pool type='dir'><name>b</name><target><path>/b</path></target></pool>"})
	s.expect(one, 4)
	s.expect(all, 7)
	s.expect(refresh, 1)
}
