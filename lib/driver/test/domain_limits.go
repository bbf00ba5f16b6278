package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainLimits(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetMemoryParameters, s.domainGetMemoryParameters)
	driver.Handle(m, &protocol.DomainSetMemoryParameters, s.domainSetMemoryParameters)
	driver.Handle(m, &protocol.DomainGetNumaParameters, s.domainGetNUMAParameters)
	driver.Handle(m, &protocol.DomainSetNumaParameters, s.domainSetNUMAParameters)
}

// memoryLimits are the limits that can be asked for and set, in order. A
// definition can have another one, min_guarantee.
func memoryLimits() []string {
	return []string{virt.DomainMemoryHardLimit, virt.DomainMemorySoftLimit, virt.DomainMemorySwapHardLimit}
}

func (s *session) domainGetMemoryParameters(_ context.Context, a *protocol.DomainGetMemoryParametersArgs) (*protocol.DomainGetMemoryParametersReply, error) {
	if err := checkOneDef(a.Flags); err != nil {
		return nil, err
	}
	params, n, err := s.ask(question{
		a.Dom, a.NParams, a.Flags, "testDomainGetMemoryParameters", len(memoryLimits()),
		func(def *model.Domain) (params []virt.TypedParam, _ error) {
			for _, name := range memoryLimits() {
				params = append(params, virt.TypedParam{Name: name, Value: virt.UllongValue(def.MemoryLimit(name))})
			}
			return params, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetMemoryParametersReply{Params: params, NParams: n}, nil
}

func (s *session) domainSetMemoryParameters(_ context.Context, a *protocol.DomainSetMemoryParametersArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetMemoryParameters", "params")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetMemoryParameters"); err != nil {
		return err
	}
	known := paramTypes{}
	for _, name := range memoryLimits() {
		known[name] = virt.TypedParamUllong
	}
	if err := known.check(a.Params); err != nil {
		return err
	}
	params := paramSetOf(a.Params)
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		limit := func(name string) uint64 {
			if params.has(name) {
				return params.number(name)
			}
			return def.MemoryLimit(name)
		}
		const hard, swap = virt.DomainMemoryHardLimit, virt.DomainMemorySwapHardLimit
		if (params.has(hard) || params.has(swap)) && limit(hard) > limit(swap) {
			return errorf(virt.ErrInvalidArg, "memory hard_limit tunable value must be lower than or equal to swap_hard_limit")
		}
		for name := range params {
			def.SetMemoryLimit(name, params.number(name))
		}
		return nil
	})
}

func (s *session) domainGetNUMAParameters(_ context.Context, a *protocol.DomainGetNumaParametersArgs) (*protocol.DomainGetNumaParametersReply, error) {
	params, n, err := s.ask(question{
		a.Dom, a.NParams, a.Flags, "testDomainGetNumaParameters", 2,
		func(def *model.Domain) ([]virt.TypedParam, error) {
			mode, nodes, _ := def.NUMAMemory()
			return []virt.TypedParam{
				{Name: virt.DomainNumaMode, Value: virt.IntValue(int32(mode))},
				{Name: virt.DomainNumaNodeset, Value: virt.StringValue(nodes)},
			}, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetNumaParametersReply{Params: params, NParams: n}, nil
}

func (s *session) domainSetNUMAParameters(_ context.Context, a *protocol.DomainSetNumaParametersArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetNumaParameters", "params")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetNumaParameters"); err != nil {
		return err
	}
	known := paramTypes{virt.DomainNumaMode: virt.TypedParamInt, virt.DomainNumaNodeset: virt.TypedParamString}
	if err := known.check(a.Params); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(d *domain, def *model.Domain) error {
		mode, nodes, err := numaMemory(a.Params)
		if err != nil {
			return err
		}
		if now, _, ok := def.NUMAMemory(); ok && def == d.def && d.active() && mode != nil && *mode != now {
			return errorf(virt.ErrOperationInvalid, "can't change numatune mode for running domain")
		}
		return def.SetNUMAMemory(mode, nodes)
	})
}

// numaMemory reads the parameters for the NUMA cells that memory is taken from:
// nil and an empty list where there are none.
func numaMemory(params []virt.TypedParam) (mode *virt.DomainNumatuneMemMode, nodes string, err error) {
	for _, p := range params {
		switch p.Name {
		case virt.DomainNumaMode:
			n, _ := p.Value.Int64() // of the type that was checked
			m := virt.DomainNumatuneMemMode(n)
			if m < virt.DomainNumatuneMemStrict || m > virt.DomainNumatuneMemRestrictive {
				return nil, "", errorf(virt.ErrInvalidArg, "unsupported numatune mode: '%d'", n)
			}
			mode = &m
		case virt.DomainNumaNodeset:
			text, _ := p.Value.Str()
			set, err := virt.ParseCPUMap(text)
			switch {
			case err != nil:
				return nil, "", err
			case set.Count() == 0:
				return nil, "", errorf(virt.ErrOperationInvalid, "Invalid nodeset of 'numatune': %s", text)
			}
			nodes = set.String()
		}
	}
	return mode, nodes, nil
}
