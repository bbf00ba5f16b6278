package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainPerf(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetPerfEvents, s.domainGetPerfEvents)
	driver.Handle(m, &protocol.DomainSetPerfEvents, s.domainSetPerfEvents)
}

func (s *session) domainGetPerfEvents(_ context.Context, a *protocol.DomainGetPerfEventsArgs) (*protocol.DomainGetPerfEventsReply, error) {
	names := model.PerfEvents()
	params, _, err := s.ask(question{
		a.Dom, int32(len(names)), a.Flags, "testDomainGetPerfEvents", len(names),
		func(def *model.Domain) (params []virt.TypedParam, _ error) {
			for _, name := range names {
				params = append(params, virt.TypedParam{Name: name, Value: virt.BooleanValue(def.PerfEvent(name))})
			}
			return params, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetPerfEventsReply{Params: params}, nil
}

func (s *session) domainSetPerfEvents(_ context.Context, a *protocol.DomainSetPerfEventsArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetPerfEvents", "params")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetPerfEvents"); err != nil {
		return err
	}
	known := paramTypes{}
	for _, name := range model.PerfEvents() {
		known[name] = virt.TypedParamBoolean
	}
	if err := known.check(a.Params); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		for _, p := range a.Params {
			on, _ := p.Value.Bool() // of the type that was checked
			def.SetPerfEvent(p.Name, on)
		}
		return nil
	})
}
