package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainBandwidth(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetInterfaceParameters, s.domainGetInterfaceParameters)
	driver.Handle(m, &protocol.DomainSetInterfaceParameters, s.domainSetInterfaceParameters)
}

// bandwidthParam is a parameter and where its value is kept.
type bandwidthParam struct {
	name  string
	value *uint64
}

// bandwidthParams returns the parameters of both directions in the order in which
// they are told. A floor is for what comes in.
func bandwidthParams(in, out *model.Bandwidth) []bandwidthParam {
	return []bandwidthParam{
		{virt.DomainBandwidthInAverage, &in.Average}, {virt.DomainBandwidthInPeak, &in.Peak},
		{virt.DomainBandwidthInBurst, &in.Burst}, {virt.DomainBandwidthInFloor, &in.Floor},
		{virt.DomainBandwidthOutAverage, &out.Average}, {virt.DomainBandwidthOutPeak, &out.Peak},
		{virt.DomainBandwidthOutBurst, &out.Burst},
	}
}

// findInterface returns the index of the interface that has a name or an address.
func findInterface(def *model.Domain, device string) (int, error) {
	address, isAddress := model.ParseMAC(device)
	for i, iface := range def.Interfaces() {
		if iface.Target == device || isAddress && iface.MAC == address {
			return i, nil
		}
	}
	return 0, virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "'%s' is not a known interface", device)
}

func (s *session) domainGetInterfaceParameters(_ context.Context, a *protocol.DomainGetInterfaceParametersArgs) (*protocol.DomainGetInterfaceParametersReply, error) {
	params, n, err := s.ask(question{
		a.Dom, a.NParams, a.Flags, "testDomainGetInterfaceParameters", len(bandwidthParams(&model.Bandwidth{}, &model.Bandwidth{})),
		func(def *model.Domain) ([]virt.TypedParam, error) {
			i, err := findInterface(def, a.Device)
			if err != nil {
				return nil, err
			}
			in, out := def.Bandwidth(i)
			var params []virt.TypedParam
			for _, p := range bandwidthParams(&in, &out) {
				params = append(params, virt.TypedParam{Name: p.name, Value: virt.UintValue(uint32(*p.value))})
			}
			return params, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetInterfaceParametersReply{Params: params, NParams: n}, nil
}

// domainSetInterfaceParameters sets all limits of a direction of which it gets
// the average or the floor, and leaves any other as it is.
func (s *session) domainSetInterfaceParameters(_ context.Context, a *protocol.DomainSetInterfaceParametersArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetInterfaceParameters", "params")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetInterfaceParameters"); err != nil {
		return err
	}
	var in, out model.Bandwidth
	values, known := map[string]*uint64{}, paramTypes{}
	for _, p := range bandwidthParams(&in, &out) {
		values[p.name], known[p.name] = p.value, virt.TypedParamUint
	}
	if err := known.check(a.Params); err != nil {
		return err
	}
	var hasIn, hasOut bool
	for _, p := range a.Params {
		*values[p.Name], _ = p.Value.Uint64() // of the type that was checked
		hasIn = hasIn || p.Name == virt.DomainBandwidthInAverage || p.Name == virt.DomainBandwidthInFloor
		hasOut = hasOut || p.Name == virt.DomainBandwidthOutAverage
	}
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		i, err := findInterface(def, a.Device)
		if err != nil {
			return err
		}
		oldIn, oldOut := def.Bandwidth(i)
		if !hasIn {
			in = oldIn
		}
		if !hasOut {
			out = oldOut
		}
		def.SetBandwidth(i, in, out)
		return nil
	})
}
