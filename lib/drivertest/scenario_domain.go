package drivertest

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

const noUUID = "11111111-2222-3333-4444-555555555555"

func unknownUUID() virt.UUID {
	u, _ := virt.ParseUUID(noUUID)
	return u
}

// plainDomain is the shortest definition of a domain.
func plainDomain(name string) string {
	return "<domain type='test'><name>" + name + "</name><memory>1024</memory><os><type>hvm</type></os></domain>"
}

func domainLookupScenario(s *script) {
	d := s.domain("test")
	s.domain("nosuch")
	s.domain("")
	ask(s, &protocol.DomainLookupByUUID, &protocol.DomainLookupByUUIDArgs{UUID: d.UUID})
	ask(s, &protocol.DomainLookupByUUID, &protocol.DomainLookupByUUIDArgs{UUID: unknownUUID()})
	for _, id := range []int32{1, 2, 0, -1} {
		ask(s, &protocol.DomainLookupByID, &protocol.DomainLookupByIDArgs{ID: id})
	}
	// The UUID counts, not the name or the id.
	ask(s, &protocol.DomainGetInfo, &protocol.DomainGetInfoArgs{Dom: protocol.Domain{Name: "other", UUID: d.UUID, ID: 77}})
	ghost := protocol.Domain{Name: "test", UUID: unknownUUID(), ID: 1}
	ghostCalls(s, ghost)
}

// ghostCalls makes every call on a domain that is not there.
func ghostCalls(s *script, d protocol.Domain) {
	ask(s, &protocol.DomainGetInfo, &protocol.DomainGetInfoArgs{Dom: d})
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
	ask(s, &protocol.DomainGetOSType, &protocol.DomainGetOSTypeArgs{Dom: d})
	ask(s, &protocol.DomainGetMaxMemory, &protocol.DomainGetMaxMemoryArgs{Dom: d})
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
	ask(s, &protocol.DomainGetAutostart, &protocol.DomainGetAutostartArgs{Dom: d})
	tell(s, &protocol.DomainSetAutostart, &protocol.DomainSetAutostartArgs{Dom: d, Autostart: 1})
	ask(s, &protocol.DomainIsActive, &protocol.DomainIsActiveArgs{Dom: d})
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: d})
	ask(s, &protocol.DomainIsUpdated, &protocol.DomainIsUpdatedArgs{Dom: d})
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	ask(s, &protocol.DomainCreateWithFlags, &protocol.DomainCreateWithFlagsArgs{Dom: d})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	tell(s, &protocol.DomainShutdown, &protocol.DomainShutdownArgs{Dom: d})
	tell(s, &protocol.DomainReboot, &protocol.DomainRebootArgs{Dom: d})
	tell(s, &protocol.DomainReset, &protocol.DomainResetArgs{Dom: d})
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainResume, &protocol.DomainResumeArgs{Dom: d})
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
	ask(s, &protocol.DomainGetVcpus, &protocol.DomainGetVcpusArgs{Dom: d, MaxInfo: 1})
	ask(s, &protocol.DomainGetVcpusFlags, &protocol.DomainGetVcpusFlagsArgs{Dom: d})
	ask(s, &protocol.DomainGetMaxVcpus, &protocol.DomainGetMaxVcpusArgs{Dom: d})
	ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: 1, MapLen: 1})
	ask(s, &protocol.DomainGetMetadata, &protocol.DomainGetMetadataArgs{Dom: d})
	tell(s, &protocol.DomainSetMetadata, &protocol.DomainSetMetadataArgs{Dom: d, Type: int32(virt.DomainMetadataTitle), Metadata: ptr("x")})
	ask(s, &protocol.DomainHasManagedSaveImage, &protocol.DomainHasManagedSaveImageArgs{Dom: d})
	tell(s, &protocol.DomainManagedSaveRemove, &protocol.DomainManagedSaveRemoveArgs{Dom: d})
	ask(s, &protocol.DomainGetControlInfo, &protocol.DomainGetControlInfoArgs{Dom: d})
	ask(s, &protocol.DomainGetSecurityLabel, &protocol.DomainGetSecurityLabelArgs{Dom: d})
	ask(s, &protocol.DomainGetSchedulerType, &protocol.DomainGetSchedulerTypeArgs{Dom: d})
	ask(s, &protocol.DomainGetSchedulerParameters, &protocol.DomainGetSchedulerParametersArgs{Dom: d, NParams: 1})
	ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d})
	ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d})
	ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d})
	ask(s, &protocol.DomainBlockStats, &protocol.DomainBlockStatsArgs{Dom: d, Path: "vda"})
	ask(s, &protocol.DomainInterfaceStats, &protocol.DomainInterfaceStatsArgs{Dom: d, Device: "testnet0"})
	ask(s, &protocol.DomainGetBlockInfo, &protocol.DomainGetBlockInfoArgs{Dom: d, Path: "vda"})
	ask(s, &protocol.DomainMemoryStats, &protocol.DomainMemoryStatsArgs{Dom: d, MaxStats: 1})
	ask(s, &protocol.DomainInterfaceAddresses, &protocol.DomainInterfaceAddressesArgs{Dom: d})
	ask(s, &protocol.ConnectGetAllDomainStats, &protocol.ConnectGetAllDomainStatsArgs{Doms: []protocol.Domain{d}})
}

