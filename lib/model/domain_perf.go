package model

import (
	"cmp"
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// PerfEvents returns the names of the events that can be counted for a domain, in
// the order in which definitions have them.
func PerfEvents() []string {
	return []string{
		virt.PerfParamCMT, virt.PerfParamMBMT, virt.PerfParamMBML, virt.PerfParamCPUCycles, virt.PerfParamInstructions,
		virt.PerfParamCacheReferences, virt.PerfParamCacheMisses, virt.PerfParamBranchInstructions, virt.PerfParamBranchMisses,
		virt.PerfParamBusCycles, virt.PerfParamStalledCyclesFrontend, virt.PerfParamStalledCyclesBackend, virt.PerfParamRefCPUCycles,
		virt.PerfParamCPUClock, virt.PerfParamTaskClock, virt.PerfParamPageFaults, virt.PerfParamContextSwitches,
		virt.PerfParamCPUMigrations, virt.PerfParamPageFaultsMin, virt.PerfParamPageFaultsMaj, virt.PerfParamAlignmentFaults,
		virt.PerfParamEmulationFaults,
	}
}

// perfRow is the events that are counted for a domain.
func perfRow() *row {
	return el("perf",
		el("event", many, at("name", word(PerfEvents()...), required), at("enabled", yesNo, required)),
		check(func(n *node) error {
			seen := map[string]bool{}
			for _, e := range n.children("event") {
				name := e.get("name")
				if seen[name] {
					return xmlFault("perf event '%s' was already specified", name)
				}
				seen[name] = true
			}
			sortPerfEvents(n)
			return nil
		}))
}

func sortPerfEvents(n *node) {
	order := PerfEvents()
	slices.SortStableFunc(n.children("event"), func(a, b *node) int {
		return cmp.Compare(slices.Index(order, a.get("name")), slices.Index(order, b.get("name")))
	})
}

// PerfEvent reports whether an event is counted.
func (d *Domain) PerfEvent(name string) bool {
	for _, e := range d.n.child("perf").children("event") {
		if e.get("name") == name {
			return e.get("enabled") == "yes"
		}
	}
	return false
}

// SetPerfEvent makes an event, one of PerfEvents, be counted or not.
func (d *Domain) SetPerfEvent(name string, on bool) {
	perf := d.n.ensure("perf")
	events := perf.children("event")
	i := slices.IndexFunc(events, func(e *node) bool { return e.get("name") == name })
	var event *node
	if i >= 0 {
		event = events[i]
	} else {
		event = perf.add("event")
		event.set("name", name)
	}
	event.set("enabled", map[bool]string{true: "yes", false: "no"}[on])
	sortPerfEvents(perf)
}
