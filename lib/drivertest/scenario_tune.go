package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// definitions asks for a domain's definitions, the running one and the one kept.
func definitions(s *script, d protocol.Domain) {
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(virt.DomainXMLInactive)})
}

// subjects runs calls on a running domain, on the same one stopped, on a
// transient one, and on one that is not there.
func subjects(s *script, calls func(protocol.Domain)) {
	d := s.domain("test")
	s.remember(d)
	calls(d)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	s.remember(d)
	calls(d)
	passing := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")}).Dom
	s.remember(passing)
	calls(passing)
	calls(protocol.Domain{Name: "gone", UUID: unknownUUID()})
}

func domainMemoryScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, kib := range []uint64{512, 0, 1 << 40, math.MaxInt64/1024 - 1, math.MaxInt64 / 1024} {
			tell(s, &protocol.DomainSetMemory, &protocol.DomainSetMemoryArgs{Dom: d, Memory: kib})
		}
		definitions(s, d)
		for flags := range uint32(9) {
			tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: 1000 - 10*uint64(flags), Flags: flags})
			definitions(s, d)
		}
		tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Flags: uint32(virt.DomainMemMaximum)})
		tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: 900, Flags: uint32(virt.DomainMemConfig)})
		tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: 900, Flags: uint32(virt.DomainMemConfig | virt.DomainMemLive)})
		tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: math.MaxInt64 / 1024, Flags: 8})
		for _, kib := range []uint64{2048, 0, math.MaxInt64 / 1024, 700} {
			tell(s, &protocol.DomainSetMaxMemory, &protocol.DomainSetMaxMemoryArgs{Dom: d, Memory: kib})
		}
		definitions(s, d)
	})
}

func domainVcpusScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, n := range []uint32{1, 0, 33, 1 << 31, 2} {
			tell(s, &protocol.DomainSetVcpus, &protocol.DomainSetVcpusArgs{Dom: d, NVcpus: n})
		}
		definitions(s, d)
		for flags := range uint32(20) {
			tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: d, NVcpus: 1, Flags: flags})
		}
		for _, flags := range []uint32{4, 10, 16} {
			tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: d, Flags: flags})
			tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: d, NVcpus: 33, Flags: flags})
		}
		set := func(n uint32, flags virt.DomainVcpuFlags) {
			tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: d, NVcpus: n, Flags: uint32(flags)})
			definitions(s, d)
		}
		set(4, virt.DomainVcpuConfig|virt.DomainVcpuMaximum)
		set(3, virt.DomainVcpuConfig)
		set(3, virt.DomainVcpuConfig|virt.DomainVcpuLive)
		set(5, virt.DomainVcpuConfig)
		set(2, virt.DomainVcpuConfig|virt.DomainVcpuMaximum)
		set(4, virt.DomainVcpuConfig|virt.DomainVcpuMaximum)
		set(40, virt.DomainVcpuConfig|virt.DomainVcpuMaximum)
		set(0, virt.DomainVcpuConfig|virt.DomainVcpuMaximum)
		ask(s, &protocol.DomainGetInfo, &protocol.DomainGetInfoArgs{Dom: d})
	})
}

func domainPinScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, cpus := range [][]byte{{0x0f}, nil, {0}, {0xff, 0xff}, {0xff, 0xff, 0xff}, {0, 0, 1}, {2}} {
			tell(s, &protocol.DomainPinVcpu, &protocol.DomainPinVcpuArgs{Dom: d, Vcpu: 1, CPUMap: cpus})
			tell(s, &protocol.DomainPinVcpu, &protocol.DomainPinVcpuArgs{Dom: d, Vcpu: 0, CPUMap: cpus})
			tell(s, &protocol.DomainPinEmulator, &protocol.DomainPinEmulatorArgs{Dom: d, CPUMap: cpus})
			definitions(s, d)
			ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: 2, MapLen: 2})
		}
		for _, vcpu := range []uint32{2, 1<<32 - 1} {
			tell(s, &protocol.DomainPinVcpu, &protocol.DomainPinVcpuArgs{Dom: d, Vcpu: vcpu, CPUMap: []byte{1}})
		}
		tell(s, &protocol.DomainPinVcpuFlags, &protocol.DomainPinVcpuFlagsArgs{Dom: d, Flags: 1})
		for flags := range uint32(6) {
			tell(s, &protocol.DomainPinVcpuFlags, &protocol.DomainPinVcpuFlagsArgs{Dom: d, CPUMap: []byte{1 + byte(flags)}, Flags: flags})
			tell(s, &protocol.DomainPinEmulator, &protocol.DomainPinEmulatorArgs{Dom: d, CPUMap: []byte{1 + byte(flags)}, Flags: flags})
			ask(s, &protocol.DomainGetEmulatorPinInfo, &protocol.DomainGetEmulatorPinInfoArgs{Dom: d, MapLen: 2, Flags: flags})
			definitions(s, d)
		}
		tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: d, NVcpus: 1})
		tell(s, &protocol.DomainPinVcpu, &protocol.DomainPinVcpuArgs{Dom: d, Vcpu: 1, CPUMap: []byte{1}})
		definitions(s, d) // the pinning of a CPU that is not there now
		for _, n := range []int32{0, 1, 4} {
			ask(s, &protocol.DomainGetEmulatorPinInfo, &protocol.DomainGetEmulatorPinInfoArgs{Dom: d, MapLen: n})
		}
	})
	// What concerned a CPU that is gone is gone.
	q := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>q</name><memory>1024</memory>" +
		"<vcpu>4</vcpu><cputune><vcpupin vcpu='1' cpuset='1-3'/><vcpupin vcpu='3' cpuset='0,9'/></cputune><os><type>hvm</type></os></domain>"}).Dom
	for _, n := range []uint32{3, 1, 4} {
		tell(s, &protocol.DomainSetVcpusFlags, &protocol.DomainSetVcpusFlagsArgs{Dom: q, NVcpus: n, Flags: uint32(virt.DomainVcpuConfig | virt.DomainVcpuMaximum)})
		definitions(s, q)
	}
	// Without a pinning of the emulator, that of the domain counts.
	for _, vcpu := range []string{"<vcpu cpuset='1-3,9'>1</vcpu>", "<vcpu>1</vcpu>"} {
		p := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>p</name><memory>1024</memory>" +
			vcpu + "<os><type>hvm</type></os></domain>"}).Dom
		for _, n := range []int32{1, 2, 4} {
			ask(s, &protocol.DomainGetEmulatorPinInfo, &protocol.DomainGetEmulatorPinInfoArgs{Dom: p, MapLen: n})
		}
		tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: p})
	}
}

func domainSchedulerScenario(s *script) {
	weight := virt.TypedParam{Name: virt.DomainSchedulerWeight, Value: virt.UintValue(7)}
	subjects(s, func(d protocol.Domain) {
		set := func(flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetSchedulerParametersFlags, &protocol.DomainSetSchedulerParametersFlagsArgs{Dom: d, Params: params, Flags: flags})
		}
		for flags := range uint32(5) {
			set(flags, weight)
		}
		set(0)
		set(0, weight, weight)
		unknown := virt.TypedParam{Name: "cap", Value: virt.UintValue(7)}
		wrong := virt.TypedParam{Name: virt.DomainSchedulerWeight, Value: virt.IntValue(7)}
		set(0, unknown)
		set(0, unknown, unknown)
		set(0, weight, unknown)
		set(0, wrong, wrong)
		set(0, wrong, unknown)
		set(0, weight, wrong)
		set(0, weight, weight, virt.TypedParam{Name: "zap", Value: virt.UintValue(7)})
		set(0, wrong, virt.TypedParam{Name: "zap", Value: virt.UintValue(7)})
		set(0, wrong)
		set(0, virt.TypedParam{Name: virt.DomainSchedulerWeight, Value: virt.StringValue("7")})
		tell(s, &protocol.DomainSetSchedulerParameters, &protocol.DomainSetSchedulerParametersArgs{Dom: d, Params: []virt.TypedParam{weight}})
		tell(s, &protocol.DomainSetSchedulerParameters, &protocol.DomainSetSchedulerParametersArgs{Dom: d})
		ask(s, &protocol.DomainGetSchedulerParameters, &protocol.DomainGetSchedulerParametersArgs{Dom: d, NParams: 1})
	})
}
