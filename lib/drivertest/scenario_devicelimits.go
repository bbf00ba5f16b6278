package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domainDiskLimitsScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		get := func(disk *string, n int32, flags uint32) {
			ask(s, &protocol.DomainGetBlockIoTune, &protocol.DomainGetBlockIoTuneArgs{Dom: d, Disk: disk, NParams: n, Flags: flags})
		}
		set := func(disk string, flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetBlockIoTune, &protocol.DomainSetBlockIoTuneArgs{Dom: d, Disk: disk, Params: params, Flags: flags})
		}
		limits(s, func(n int32, flags uint32) { get(ptr("vda"), n, flags) })
		for _, disk := range []*string{nil, ptr(""), ptr("/guest/diskimage1"), ptr("vdz"), ptr("/nothing")} {
			get(disk, 0, 0)
			get(disk, 16, 0)
			if disk != nil {
				set(*disk, 0, ullongParam(virt.DomainBlockIOTuneTotalIopsSec, 7))
			}
		}
		total := func(v uint64) virt.TypedParam { return ullongParam(virt.DomainBlockIOTuneTotalBytesSec, v) }
		set("vda", 0)
		for flags := range uint32(6) {
			set("vda", flags, total(1000+uint64(flags)))
		}
		s.changes(d)
		// Each by itself, before and after what it depends on.
		names := []string{
			virt.DomainBlockIOTuneTotalBytesSec, virt.DomainBlockIOTuneReadBytesSec, virt.DomainBlockIOTuneWriteBytesSec,
			virt.DomainBlockIOTuneTotalIopsSec, virt.DomainBlockIOTuneReadIopsSec, virt.DomainBlockIOTuneWriteIopsSec,
			virt.DomainBlockIOTuneTotalBytesSecMax, virt.DomainBlockIOTuneReadBytesSecMax, virt.DomainBlockIOTuneWriteBytesSecMax,
			virt.DomainBlockIOTuneTotalIopsSecMax, virt.DomainBlockIOTuneReadIopsSecMax, virt.DomainBlockIOTuneWriteIopsSecMax,
			virt.DomainBlockIOTuneSizeIopsSec,
			virt.DomainBlockIOTuneTotalBytesSecMaxLength, virt.DomainBlockIOTuneReadBytesSecMaxLength, virt.DomainBlockIOTuneWriteBytesSecMaxLength,
			virt.DomainBlockIOTuneTotalIopsSecMaxLength, virt.DomainBlockIOTuneReadIopsSecMaxLength, virt.DomainBlockIOTuneWriteIopsSecMaxLength,
		}
		for i, name := range names {
			set("vda", 0, ullongParam(name, uint64(20+i)))
		}
		set("vda", 0, total(0))
		for i, name := range names {
			set("vda", 0, ullongParam(name, uint64(40+i)))
			get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		}
		for _, name := range names {
			set("vda", 0, ullongParam(name, 0))
		}
		get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		s.changes(d)
		var all, separate []virt.TypedParam
		for i, name := range names {
			all = append(all, ullongParam(name, uint64(60+i)))
			if i%3 != 0 {
				separate = append(separate, ullongParam(name, uint64(80+i)))
			}
		}
		set("vda", 0, all...)
		set("vda", 0, separate...)
		get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		s.changes(d)
		for _, group := range []string{"", "g", "group two"} {
			set("vda", 0, stringParam(virt.DomainBlockIOTuneGroupName, group))
			get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		}
		s.changes(d)
		set("vda", 0, stringParam(virt.DomainBlockIOTuneGroupName, "zero"), total(0))
		get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneReadBytesSec, 0), ullongParam(virt.DomainBlockIOTuneWriteBytesSec, 0))
		set("vda", 0, total(5), ullongParam(virt.DomainBlockIOTuneReadBytesSec, 5))
		set("vda", 0, total(5), ullongParam(virt.DomainBlockIOTuneWriteBytesSec, 5))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalIopsSec, 5), ullongParam(virt.DomainBlockIOTuneReadIopsSec, 5))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalBytesSecMax, 5), ullongParam(virt.DomainBlockIOTuneReadBytesSecMax, 5))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalIopsSecMax, 5), ullongParam(virt.DomainBlockIOTuneWriteIopsSecMax, 5))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalBytesSecMaxLength, 5), ullongParam(virt.DomainBlockIOTuneReadBytesSecMaxLength, 5))
		get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		for _, v := range []uint64{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64, 1e15, 1e15 + 1} {
			set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalIopsSec, v))
			get(ptr("vda"), 4, 0)
		}
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneTotalBytesSecMax, 3), total(5))
		set("vda", 0, total(5), total(6))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneReadIopsSecMax, 3))
		set("vda", 0, uintParam(virt.DomainBlockIOTuneTotalBytesSec, 5))
		set("vda", 0, ullongParam(virt.DomainBlockIOTuneGroupName, 5))
		set("vda", 0, ullongParam("nonsense", 5))
		get(ptr("vda"), 20, uint32(virt.TypedParamStringOkay))
		s.changes(d)
	})
}

func domainBandwidthScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		get := func(device string, n int32, flags uint32) {
			ask(s, &protocol.DomainGetInterfaceParameters, &protocol.DomainGetInterfaceParametersArgs{Dom: d, Device: device, NParams: n, Flags: flags})
		}
		set := func(device string, flags uint32, params ...virt.TypedParam) {
			tell(s, &protocol.DomainSetInterfaceParameters, &protocol.DomainSetInterfaceParametersArgs{Dom: d, Device: device, Params: params, Flags: flags})
		}
		limits(s, func(n int32, flags uint32) { get("testnet0", n, flags) })
		for _, device := range []string{"", "aa:bb:cc:dd:ee:ff", "AA:bb:cc:dd:ee:ff", "a:b:c:d:e:f", "eth0"} {
			get(device, 0, 0)
			get(device, 16, 0)
			set(device, 0, uintParam(virt.DomainBandwidthInAverage, 5))
		}
		average := func(v uint32) virt.TypedParam { return uintParam(virt.DomainBandwidthInAverage, v) }
		out := func(v uint32) virt.TypedParam { return uintParam(virt.DomainBandwidthOutAverage, v) }
		for flags := range uint32(6) {
			set("testnet0", flags, average(100+flags))
		}
		s.changes(d)
		set("testnet0", 0)
		set("testnet0", 0, average(10), uintParam(virt.DomainBandwidthInPeak, 20), uintParam(virt.DomainBandwidthInBurst, 30), uintParam(virt.DomainBandwidthInFloor, 5))
		get("testnet0", 16, 0)
		set("testnet0", 0, out(11), uintParam(virt.DomainBandwidthOutPeak, 21), uintParam(virt.DomainBandwidthOutBurst, 31))
		get("testnet0", 16, 0)
		s.changes(d)
		set("testnet0", 0, uintParam(virt.DomainBandwidthInPeak, 40))
		set("testnet0", 0, uintParam(virt.DomainBandwidthOutBurst, 40))
		set("testnet0", 0, uintParam(virt.DomainBandwidthInFloor, 7))
		get("testnet0", 16, 0)
		s.changes(d)
		set("testnet0", 0, average(0))
		get("testnet0", 16, 0)
		set("testnet0", 0, out(0))
		get("testnet0", 16, 0)
		s.changes(d)
		set("testnet0", 0, average(12), out(0))
		s.changes(d)
		set("testnet0", 0, average(0), out(13))
		get("testnet0", 16, 0)
		s.changes(d)
		set("testnet0", 0, average(1), average(2))
		set("testnet0", 0, ullongParam(virt.DomainBandwidthInAverage, 5))
		set("testnet0", 0, uintParam("outbound.floor", 5))
		set("testnet0", 0, average(math.MaxUint32))
		get("testnet0", 16, 0)
		s.changes(d)
	})
}

// domainInterfaceNamesScenario is about how interfaces are named.
func domainInterfaceNamesScenario(s *script) {
	iface := "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>"
	d := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os>" +
		"<devices>" + iface + iface + "<interface type='user'><mac address='52:54:00:00:00:02'/><target dev='t'/><bandwidth/></interface></devices></domain>"}).Dom
	s.changes(d)
	for _, name := range []string{"52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:0:0:0:2", "5-54:0:0:0:2", "052:54:0:0:0:2", "testnet1", "t", "T"} {
		ask(s, &protocol.DomainGetInterfaceParameters, &protocol.DomainGetInterfaceParametersArgs{Dom: d, Device: name, NParams: 1})
		ask(s, &protocol.DomainInterfaceStats, &protocol.DomainInterfaceStatsArgs{Dom: d, Device: name})
	}
}
