package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domainRenameScenario(s *script) {
	rename := func(d protocol.Domain, name *string, flags uint32) {
		ask(s, &protocol.DomainRename, &protocol.DomainRenameArgs{Dom: d, NewName: name, Flags: flags})
	}
	q := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: plainDomain("q")}).Dom
	subjects(s, func(d protocol.Domain) {
		rename(d, nil, 0)
		for flags := range uint32(2) {
			for _, name := range []string{"", "q", d.Name, "a/b", "a\nb", "new"} {
				rename(d, &name, flags)
				s.domain("new")
			}
		}
		s.changes(d)
	})
	sub := s.domainEvents(virt.DomainEventIDLifecycle, nil)
	rename(q, ptr("passing"), 0)
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: q})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: q})
	rename(q, ptr("r"), 0)
	s.drain(sub)
	s.domain("q")
	r := s.domain("r")
	s.changes(r)
}

func domainLifecycleActionScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		set := func(typ, action, flags uint32) {
			tell(s, &protocol.DomainSetLifecycleAction, &protocol.DomainSetLifecycleActionArgs{Dom: d, Type: typ, Action: action, Flags: flags})
		}
		for flags := range uint32(5) {
			set(flags%3, 1, flags)
		}
		s.changes(d)
		for typ := range uint32(5) {
			for action := range uint32(8) {
				set(typ, action, 0)
			}
			s.changes(d)
		}
		set(math.MaxUint32, 0, 0)
		set(0, math.MaxUint32, 0)
		set(9, 9, 8)
		set(0, 4, 8)
	})
}