func domainListScenario(s *script) {
	list := func(flags virt.ConnectListAllDomainsFlags) {
		ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{NeedResults: 1, Flags: uint32(flags)})
	}
	numbers := func() {
		get(s, &protocol.ConnectNumOfDomains)
		get(s, &protocol.ConnectNumOfDefinedDomains)
		for _, n := range []int32{0, 1, 10} {
			ask(s, &protocol.ConnectListDomains, &protocol.ConnectListDomainsArgs{MaxIDs: n})
			ask(s, &protocol.ConnectListDefinedDomains, &protocol.ConnectListDefinedDomainsArgs{MaxNames: n})
		}
	}
	filters := func() {
		for bit := range 15 {
			list(1 << bit)
		}
		list(virt.ConnectListDomainsActive | virt.ConnectListDomainsTransient)
		list(virt.ConnectListDomainsActive | virt.ConnectListDomainsInactive)
		list(virt.ConnectListDomainsRunning | virt.ConnectListDomainsPaused | virt.ConnectListDomainsPersistent)
	}
	list(0)
	ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{})
	numbers()
	filters()
	d := s.domain("test")
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainSetAutostart, &protocol.DomainSetAutostartArgs{Dom: d, Autostart: 1})
	filters()
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	numbers()
	filters()
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")})
	filters()
}

func domainLifecycleScenario(s *script) {
	d := s.domain("test")
	state := func() {
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
		ask(s, &protocol.DomainIsActive, &protocol.DomainIsActiveArgs{Dom: d})
		ask(s, &protocol.DomainGetInfo, &protocol.DomainGetInfoArgs{Dom: d})
	}
	every := func() {
		for _, do := range []func(){
			func() { tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainResume, &protocol.DomainResumeArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainReset, &protocol.DomainResetArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainReboot, &protocol.DomainRebootArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainShutdown, &protocol.DomainShutdownArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d}) },
			func() { ask(s, &protocol.DomainCreateWithFlags, &protocol.DomainCreateWithFlagsArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainShutdownFlags, &protocol.DomainShutdownFlagsArgs{Dom: d}) },
			func() { tell(s, &protocol.DomainDestroyFlags, &protocol.DomainDestroyFlagsArgs{Dom: d}) },
		} {
			do()
			state()
		}
	}
	state()
	every()
	every() // again, beginning with a domain that does not run
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	every() // and with a paused one
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainReboot, &protocol.DomainRebootArgs{Dom: d})
	state()
	for bit := range 6 {
		flags := uint32(1) << bit
		ask(s, &protocol.DomainCreateWithFlags, &protocol.DomainCreateWithFlagsArgs{Dom: d, Flags: flags})
		tell(s, &protocol.DomainShutdownFlags, &protocol.DomainShutdownFlagsArgs{Dom: d, Flags: flags})
		tell(s, &protocol.DomainDestroyFlags, &protocol.DomainDestroyFlagsArgs{Dom: d, Flags: flags})
		tell(s, &protocol.DomainReboot, &protocol.DomainRebootArgs{Dom: d, Flags: flags})
		tell(s, &protocol.DomainReset, &protocol.DomainResetArgs{Dom: d, Flags: flags})
		ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("flagged"), Flags: flags})
	}
	ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})
	// Files change nothing.
	for _, flags := range []uint32{0, uint32(virt.DomainStartPaused)} {
		tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
		ask(s, &protocol.DomainCreateWithFiles, &protocol.DomainCreateWithFilesArgs{Dom: d, Flags: flags})
		state()
		ask(s, &protocol.DomainCreateXMLWithFiles, &protocol.DomainCreateXMLWithFilesArgs{XMLDesc: plainDomain("filed"), Flags: flags})
	}
	// What happens on a reboot is part of the definition.
	for _, action := range []string{"destroy", "restart", "preserve", "rename-restart"} {
		r := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>r</name><memory>1024</memory>" +
			"<os><type>hvm</type></os><on_reboot>" + action + "</on_reboot></domain>"})
		tell(s, &protocol.DomainReboot, &protocol.DomainRebootArgs{Dom: r.Dom})
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: r.Dom})
		tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: r.Dom})
	}
}

