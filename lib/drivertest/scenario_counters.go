package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domainCountersScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, a := range []protocol.DomainGetCPUStatsArgs{
			{}, {NParams: 4}, {StartCPU: -1}, {StartCPU: -1, NParams: 3, NCPUs: 1}, {StartCPU: -1, NParams: 9, NCPUs: 1}, {StartCPU: -1, NParams: 2, NCPUs: 1},
			{StartCPU: -1, NCPUs: 1}, {StartCPU: -1, NParams: 3, NCPUs: 2}, {StartCPU: -2, NParams: 1, NCPUs: 1}, {NCPUs: 1}, {NParams: 1, NCPUs: 2}, {NParams: 2, NCPUs: 2},
			{NParams: 3, NCPUs: 1}, {StartCPU: 1, NParams: 1, NCPUs: 1}, {StartCPU: 1, NParams: 1, NCPUs: 5}, {StartCPU: 2, NParams: 1, NCPUs: 1}, {StartCPU: 1, NCPUs: 1},
			{StartCPU: 99, NParams: 1, NCPUs: 1}, {NParams: 1, NCPUs: 128}, {NParams: 1, NCPUs: 1, Flags: 1}, {NParams: 1, NCPUs: 1, Flags: 4},
		} {
			a.Dom = d
			ask(s, &protocol.DomainGetCPUStats, &a)
		}
		for _, a := range []protocol.DomainMemoryPeekArgs{
			{Flags: 1, Size: 10}, {Flags: 2, Size: 4, Offset: 300}, {Flags: 3, Size: 10}, {Flags: 1}, {Flags: 5, Size: 3}, {Flags: 7}, {Flags: 2, Offset: 1 << 40, Size: 4}, {Size: 1}, {Flags: 4, Size: 1},
			{Flags: 2, Offset: math.MaxUint64 - 1, Size: 4},
		} {
			a.Dom = d
			ask(s, &protocol.DomainMemoryPeek, &a)
		}
		for _, a := range []protocol.DomainGetDiskErrorsArgs{{}, {MaxErrors: 1}, {MaxErrors: 9}, {MaxErrors: 256}, {Flags: 1}, {MaxErrors: 1, Flags: 1}} {
			a.Dom = d
			ask(s, &protocol.DomainGetDiskErrors, &a)
		}
		on := func(name string, v bool) virt.TypedParam {
			return virt.TypedParam{Name: name, Value: virt.BooleanValue(v)}
		}
		set := func(flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetPerfEvents, &protocol.DomainSetPerfEventsArgs{Dom: d, Params: params, Flags: flags})
		}
		for flags := range uint32(6) {
			ask(s, &protocol.DomainGetPerfEvents, &protocol.DomainGetPerfEventsArgs{Dom: d, Flags: flags})
			set(flags, on(virt.PerfParamCMT, true), on(virt.PerfParamMBMT, flags%2 == 0))
		}
		ask(s, &protocol.DomainGetPerfEvents, &protocol.DomainGetPerfEventsArgs{Dom: d})
		s.changes(d)
		set(0, on(virt.PerfParamTaskClock, true), on(virt.PerfParamMBML, true), on(virt.PerfParamCPUCycles, false))
		s.changes(d)
		set(0)
		set(0, on(virt.PerfParamCMT, true), on(virt.PerfParamCMT, false))
		set(0, on("nonsense", true))
		set(0, intParam(virt.PerfParamCMT, 1))
		set(0, on(virt.PerfParamCMT, false), on(virt.PerfParamMBMT, false))
		ask(s, &protocol.DomainGetPerfEvents, &protocol.DomainGetPerfEventsArgs{Dom: d})
		s.changes(d)
	})
	for _, events := range []string{
		"<event name='mbml' enabled='yes'/><event name='cmt' enabled='no'/>", "<event name='cmt' enabled='yes'/><event name='cmt' enabled='no'/>",
		"<event name='x' enabled='yes'/>", "<event name='cmt' enabled='x'/>", "<event enabled='yes'/>", "<event name='cmt'/>", "",
	} {
		d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>perf</name><memory>1024</memory><os><type>hvm</type></os>" +
			"<perf>" + events + "</perf></domain>"}).Dom
		if d.Name != "" {
			s.changes(d)
			tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
		}
	}
}

func domainSecurityScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, flags := range []uint32{0, 1, 3, 4, 8} {
			ask(s, &protocol.DomainGetMessages, &protocol.DomainGetMessagesArgs{Dom: d, Flags: flags})
			ask(s, &protocol.DomainGetLaunchSecurityInfo, &protocol.DomainGetLaunchSecurityInfoArgs{Dom: d, Flags: flags})
		}
	})
	ask(s, &protocol.DomainGetMessages, &protocol.DomainGetMessagesArgs{Dom: tainted(s)})
}

// tainted makes a domain with what other hosts warn of.
func tainted(s *script) protocol.Domain {
	return ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>tainted</name><memory>1024</memory>" +
		"<os><type>hvm</type></os><cpu mode='host-passthrough'/><on_poweroff>preserve</on_poweroff></domain>"}).Dom
}
