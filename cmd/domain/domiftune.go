package domain

import (
	"context"
	"math"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func domiftuneSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domiftune", Help: "show or set an interface's bandwidth",
		Description: "Show how much one of a domain's network interfaces may receive and send, or set what is\n" +
			"given. An average of 0 takes the limit away.",
		Examples: []string{
			"domiftune web web0",
			"domiftune web web0 --inbound 1000,2000,64 # average and peak in KiB/s, burst in KiB",
		},
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
		r, err := parseRate32(inbound, "inbound")
		if err != nil {
			return nil, err
		}
		if r.Average == 0 && r.Floor == 0 && (r.Peak != 0 || r.Burst != 0) {
			return nil, vsh.Failf("either inbound average or floor is mandatory")
		}
		add(virt.DomainBandwidthInAverage, r.Average, true)
		add(virt.DomainBandwidthInPeak, r.Peak, false)
		add(virt.DomainBandwidthInBurst, r.Burst, false)
		add(virt.DomainBandwidthInFloor, r.Floor, false)
	}
	if a.Has("outbound") {
		r, err := parseRate32(outbound, "outbound")
		switch {
		case err != nil:
			return nil, err
		case r.Average == 0 && (r.Peak != 0 || r.Burst != 0):
			return nil, vsh.Failf("outbound average is mandatory")
		case r.Floor != 0:
			return nil, vsh.Failf("outbound floor is unsupported yet")
		}
		add(virt.DomainBandwidthOutAverage, r.Average, true)
		add(virt.DomainBandwidthOutPeak, r.Peak, false)
		add(virt.DomainBandwidthOutBurst, r.Burst, false)
	}
	return params, nil
}

// parseRate reads a rate: up to four numbers, of which any may be left out.
func parseRate(text string) (xmledit.Rate, error) {
	var r xmledit.Rate
	fields := []struct {
		name  string
		value *uint64
	}{{"average", &r.Average}, {"peak", &r.Peak}, {"burst", &r.Burst}, {"floor", &r.Floor}}
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
	return r, nil
}

// parseRate32 reads a rate whose numbers fit into the parameters of the API.
func parseRate32(text, direction string) (xmledit.Rate, error) {
	r, err := parseRate(text)
	if err == nil && max(r.Average, r.Peak, r.Burst) > math.MaxUint32 {
		err = vsh.Failf("%s rate larger than maximum %d", direction, uint32(math.MaxUint32))
	}
	return r, err
}