func domainDefineScenario(s *script) {
	define := func(xml string) protocol.Domain {
		return ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: xml}).Dom
	}
	dump := func(d protocol.Domain, flags virt.DomainXMLFlags) {
		ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(flags)})
	}
	d := define(plainDomain("a"))
	dump(d, 0)
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
	define(plainDomain("a")) // another UUID is made up, the name is taken
	define("<domain type='test'><name>b</name><uuid>" + d.UUID.String() + "</uuid><memory>1024</memory><os><type>hvm</type></os></domain>")
	define("<domain type='test'><name>a</name><uuid>" + d.UUID.String() + "</uuid><title>again</title><memory>2048</memory><os><type>hvm</type></os></domain>")
	dump(d, 0)
	for bit := range 5 {
		ask(s, &protocol.DomainDefineXMLFlags, &protocol.DomainDefineXMLFlagsArgs{XML: plainDomain("flagged"), Flags: 1 << bit})
		dump(d, 1<<bit)
	}
	for _, bad := range []string{
		"", "x", "<domain>", "<domain/>", "<network/>", "<domain type='test'/>", "<domain type='nonsense'><name>x</name></domain>",
		"<domain type='test'><name>x</name></domain>", "<domain type='test'><name>x/y</name><memory>1</memory><os><type>hvm</type></os></domain>",
		"<domain type='test'><name>x</name><uuid>1</uuid></domain>", "<domain type='test'><name>x</name><memory>x</memory><os><type>hvm</type></os></domain>",
		"<domain type='test'><name>x</name><memory>1</memory><os><type>hvm</type></os><devices><disk type='x'/></devices></domain>",
	} {
		define(bad)
		ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: bad})
	}
	// A definition of a running domain is for its next start.
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	define("<domain type='test'><name>a</name><uuid>" + d.UUID.String() + "</uuid><title>next</title><memory>4096</memory><os><type>hvm</type></os></domain>")
	dump(d, 0)
	dump(d, virt.DomainXMLInactive)
	ask(s, &protocol.DomainGetMaxMemory, &protocol.DomainGetMaxMemoryArgs{Dom: d})
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("a")})
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>a</name><uuid>" + d.UUID.String() + "</uuid><memory>1024</memory><os><type>hvm</type></os></domain>"})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	dump(d, 0)
	// A transient start of a defined domain keeps what is defined.
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>a</name><uuid>" + d.UUID.String() + "</uuid><title>passing</title><memory>1024</memory><os><type>hvm</type></os></domain>"})
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: d})
	dump(d, 0)
	dump(d, virt.DomainXMLInactive)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	dump(d, 0)
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
	dump(d, 0)
	// Undefined while it runs: transient.
	test := s.domain("test")
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: test})
	for bit := range 7 {
		x := define(plainDomain("x"))
		tell(s, &protocol.DomainUndefineFlags, &protocol.DomainUndefineFlagsArgs{Dom: x, Flags: 1 << bit})
		tell(s, &protocol.DomainUndefineFlags, &protocol.DomainUndefineFlagsArgs{Dom: x})
	}
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: test})
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: test})
	tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: test})
	dump(test, virt.DomainXMLInactive)
	tell(s, &protocol.DomainSetMetadata, &protocol.DomainSetMetadataArgs{Dom: test, Type: int32(virt.DomainMetadataTitle), Metadata: ptr("x"), Flags: uint32(virt.DomainAffectConfig)})
	tell(s, &protocol.DomainSetAutostart, &protocol.DomainSetAutostartArgs{Dom: test, Autostart: 1})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: test})
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: test})
}

