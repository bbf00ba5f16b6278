package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domainIOThreadScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		info := func(flags uint32) {
			ask(s, &protocol.DomainGetIOThreadInfo, &protocol.DomainGetIOThreadInfoArgs{Dom: d, Flags: flags})
		}
		add := func(id, flags uint32) {
			tell(s, &protocol.DomainAddIOThread, &protocol.DomainAddIOThreadArgs{Dom: d, IOThreadID: id, Flags: flags})
		}
		del := func(id, flags uint32) {
			tell(s, &protocol.DomainDelIOThread, &protocol.DomainDelIOThreadArgs{Dom: d, IOThreadID: id, Flags: flags})
		}
		pin := func(id, flags uint32, cpus ...byte) {
			tell(s, &protocol.DomainPinIOThread, &protocol.DomainPinIOThreadArgs{Dom: d, IOThreadsID: id, CPUMap: cpus, Flags: flags})
		}
		set := func(id, flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetIOThreadParams, &protocol.DomainSetIOThreadParamsArgs{Dom: d, IOThreadID: id, Params: params, Flags: flags})
		}
		for flags := range uint32(5) {
			info(flags)
			add(2+flags, flags)
			add(2+flags, flags)
			info(flags)
		}
		s.changes(d)
		for flags := range uint32(5) {
			pin(2+flags, flags, 1+byte(flags))
			info(flags)
		}
		s.changes(d)
		add(0, 0)
		add(1, 0)
		add(math.MaxInt32, 0)
		add(1<<31, 0)
		add(math.MaxUint32, 0)
		info(0)
		pin(0, 0, 1)
		pin(99, 0, 1)
		pin(math.MaxUint32, 0, 1)
		pin(1, 0)
		pin(1, 0, 0)
		pin(1, 0, 0xff, 0xff, 0xff)
		pin(1, 0, 0, 0, 1)
		info(0)
		s.changes(d)
		grow := func(v uint32) virt.TypedParam { return uintParam(virt.DomainIOThreadPollGrow, v) }
		for flags := range uint32(5) {
			set(1, flags, grow(3))
		}
		set(0, 0, grow(3))
		set(77, 0, grow(3))
		set(1, 0)
		set(1, 0, grow(1<<31))
		set(1, 0, grow(math.MaxUint32))
		set(1, 0, uintParam(virt.DomainIOThreadPollShrink, 1<<31))
		set(1, 0, ullongParam(virt.DomainIOThreadPollMaxNS, math.MaxInt32))
		set(1, 0, ullongParam(virt.DomainIOThreadPollMaxNS, 1<<31))
		set(1, 0, uintParam(virt.DomainIOThreadPollMaxNS, 1))
		set(1, 0, intParam(virt.DomainIOThreadThreadPoolMin, 1), intParam(virt.DomainIOThreadThreadPoolMax, 2))
		set(1, 0, uintParam("nonsense", 1))
		set(1, 0, grow(1), grow(2))
		s.changes(d)
		for flags := range uint32(5) {
			del(2+flags, flags)
			del(2+flags, flags)
		}
		del(0, 0)
		del(math.MaxUint32, 0)
		del(1, 0)
		info(0)
		s.changes(d)
	})
}

