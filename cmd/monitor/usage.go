package monitor

import (
	"fmt"
	"time"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// usageGroups are the groups of statistics that a usage is read from.
const usageGroups = virt.DomainStatsState | virt.DomainStatsCPUTotal | virt.DomainStatsBalloon |
	virt.DomainStatsInterface | virt.DomainStatsBlock

// A usage is what a domain has used since it was started, at one moment. What the
// host does not tell is missing.
type usage struct {
	dom   *libvirt.Domain
	at    time.Time // of the host's answer
	state virt.DomainState
	// counters only grow while the domain runs. A disk and an interface have
	// theirs under their names, since their numbers change when one is unplugged.
	counters map[counter]uint64
	memory   map[string]uint64 // KiB, by the names of group balloon
}

// A counter is what one device, or the whole domain, counts.
type counter struct {
	device string // empty for the domain's
	what   string // such as rd.bytes
}

// The counters, as the statistics name them after the device.
const (
	cpuTime        = "cpu.time" // nanoseconds
	readBytes      = "rd.bytes"
	readRequests   = "rd.reqs"
	writtenBytes   = "wr.bytes"
	writeRequests  = "wr.reqs"
	receivedBytes  = "rx.bytes"
	receivedFrames = "rx.pkts"
	sentBytes      = "tx.bytes"
	sentFrames     = "tx.pkts"
)

// usageOf reads the statistics of one domain.
func usageOf(r *libvirt.DomainStats, at time.Time) *usage {
	u := &usage{dom: r.Domain, at: at, counters: map[counter]uint64{}, memory: map[string]uint64{}}
	params := make(map[string]virt.TypedValue, len(r.Params))
	for _, p := range r.Params {
		params[p.Name] = p.Value
	}
	number := func(name string) (uint64, bool) { return params[name].Uint64() }
	if state, ok := params["state.state"].Int64(); ok {
		u.state = virt.DomainState(state)
	}
	if n, ok := number(cpuTime); ok {
		u.counters[counter{what: cpuTime}] = n
	}
	for _, name := range []string{"current", "maximum", "available", "usable", "unused", "rss"} {
		if n, ok := number("balloon." + name); ok {
			u.memory[name] = n
		}
	}
	devices := func(group string, whats ...string) {
		count, _ := number(group + ".count")
		// The count comes from outside: there are no more devices than parameters.
		for i := range min(count, uint64(len(params))) {
			prefix := fmt.Sprintf("%s.%d.", group, i)
			name, _ := params[prefix+"name"].Str()
			for _, what := range whats {
				if n, ok := number(prefix + what); ok {
					u.counters[counter{group + " " + name, what}] = n
				}
			}
		}
	}
	devices("block", readBytes, readRequests, writtenBytes, writeRequests)
	devices("net", receivedBytes, receivedFrames, sentBytes, sentFrames)
	return u
}

// perSecond returns how fast the counters called what have grown since before, all
// devices together. It is nil where none was told both times, and where the domain
// was started anew meanwhile. A counter that went back was reset, and counts from
// the next time on.
func (u *usage) perSecond(before *usage, what string) *float64 {
	if before == nil || u.dom.ID() != before.dom.ID() {
		return nil
	}
	seconds := u.at.Sub(before.at).Seconds()
	if seconds <= 0 {
		return nil
	}
	sum, told := 0.0, false
	for c, now := range u.counters {
		then, ok := before.counters[c]
		if c.what == what && ok && now >= then {
			sum, told = sum+float64(now-then), true
		}
	}
	if !told {
		return nil
	}
	rate := sum / seconds
	return &rate
}

// memoryKiB returns a number of group balloon, or nil.
func (u *usage) memoryKiB(name string) *uint64 {
	if n, ok := u.memory[name]; ok {
		return &n
	}
	return nil
}

// usedKiB returns how much of its memory the guest cannot give to anybody, which
// only its balloon driver knows; nil without one.
func (u *usage) usedKiB() *uint64 {
	total, ok := u.memory["available"]
	if !ok {
		return nil
	}
	free, ok := u.memory["usable"]
	if !ok {
		free, ok = u.memory["unused"]
	}
	if !ok || free > total {
		return nil
	}
	used := total - free
	return &used
}