func domainMetadataScenario(s *script) {
	d := s.domain("test")
	read := func(typ virt.DomainMetadataType, uri *string, flags virt.DomainModificationImpact) {
		ask(s, &protocol.DomainGetMetadata, &protocol.DomainGetMetadataArgs{Dom: d, Type: int32(typ), URI: uri, Flags: uint32(flags)})
	}
	write := func(typ virt.DomainMetadataType, text, key, uri *string, flags virt.DomainModificationImpact) {
		tell(s, &protocol.DomainSetMetadata, &protocol.DomainSetMetadataArgs{Dom: d, Type: int32(typ), Metadata: text, Key: key, URI: uri, Flags: uint32(flags)})
	}
	const live, config = virt.DomainAffectLive, virt.DomainAffectConfig
	title, description, element := virt.DomainMetadataTitle, virt.DomainMetadataDescription, virt.DomainMetadataElement
	uri := ptr("urn:x")
	read(title, nil, 0)
	read(description, nil, 0)
	read(element, uri, 0)
	write(title, ptr("t"), nil, nil, 0)
	write(description, ptr("d\ne"), nil, nil, config)
	read(title, nil, 0)
	read(title, nil, config)
	read(description, nil, live)
	read(description, nil, config)
	read(title, nil, live|config)
	write(element, ptr("<a b='1'><c/>text</a>"), ptr("k"), uri, live|config)
	read(element, uri, 0)
	read(element, ptr("urn:y"), 0)
	write(element, ptr("<z><y/></z>"), ptr("l"), ptr("urn:y"), live)
	read(element, ptr("urn:y"), 0)
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(virt.DomainXMLInactive)})
	write(element, ptr("<bad"), ptr("k"), uri, 0)
	write(element, ptr("<again/>"), ptr("k"), uri, 0)
	read(element, uri, 0)
	write(element, nil, nil, uri, live|config)
	read(element, uri, 0)
	write(title, ptr(""), nil, nil, 0)
	read(title, nil, 0)
	write(title, nil, nil, nil, 0)
	write(title, ptr("two\nlines"), nil, nil, 0)
	write(title, ptr("x"), ptr("k"), nil, 0)
	write(title, ptr("x"), nil, uri, 0)
	write(description, ptr("x"), ptr("k"), uri, 0)
	write(element, ptr("<x/>"), nil, uri, 0)
	write(element, ptr("<x/>"), ptr("k"), nil, 0)
	write(element, ptr(""), ptr("k"), uri, 0)
	read(title, uri, 0)
	read(element, nil, 0)
	write(9, ptr("x"), nil, nil, 0)
	read(9, nil, 0)
	read(title, nil, 4)
	write(title, ptr("x"), nil, nil, 4)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	read(description, nil, 0)
	read(title, nil, live)
	write(title, ptr("x"), nil, nil, live)
	write(title, ptr("off"), nil, nil, 0)
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
}