// domainIOThreadUsesScenario is about threads that something refers to, and about those
// that a definition only counts.
func domainIOThreadUsesScenario(s *script) {
	stats := func(d protocol.Domain) {
		ask(s, &protocol.ConnectGetAllDomainStats, &protocol.ConnectGetAllDomainStatsArgs{Doms: []protocol.Domain{d}, Stats: uint32(virt.DomainStatsIOThread)})
	}
	info := func(d protocol.Domain) {
		ask(s, &protocol.DomainGetIOThreadInfo, &protocol.DomainGetIOThreadInfoArgs{Dom: d})
		s.changes(d)
		stats(d)
	}
	add := func(d protocol.Domain, id, flags uint32) {
		tell(s, &protocol.DomainAddIOThread, &protocol.DomainAddIOThreadArgs{Dom: d, IOThreadID: id, Flags: flags})
		info(d)
	}
	del := func(d protocol.Domain, id, flags uint32) {
		tell(s, &protocol.DomainDelIOThread, &protocol.DomainDelIOThreadArgs{Dom: d, IOThreadID: id, Flags: flags})
		info(d)
	}
	set := func(d protocol.Domain, id uint32, params ...virt.TypedParam) {
		tell(s, &protocol.DomainSetIOThreadParams, &protocol.DomainSetIOThreadParamsArgs{Dom: d, IOThreadID: id, Params: params})
	}
	grow := uintParam(virt.DomainIOThreadPollGrow, 3)
	domain := func(name, vcpu, threads, devices string) string {
		return "<domain type='test'><name>" + name + "</name><memory>1024</memory>" + vcpu + threads +
			"<os><type>hvm</type></os><devices>" + devices + "</devices></domain>"
	}
	d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: domain("threads", "",
		"<iothreads>4</iothreads><iothreadids><iothread id='9' thread_pool_min='1' thread_pool_max='5'/></iothreadids>"+
			"<cputune><iothreadpin iothread='9' cpuset='1'/><iothreadpin iothread='2' cpuset='0-3'/><iothreadsched iothreads='1,9' scheduler='batch'/></cputune>",
		"<disk type='file'><driver name='qemu' iothread='1'/><source file='/a'/><target dev='vda' bus='virtio'/></disk>"+
			"<controller type='scsi' model='virtio-scsi'><driver iothread='2'/></controller>")}).Dom
	info(d)
	for _, id := range []uint32{1, 2, 3, 9} {
		del(d, id, 0)
	}
	add(d, 20, 0)
	set(d, 20, grow)
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	info(d)
	set(d, 20, grow)
	set(d, 2, grow)
	stats(d)
	add(d, 21, uint32(virt.DomainAffectLive))
	set(d, 21, uintParam(virt.DomainIOThreadPollGrow, 4), uintParam(virt.DomainIOThreadPollShrink, math.MaxUint32), ullongParam(virt.DomainIOThreadPollMaxNS, 1<<40))
	stats(d)
	add(d, 22, uint32(virt.DomainAffectConfig))
	del(d, 20, 0)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	stats(d)
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	stats(d)
	add(d, 21, 0)
	set(d, 21, grow)
	del(d, 21, 0)
	// Threads that are only counted, on the CPUs of the domain.
	for i, vcpu := range []string{"<vcpu cpuset='1-3,9'>1</vcpu>", "<vcpu current='2'>3</vcpu>"} {
		p := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: domain("p", vcpu, "<iothreads>2</iothreads>", "")}).Dom
		info(p)
		add(p, 5, 0)
		del(p, []uint32{1, 5}[i], 0)
		set(p, 2, grow)
		tell(s, &protocol.DomainPinIOThread, &protocol.DomainPinIOThreadArgs{Dom: p, IOThreadsID: 2, CPUMap: []byte{3}})
		del(p, 5, 0)
		tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: p})
	}
	for _, threads := range []string{
		"<cputune><iothreadpin iothread='3' cpuset='1'/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadpin iothread='3' cpuset='1'/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadsched iothreads='3' scheduler='batch'/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadpin iothread='2' cpuset='1'/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadsched iothreads='2' scheduler='batch'/></cputune>",
		"<iothreads>1</iothreads><iothreadids><iothread id='4'/><iothread id='2'/></iothreadids>",
		"<iothreadids><iothread id='4'/><iothread id='4'/></iothreadids>",
		"<iothreadids/>", "<iothreads>0</iothreads>", "<iothreads>0</iothreads><iothreadids><iothread id='4'/></iothreadids>",
		"<vcpu>2</vcpu><cputune><vcpupin vcpu='5' cpuset='1'/></cputune>",
		"<vcpu>2</vcpu><cputune><vcpupin vcpu='1' cpuset='1'/><vcpupin vcpu='1' cpuset='1'/></cputune>",
		"<vcpu>2</vcpu><cputune><vcpusched vcpus='1' scheduler='batch'/><vcpusched vcpus='1' scheduler='idle'/></cputune>",
		"<vcpu>2</vcpu><cputune><vcpusched vcpus='0,7' scheduler='batch'/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadpin iothread='2'/></cputune>",
		"<vcpu>2</vcpu><cputune><vcpupin vcpu='1'/></cputune>", "<vcpu>2</vcpu><cputune><emulatorpin/></cputune>",
		"<iothreads>2</iothreads><cputune><iothreadsched scheduler='batch'/></cputune>",
		"<vcpu>2</vcpu><cputune><vcpusched scheduler='batch'/></cputune>",

		"<iothreads>1</iothreads><cputune><iothreadpin iothread='1' cpuset='1'/><iothreadpin iothread='1' cpuset='2'/></cputune>",
		"<iothreads>1</iothreads><cputune><iothreadsched iothreads='1' scheduler='batch'/><iothreadsched iothreads='1' scheduler='idle'/></cputune>",
	} {
		q := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: domain("q", "", threads, "")}).Dom
		if q.Name != "" {
			s.changes(q)
			tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: q})
		}
	}
}
