package drivertest

import "github.com/virgo-vm/virgo/lib/protocol"

func interfaceScenario(s *script) {
	byName := func(name string) protocol.Interface {
		return ask(s, &protocol.InterfaceLookupByName, &protocol.InterfaceLookupByNameArgs{Name: name}).Iface
	}
	byMAC := func(macs ...string) {
		for _, mac := range macs {
			ask(s, &protocol.InterfaceLookupByMACString, &protocol.InterfaceLookupByMACStringArgs{MAC: mac})
		}
	}
	state := func(i protocol.Interface) {
		ask(s, &protocol.InterfaceIsActive, &protocol.InterfaceIsActiveArgs{Iface: i})
		for flags := range uint32(2) {
			ask(s, &protocol.InterfaceGetXMLDesc, &protocol.InterfaceGetXMLDescArgs{Iface: i, Flags: flags})
		}
	}
	lists := func() {
		for flags := range uint32(5) {
			ask(s, &protocol.ConnectListAllInterfaces, &protocol.ConnectListAllInterfacesArgs{NeedResults: 1, Flags: flags})
		}
		ask(s, &protocol.ConnectListAllInterfaces, &protocol.ConnectListAllInterfacesArgs{})
		get(s, &protocol.ConnectNumOfInterfaces)
		get(s, &protocol.ConnectNumOfDefinedInterfaces)
		for _, most := range []int32{0, 5} {
			ask(s, &protocol.ConnectListInterfaces, &protocol.ConnectListInterfacesArgs{MaxNames: most})
			ask(s, &protocol.ConnectListDefinedInterfaces, &protocol.ConnectListDefinedInterfacesArgs{MaxNames: most})
		}
	}
	define := func(xml string, flags uint32) protocol.Interface {
		return ask(s, &protocol.InterfaceDefineXML, &protocol.InterfaceDefineXMLArgs{XML: xml, Flags: flags}).Iface
	}
	create := func(i protocol.Interface, flags uint32) {
		tell(s, &protocol.InterfaceCreate, &protocol.InterfaceCreateArgs{Iface: i, Flags: flags})
	}
	destroy := func(i protocol.Interface, flags uint32) {
		tell(s, &protocol.InterfaceDestroy, &protocol.InterfaceDestroyArgs{Iface: i, Flags: flags})
	}
	undefine := func(i protocol.Interface) {
		tell(s, &protocol.InterfaceUndefine, &protocol.InterfaceUndefineArgs{Iface: i})
	}

	eth1 := byName("eth1")
	byName("nosuch")
	byMAC(eth1.MAC, "AA:BB:CC:DD:EE:FF", "aa:bb:cc:dd:ee:fe", "nonsense")
	state(eth1)
	lists()
	create(eth1, 0)
	create(eth1, 1)
	destroy(eth1, 1)
	destroy(eth1, 0)
	destroy(eth1, 0)
	state(eth1)
	lists()
	create(eth1, 0)

	a := define("<interface type='ethernet' name='a'><mac address='AA:bb:cc:dd:ee:ff'/></interface>", 0)
	state(a)
	byMAC(eth1.MAC)
	define("<interface type='ethernet' name='a'><mac address='aa:bb:cc:dd:ee:01'/></interface>", 0)
	byMAC(eth1.MAC, "aa:bb:cc:dd:ee:01")
	create(a, 0)
	define("<interface type='ethernet' name='a'><start mode='none'/></interface>", 1)
	define("<interface type='bond' name='a'><bond/></interface>", 0) // while it is active
	state(a)
	lists()
	undefine(a) // while it is active
	undefine(a)
	for _, bad := range []string{
		"", "<interface>", "<interface/>", "<domain/>", "<interface type='ethernet'/>",
		"<interface type='ethernet' name='x'><mtu size='x'/></interface>",
		"<interface type='ethernet' name='x'><link speed='x'/></interface>",
		"<interface type='ethernet' name='x'><start mode='x'/></interface>",
	} {
		define(bad, 0)
	}
	define("<interface type='ethernet' name='f'/>", 2)
	ghost := protocol.Interface{Name: "ghost", MAC: eth1.MAC}
	state(ghost)
	create(ghost, 0)
	destroy(ghost, 0)
	undefine(ghost)
	interfaceChanges(s, eth1, lists)
}

// interfaceChanges makes changes that are kept, and changes that are not.
func interfaceChanges(s *script, eth1 protocol.Interface, lists func()) {
	begin := func(flags uint32) {
		tell(s, &protocol.InterfaceChangeBegin, &protocol.InterfaceChangeBeginArgs{Flags: flags})
	}
	commit := func(flags uint32) {
		tell(s, &protocol.InterfaceChangeCommit, &protocol.InterfaceChangeCommitArgs{Flags: flags})
	}
	rollback := func(flags uint32) {
		tell(s, &protocol.InterfaceChangeRollback, &protocol.InterfaceChangeRollbackArgs{Flags: flags})
	}
	for flags := range uint32(2) {
		commit(flags)
		rollback(flags)
	}
	begin(1)
	begin(0)
	begin(0)
	b := ask(s, &protocol.InterfaceDefineXML, &protocol.InterfaceDefineXMLArgs{XML: "<interface type='ethernet' name='b'/>"}).Iface
	tell(s, &protocol.InterfaceCreate, &protocol.InterfaceCreateArgs{Iface: b})
	commit(0)
	lists()
	commit(0)
	begin(0)
	tell(s, &protocol.InterfaceUndefine, &protocol.InterfaceUndefineArgs{Iface: b})
	ask(s, &protocol.InterfaceDefineXML, &protocol.InterfaceDefineXMLArgs{XML: "<interface type='ethernet' name='eth1'/>"})
	rollback(0) // to the definitions: nothing is active after it
	lists()
	ask(s, &protocol.InterfaceGetXMLDesc, &protocol.InterfaceGetXMLDescArgs{Iface: eth1})
	rollback(0)
}