func domainCPUScenario(s *script) {
	d := s.domain("test")
	calls := func(d protocol.Domain) {
		for _, flags := range []virt.DomainVcpuFlags{0, 1, 2, 3, 4, 5, 6, 7, 8, 16} {
			ask(s, &protocol.DomainGetVcpusFlags, &protocol.DomainGetVcpusFlagsArgs{Dom: d, Flags: uint32(flags)})
		}
		ask(s, &protocol.DomainGetMaxVcpus, &protocol.DomainGetMaxVcpusArgs{Dom: d})
		for _, a := range [][2]int32{{0, 0}, {1, 1}, {2, 1}, {8, 2}, {8, 4}} {
			ask(s, &protocol.DomainGetVcpus, &protocol.DomainGetVcpusArgs{Dom: d, MaxInfo: a[0], MapLen: a[1]})
			ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: a[0], MapLen: a[1]})
			ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: a[0], MapLen: a[1], Flags: uint32(virt.DomainAffectConfig)})
		}
		ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: 2, MapLen: 1, Flags: 3})
		ask(s, &protocol.DomainGetVcpuPinInfo, &protocol.DomainGetVcpuPinInfoArgs{Dom: d, NCPUMaps: 2, MapLen: 1, Flags: 4})
	}
	calls(d)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	calls(d)
	p := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>p</name><memory>1024</memory>" +
		"<vcpu current='2'>4</vcpu><cputune><vcpupin vcpu='0' cpuset='1-3'/><vcpupin vcpu='3' cpuset='0,9'/></cputune><os><type>hvm</type></os></domain>"}).Dom
	calls(p)
	ask(s, &protocol.DomainGetInfo, &protocol.DomainGetInfoArgs{Dom: p})
}

