package domain

import (
	"context"
	"errors"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// tunable is a set of typed parameters of a domain that one command shows, or
// changes when it is given some.
type tunable struct {
	get func(context.Context, virt.DomainModificationImpact) ([]virt.TypedParam, error)
	set func(context.Context, []virt.TypedParam, virt.DomainModificationImpact) error

	// What virsh says of a host that does not tell how many parameters there are,
	// that does not tell the parameters, and that does not change them.
	cannotCount, cannotGet, cannotSet string
}

// run changes the parameters, if there are any, and shows them all if there are
// none.
func (t *tunable) run(ctx context.Context, dom *libvirt.Domain, changes []virt.TypedParam, impact virt.DomainModificationImpact) (format.Result, error) {
	if len(changes) > 0 {
		if err := t.set(ctx, changes, impact); err != nil {
			return nil, vsh.Wrapf(err, "%s", t.cannotSet)
		}
		return format.Done("changed", ref(dom), ""), nil
	}
	params, err := t.get(ctx, impact)
	var count *libvirt.CountError
	switch {
	case errors.As(err, &count):
		return nil, vsh.Wrapf(err, "%s", t.cannotCount)
	case err != nil:
		return nil, vsh.Wrapf(err, "%s", t.cannotGet)
	}
	l := &paramList{}
	for _, p := range params {
		l.add(p)
	}
	return l, nil
}

// paramList is typed parameters.
type paramList struct {
	Parameters format.Object `json:"parameters"`

	lines []paramLine
}

type paramLine struct{ name, text string }

// add adds a parameter with the text that virsh has for its value.
func (l *paramList) add(p virt.TypedParam) {
	n, isNumber := p.Value.Uint64()
	switch {
	case p.Name == virt.DomainNumaMode:
		l.addAs(p.Name, virt.DomainNumatuneMemMode(n).String(), virt.DomainNumatuneMemMode(n).String())
	case isNumber && n == virt.DomainMemoryParamUnlimited && strings.HasPrefix(paramUnit(p.Name), "KiB"):
		l.addAs(p.Name, nil, "unlimited")
	default:
		l.addAs(p.Name, p.Value.Any(), p.Value.String())
	}
}

func (l *paramList) addAs(name string, value any, text string) {
	l.Parameters = append(l.Parameters, format.Field{Name: paramKey(name), Value: value})
	l.lines = append(l.lines, paramLine{name, text})
}

// Text prints a line for each parameter.
func (l *paramList) Text(p *format.Printer) error {
	for _, line := range l.lines {
		p.Printf("%-15s: %s\n", line.name, line.text)
	}
	return nil
}

// paramKey returns the key that a parameter has in documents: the host's name
// in camel case, and the unit.
func paramKey(name string) string { return vsh.Camel(name) + paramUnit(name) }

// paramUnit returns the unit of a parameter, if it has one that its name does
// not tell.
func paramUnit(name string) string {
	switch name {
	case virt.DomainMemoryHardLimit, virt.DomainMemorySoftLimit, virt.DomainMemorySwapHardLimit, virt.DomainMemoryMinGuarantee,
		virt.DomainBandwidthInBurst, virt.DomainBandwidthOutBurst:
		return "KiB"
	case virt.DomainBandwidthInAverage, virt.DomainBandwidthInPeak, virt.DomainBandwidthInFloor,
		virt.DomainBandwidthOutAverage, virt.DomainBandwidthOutPeak:
		return "KiBPerSec"
	}
	switch {
	case strings.HasSuffix(name, "_time"): // of a CPU
		return "Ns"
	case strings.HasSuffix(name, "_max_length"):
		return "Sec"
	case strings.HasSuffix(name, "_period"), strings.HasSuffix(name, "_quota"): // of the scheduler
		return "Us"
	}
	return ""
}
