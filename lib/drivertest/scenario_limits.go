package drivertest

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func uintParam(name string, v uint32) virt.TypedParam {
	return virt.TypedParam{Name: name, Value: virt.UintValue(v)}
}

func ullongParam(name string, v uint64) virt.TypedParam {
	return virt.TypedParam{Name: name, Value: virt.UllongValue(v)}
}

func stringParam(name, v string) virt.TypedParam {
	return virt.TypedParam{Name: name, Value: virt.StringValue(v)}
}

func intParam(name string, v int32) virt.TypedParam {
	return virt.TypedParam{Name: name, Value: virt.IntValue(v)}
}

// limits asks for parameters that limit a domain, how many there are and all of
// them, with each of the flags about definitions.
func limits(s *script, get func(n int32, flags uint32)) {
	for _, flags := range []uint32{0, 3, 8} {
		get(0, flags)
	}
	for flags := range uint32(6) {
		get(3, flags)
	}
	get(16, 0)
	get(1, 0)
	get(2, uint32(virt.TypedParamStringOkay)|8)
}

func domainMemoryLimitsScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		get := func(n int32, flags uint32) {
			ask(s, &protocol.DomainGetMemoryParameters, &protocol.DomainGetMemoryParametersArgs{Dom: d, NParams: n, Flags: flags})
		}
		set := func(flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetMemoryParameters, &protocol.DomainSetMemoryParametersArgs{Dom: d, Params: params, Flags: flags})
		}
		limits(s, get)
		hard := func(v uint64) virt.TypedParam { return ullongParam(virt.DomainMemoryHardLimit, v) }
		soft := func(v uint64) virt.TypedParam { return ullongParam(virt.DomainMemorySoftLimit, v) }
		swap := func(v uint64) virt.TypedParam { return ullongParam(virt.DomainMemorySwapHardLimit, v) }
		set(0)
		for flags := range uint32(6) {
			set(flags, hard(1000+uint64(flags)), soft(500), swap(2000))
		}
		s.changes(d)
		limits(s, get)
		set(0, hard(3000))
		get(3, 0)
		set(0, soft(4000))
		set(0, swap(100))
		set(0, swap(100), hard(50))
		get(3, 0)
		set(0, hard(0), soft(0), swap(0))
		get(3, 0)
		s.changes(d)
		const unlimited = virt.DomainMemoryParamUnlimited
		set(0, hard(unlimited), soft(unlimited), swap(unlimited))
		get(3, 0)
		set(0, hard(unlimited-1))
		get(3, 0)
		s.changes(d)
		set(0, ullongParam(virt.DomainMemoryMinGuarantee, 1))
		set(0, ullongParam("nonsense", 1))
		set(0, hard(1), hard(2))
		set(0, uintParam(virt.DomainMemoryHardLimit, 1))
		set(0, swap(1<<40), stringParam(virt.DomainMemoryHardLimit, "1"))
		set(4, uintParam("nonsense", 1))
		get(3, 0)
	})
	// What a definition has that cannot be set.
	d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>limits</name><memory>1024</memory>" +
		"<memtune><hard_limit unit='MiB'>3</hard_limit><soft_limit>9007199254740991</soft_limit><swap_hard_limit>5</swap_hard_limit>" +
		"<min_guarantee>7</min_guarantee></memtune><os><type>hvm</type></os></domain>"}).Dom
	s.changes(d)
	for _, name := range []string{virt.DomainMemorySoftLimit, virt.DomainMemoryHardLimit} {
		tell(s, &protocol.DomainSetMemoryParameters, &protocol.DomainSetMemoryParametersArgs{Dom: d, Params: []virt.TypedParam{ullongParam(name, 4000)}})
		ask(s, &protocol.DomainGetMemoryParameters, &protocol.DomainGetMemoryParametersArgs{Dom: d, NParams: 3})
	}
	s.changes(d)
}

func domainNUMAScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		get := func(n int32, flags uint32) {
			ask(s, &protocol.DomainGetNumaParameters, &protocol.DomainGetNumaParametersArgs{Dom: d, NParams: n, Flags: flags})
		}
		set := func(flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: d, Params: params, Flags: flags})
		}
		limits(s, get)
		mode := func(v virt.DomainNumatuneMemMode) virt.TypedParam { return intParam(virt.DomainNumaMode, int32(v)) }
		nodes := func(v string) virt.TypedParam { return stringParam(virt.DomainNumaNodeset, v) }
		set(0)
		set(0, mode(virt.DomainNumatuneMemInterleave))
		get(3, 0)
		for _, v := range []string{"", "x", "^1", "0-1,^0-1", "0,7-9", "1-0", "9999999"} {
			set(0, nodes(v))
			get(3, 0)
		}
		s.changes(d)
		for flags := range uint32(6) {
			set(flags, nodes("1"), mode(virt.DomainNumatuneMemMode(flags%5)))
		}
		s.changes(d)
		limits(s, get)
		for _, v := range []int32{0, 1, 2, 3, 4, -1} {
			set(0, intParam(virt.DomainNumaMode, v))
			set(0, intParam(virt.DomainNumaMode, v), nodes("0"))
			get(3, 0)
		}
		s.changes(d)
		set(0, nodes("0"), nodes("1"))
		set(0, intParam(virt.DomainNumaNodeset, 1))
		set(0, uintParam(virt.DomainNumaMode, 1))
		set(0, stringParam("nonsense", "1"))
		get(3, 0)
	})
	q := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("q")}).Dom
	tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: q, Params: []virt.TypedParam{
		stringParam(virt.DomainNumaNodeset, "x"), intParam(virt.DomainNumaMode, 9)}})
	tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: q, Params: []virt.TypedParam{
		stringParam(virt.DomainNumaNodeset, "1"), intParam(virt.DomainNumaMode, 2)}})
	s.changes(q)
	// What placement and cells of the guest have to say about it.
	for _, tune := range []string{
		"<vcpu placement='auto'>2</vcpu><numatune><memory mode='interleave' placement='auto'/></numatune>",
		"<vcpu>2</vcpu><numatune><memory mode='preferred' nodeset='0-1'/><memnode cellid='0' mode='strict' nodeset='1'/></numatune>",
		"<vcpu>2</vcpu><numatune><memnode cellid='0' mode='strict' nodeset='1'/></numatune>",
	} {
		d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>numa</name><memory>1024</memory>" + tune +
			"<os><type>hvm</type></os><cpu><numa><cell id='0' cpus='0-1' memory='1024'/></numa></cpu></domain>"}).Dom
		s.changes(d)
		get := func() {
			ask(s, &protocol.DomainGetNumaParameters, &protocol.DomainGetNumaParametersArgs{Dom: d, NParams: 2, Flags: uint32(virt.TypedParamStringOkay)})
		}
		get()
		tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: d, Params: []virt.TypedParam{intParam(virt.DomainNumaMode, 1)}})
		get()
		s.changes(d)
		tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: d, Params: []virt.TypedParam{stringParam(virt.DomainNumaNodeset, "1")}})
		s.changes(d)
		tell(s, &protocol.DomainSetNumaParameters, &protocol.DomainSetNumaParametersArgs{Dom: d, Params: []virt.TypedParam{intParam(virt.DomainNumaMode, 0)}})
		s.changes(d)
		tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
	}
}

func domainBlockWeightScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		get := func(n int32, flags uint32) {
			ask(s, &protocol.DomainGetBlkioParameters, &protocol.DomainGetBlkioParametersArgs{Dom: d, NParams: n, Flags: flags})
		}
		set := func(flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetBlkioParameters, &protocol.DomainSetBlkioParametersArgs{Dom: d, Params: params, Flags: flags})
		}
		limits(s, get)
		set(0)
		for flags := range uint32(6) {
			set(flags, uintParam(virt.DomainBlkioWeight, 500+flags), stringParam(virt.DomainBlkioDeviceWeight, "/dev/a,200,/dev/b,300"))
		}
		s.changes(d)
		limits(s, get)
		for _, name := range []string{
			virt.DomainBlkioDeviceWeight, virt.DomainBlkioDeviceReadIops, virt.DomainBlkioDeviceWriteIops,
			virt.DomainBlkioDeviceReadBps, virt.DomainBlkioDeviceWriteBps,
		} {
			for _, v := range []string{
				"/dev/c,3", "/dev/c,4,/dev/a,5", "/dev/a,0", "/dev/d,0", "", ",", "/dev/a", "/dev/a,", "/dev/a,x", "/dev/a,1,", "/dev/a,1,/dev/a,2", "a,6",
				"/dev/a,4294967296", "/dev/a,18446744073709551616", "/dev/a,-1", "/dev/a, 7", "/dev/a,7 ", "/dev/a,0x7", "/dev/a,7,,", ",7", "/dev/a,1,/dev/b",
			} {
				set(0, stringParam(name, v))
			}
			get(16, 0)
			s.changes(d)
		}
		for _, v := range []uint32{0, 1, 99, 100, 1000, 1001, 1<<32 - 1} {
			set(0, uintParam(virt.DomainBlkioWeight, v))
			get(1, 0)
		}
		set(0, uintParam(virt.DomainBlkioWeight, 1), uintParam(virt.DomainBlkioWeight, 2))
		set(0, stringParam(virt.DomainBlkioDeviceWeight, "/dev/a,1"), stringParam(virt.DomainBlkioDeviceWeight, "/dev/a,2"))
		set(0, ullongParam(virt.DomainBlkioWeight, 1))
		set(0, uintParam(virt.DomainBlkioDeviceWeight, 1))
		set(0, stringParam("nonsense", "1"))
		set(0, uintParam(virt.DomainBlkioWeight, 7), stringParam(virt.DomainBlkioDeviceWeight, "x"))
		ask(s, &protocol.DomainGetBlkioParameters, &protocol.DomainGetBlkioParametersArgs{Dom: d, NParams: 16, Flags: uint32(virt.TypedParamStringOkay)})
		s.changes(d)
	})
}
