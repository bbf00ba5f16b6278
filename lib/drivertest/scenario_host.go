package drivertest

import "github.com/virgo-vm/virgo/lib/protocol"

func hostScenario(s *script) {
	get(s, &protocol.ConnectGetType)
	get(s, &protocol.ConnectGetVersion)
	get(s, &protocol.ConnectGetLibVersion)
	get(s, &protocol.ConnectGetHostname)
	get(s, &protocol.ConnectGetURI)
	get(s, &protocol.ConnectIsSecure)
	get(s, &protocol.ConnectGetCapabilities)
	for _, flags := range []uint32{0, 1} {
		ask(s, &protocol.ConnectGetSysinfo, &protocol.ConnectGetSysinfoArgs{Flags: flags})
	}
	for _, typ := range []*string{nil, ptr("test"), ptr("nonsense")} {
		ask(s, &protocol.ConnectGetMaxVcpus, &protocol.ConnectGetMaxVcpusArgs{Type: typ})
	}
	for f := range int32(18) {
		switch f { // the session answers for itself
		case 8, 10, 14, 15:
			continue
		}
		ask(s, &protocol.ConnectSupportsFeature, &protocol.ConnectSupportsFeatureArgs{Feature: f})
	}
	get(s, &protocol.NodeGetInfo)
	get(s, &protocol.NodeGetFreeMemory)
	get(s, &protocol.NodeGetSecurityModel)
	for _, a := range [][2]int32{{0, 2}, {0, 1}, {1, 1}, {1, 5}, {0, 0}, {2, 1}, {-1, 1}} {
		ask(s, &protocol.NodeGetCellsFreeMemory, &protocol.NodeGetCellsFreeMemoryArgs{StartCell: a[0], MaxCells: a[1]})
	}
	for _, a := range []protocol.NodeGetCPUMapArgs{{}, {NeedMap: 1}, {NeedOnline: 1}, {NeedMap: 1, NeedOnline: 1}, {Flags: 1}} {
		ask(s, &protocol.NodeGetCPUMap, &a)
	}
	for _, a := range []protocol.NodeGetCPUStatsArgs{{CPUNum: -1}, {CPUNum: -1, NParams: 4}, {CPUNum: 1, NParams: 2}, {CPUNum: 99, NParams: 4}, {CPUNum: 0, NParams: 8}, {CPUNum: -1, Flags: 1}, {CPUNum: -2, NParams: 4}} {
		ask(s, &protocol.NodeGetCPUStats, &a)
	}
	for _, a := range []protocol.NodeGetFreePagesArgs{{}, {Pages: []uint32{4}}, {Pages: []uint32{4}, CellCount: 1, Flags: 1}, {Pages: []uint32{4}, Flags: 1}} {
		ask(s, &protocol.NodeGetFreePages, &a)
	}
	ask(s, &protocol.NodeGetMemoryStats, &protocol.NodeGetMemoryStatsArgs{})
	ask(s, &protocol.ConnectGetDomainCapabilities, &protocol.ConnectGetDomainCapabilitiesArgs{})
}

func cpuModelScenario(s *script) {
	for _, arch := range []string{
		"x86_64", "i686", "ppc64", "ppc64le", "s390", "s390x", "aarch64", "armv6l", "armv7l", "armv7b", "alpha", "cris", "ia64", "lm32", "m68k", "microblaze",
		"microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc", "ppcle", "ppcemb", "riscv32", "riscv64", "sh4", "sh4eb",
		"sparc", "sparc64", "unicore32", "xtensa", "xtensaeb", "none", "", "nonsense", "X86_64", "amd64", "loongarch64",
	} {
		ask(s, &protocol.ConnectGetCPUModelNames, &protocol.ConnectGetCPUModelNamesArgs{Arch: arch, NeedResults: 1})
	}
	ask(s, &protocol.ConnectGetCPUModelNames, &protocol.ConnectGetCPUModelNamesArgs{Arch: "x86_64"})
	ask(s, &protocol.ConnectGetCPUModelNames, &protocol.ConnectGetCPUModelNamesArgs{Arch: "x86_64", Flags: 1})
}