func domainStatsScenario(s *script) {
	d := s.domain("test")
	other := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>o</name><memory>1024</memory><os><type>hvm</type></os><devices>" +
		"<disk type='block'><source dev='/dev/x'/><target dev='sda'/></disk><disk device='cdrom'><target dev='hda'/></disk>" +
		"<interface type='user'/><interface type='network'><source network='default'/></interface><interface type='network'><source network='default'/></interface>" +
		"<interface type='bridge'><source bridge='b'/></interface></devices></domain>"}).Dom
	calls := func(d protocol.Domain, disks, interfaces []string) {
		for _, p := range disks {
			ask(s, &protocol.DomainBlockStats, &protocol.DomainBlockStatsArgs{Dom: d, Path: p})
			ask(s, &protocol.DomainGetBlockInfo, &protocol.DomainGetBlockInfoArgs{Dom: d, Path: p})
		}
		ask(s, &protocol.DomainGetBlockInfo, &protocol.DomainGetBlockInfoArgs{Dom: d, Path: disks[0], Flags: 1})
		for _, i := range interfaces {
			ask(s, &protocol.DomainInterfaceStats, &protocol.DomainInterfaceStatsArgs{Dom: d, Device: i})
		}
		for _, n := range []uint32{0, 3, 13, 30} {
			ask(s, &protocol.DomainMemoryStats, &protocol.DomainMemoryStatsArgs{Dom: d, MaxStats: n})
		}
		ask(s, &protocol.DomainMemoryStats, &protocol.DomainMemoryStatsArgs{Dom: d, MaxStats: 3, Flags: 1})
		for source := range uint32(4) {
			ask(s, &protocol.DomainInterfaceAddresses, &protocol.DomainInterfaceAddressesArgs{Dom: d, Source: source})
		}
		ask(s, &protocol.DomainInterfaceAddresses, &protocol.DomainInterfaceAddressesArgs{Dom: d, Flags: 1})
		ask(s, &protocol.DomainGetControlInfo, &protocol.DomainGetControlInfoArgs{Dom: d})
		ask(s, &protocol.DomainGetControlInfo, &protocol.DomainGetControlInfoArgs{Dom: d, Flags: 1})
		ask(s, &protocol.DomainGetSecurityLabel, &protocol.DomainGetSecurityLabelArgs{Dom: d})
		ask(s, &protocol.DomainGetSchedulerType, &protocol.DomainGetSchedulerTypeArgs{Dom: d})
		for _, n := range []int32{0, 1, 5} {
			ask(s, &protocol.DomainGetSchedulerParameters, &protocol.DomainGetSchedulerParametersArgs{Dom: d, NParams: n})
			ask(s, &protocol.DomainGetSchedulerParametersFlags, &protocol.DomainGetSchedulerParametersFlagsArgs{Dom: d, NParams: n})
		}
		for _, flags := range []uint32{1, 2, 4} {
			ask(s, &protocol.DomainGetSchedulerParametersFlags, &protocol.DomainGetSchedulerParametersFlagsArgs{Dom: d, NParams: 1, Flags: flags})
		}
		ask(s, &protocol.DomainHasManagedSaveImage, &protocol.DomainHasManagedSaveImageArgs{Dom: d})
		ask(s, &protocol.DomainHasManagedSaveImage, &protocol.DomainHasManagedSaveImageArgs{Dom: d, Flags: 1})
		tell(s, &protocol.DomainManagedSaveRemove, &protocol.DomainManagedSaveRemoveArgs{Dom: d})
		tell(s, &protocol.DomainManagedSaveRemove, &protocol.DomainManagedSaveRemoveArgs{Dom: d, Flags: 1})
		for bit := range 14 {
			flags := uint32(1) << bit >> 1
			ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d, Flags: flags})
			ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d, NeedResults: 1, Flags: flags})
			ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d, NeedResults: 1, Flags: flags})
		}
		ask(s, &protocol.DomainIsUpdated, &protocol.DomainIsUpdatedArgs{Dom: d})
		ask(s, &protocol.DomainGetOSType, &protocol.DomainGetOSTypeArgs{Dom: d})
		ask(s, &protocol.DomainGetMaxMemory, &protocol.DomainGetMaxMemoryArgs{Dom: d})
		ask(s, &protocol.DomainBlockStatsFlags, &protocol.DomainBlockStatsFlagsArgs{Dom: d, Path: disks[0]})
		ask(s, &protocol.DomainGetJobInfo, &protocol.DomainGetJobInfoArgs{Dom: d})
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d, Flags: 1})
	}
	calls(d, []string{"vda", "/guest/diskimage1", "vdz", ""}, []string{"testnet0", "aa:bb:cc:dd:ee:ff", "x", ""})
	calls(other, []string{"sda", "/dev/x", "hda", "vda"}, []string{"testnet0", "testnet3", "testnet4"})
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: other})
	calls(other, []string{"sda", "/dev/x", "hda", "vda"}, []string{"testnet0", "testnet3", "testnet4"})

	stats := func(doms []protocol.Domain, which virt.DomainStatsTypes, flags uint32) {
		ask(s, &protocol.ConnectGetAllDomainStats, &protocol.ConnectGetAllDomainStatsArgs{Doms: doms, Stats: uint32(which), Flags: flags})
	}
	one := []protocol.Domain{d}
	stats(one, 0, 0)
	stats(one, virt.DomainStatsState, 0)
	stats(one, virt.DomainStatsVcpu, 0)
	stats(one, virt.DomainStatsIOThread, uint32(virt.ConnectGetAllDomainsStatsEnforceStats))
	stats(one, virt.DomainStatsVcpu, uint32(virt.ConnectGetAllDomainsStatsEnforceStats))
	stats(one, virt.DomainStatsState|virt.DomainStatsVcpu, uint32(virt.ConnectGetAllDomainsStatsEnforceStats))
	stats([]protocol.Domain{d, {Name: "gone", UUID: unknownUUID()}, d}, 0, 0)
	stats(nil, 0, uint32(virt.ConnectGetAllDomainsStatsEnforceStats))
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	for bit := range 32 {
		stats(one, 0, 1<<bit)
	}
}

func domainBalloonScenario(s *script) {
	d := s.domain("test")
	without := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>w</name><memory>1024</memory>" +
		"<os><type>hvm</type></os><devices><memballoon model='none'/></devices></domain>"}).Dom
	set := func(d protocol.Domain, seconds int32, flags uint32) {
		tell(s, &protocol.DomainSetMemoryStatsPeriod, &protocol.DomainSetMemoryStatsPeriodArgs{Dom: d, Period: seconds, Flags: flags})
		ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
		ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(virt.DomainXMLInactive)})
	}
	for flags := range uint32(5) { // one is unknown
		set(d, int32(flags)+5, flags)
	}
	set(d, 0, 0)
	set(d, -1, 0)
	set(without, 5, 0)
	set(without, 5, uint32(virt.DomainAffectConfig))
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	set(d, 3, 0)
	set(d, 4, uint32(virt.DomainAffectLive))
	set(d, 0, uint32(virt.DomainAffectConfig))
	set(protocol.Domain{Name: "gone", UUID: unknownUUID()}, 1, 0)
}
