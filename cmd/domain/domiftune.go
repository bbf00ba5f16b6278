package domain

import (
	"context"
	"math"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domiftuneSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domiftune", Help: "show or set the bandwidth of a network interface",
		Description: "Show how much one of a domain's network interfaces may receive and send, or set what is\n" +
			"given. An average of 0 takes the limit away.",
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("interface", "target or MAC address of the interface", "domain-interfaces"),
			vsh.StringOpt("inbound", "what it may receive: AVERAGE,PEAK,BURST,FLOOR in KiB/s, BURST in KiB", "none").Loose(),
			vsh.StringOpt("outbound", "what it may send: AVERAGE,PEAK,BURST", "none").Loose(),
		}, vsh.ConfigLiveCurrent()...),
		Run: runDomiftune,
	}
}

func runDomiftune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	device, err := a.String("interface")
	if err != nil {
		return nil, err
	}
	params, err := bandwidthParams(a)
	if err != nil {
		return nil, err
	}
	t := tunable{
		get: func(ctx context.Context, impact virt.DomainModificationImpact) ([]virt.TypedParam, error) {
			return dom.InterfaceParameters(ctx, device, impact)
		},
		set: func(ctx context.Context, params []virt.TypedParam, impact virt.DomainModificationImpact) error {
			return dom.SetInterfaceParameters(ctx, device, params, impact)
		},
		cannotCount: "Unable to get number of interface parameters",
		cannotGet:   "Unable to get interface parameters",
		cannotSet:   "Unable to set interface parameters",
	}
	return t.run(ctx, dom, params, impact)
}

// bandwidthParams returns the parameters that a has.
func bandwidthParams(a *vsh.Args) ([]virt.TypedParam, error) {
	inbound, err := a.String("inbound")
	if err != nil {
		return nil, err
	}
	outbound, err := a.String("outbound")
	if err != nil {
		return nil, err
	}
	var params []virt.TypedParam
	add := func(name string, n uint64, always bool) {
		if n != 0 || always {
			params = append(params, virt.TypedParam{Name: name, Value: virt.UintValue(uint32(n))})
		}
	}
	if a.Has("inbound") {
		r, err := parseRate(inbound, "inbound")
		if err != nil {
			return nil, err
		}
		if r.average == 0 && r.floor == 0 && (r.peak != 0 || r.burst != 0) {
			return nil, vsh.Failf("either inbound average or floor is mandatory")
		}
		add(virt.DomainBandwidthInAverage, r.average, true)
		add(virt.DomainBandwidthInPeak, r.peak, false)
		add(virt.DomainBandwidthInBurst, r.burst, false)
		add(virt.DomainBandwidthInFloor, r.floor, false)
	}
	if a.Has("outbound") {
		r, err := parseRate(outbound, "outbound")
		switch {
		case err != nil:
			return nil, err
		case r.average == 0 && (r.peak != 0 || r.burst != 0):
			return nil, vsh.Failf("outbound average is mandatory")
		case r.floor != 0:
			return nil, vsh.Failf("outbound floor is unsupported yet")
		}
		add(virt.DomainBandwidthOutAverage, r.average, true)
		add(virt.DomainBandwidthOutPeak, r.peak, false)
		add(virt.DomainBandwidthOutBurst, r.burst, false)
	}
	return params, nil
}

// rate is the bandwidth of one direction, in KiB/s, and in KiB for the burst.
type rate struct{ average, peak, burst, floor uint64 }

// parseRate reads a rate: up to four numbers, of which any may be left out.
func parseRate(text, direction string) (rate, error) {
	var r rate
	fields := []struct {
		name  string
		value *uint64
	}{{"average", &r.average}, {"peak", &r.peak}, {"burst", &r.burst}, {"floor", &r.floor}}
	words := strings.Split(text, ",")
	if len(words) > len(fields) {
		return r, vsh.Failf("Rate string '%s' has too many fields", text)
	}
	for i, word := range words {
		if word == "" {
			continue
		}
		n, ok := vsh.ParseUint64(word)
		if !ok {
			return r, vsh.Failf("field '%s' is malformed", fields[i].name)
		}
		*fields[i].value = n
	}
	if max(r.average, r.peak, r.burst) > math.MaxUint32 {
		return r, vsh.Failf("%s rate larger than maximum %d", direction, uint32(math.MaxUint32))
	}
	return r, nil
}
