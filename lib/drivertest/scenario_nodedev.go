package drivertest

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodeDeviceScenario(s *script) {
	for _, flags := range append([]uint32{0, 1 | 32, 1 | 1024, 1 << 30, 1 << 31}, bits(28)...) {
		ask(s, &protocol.ConnectListAllNodeDevices, &protocol.ConnectListAllNodeDevicesArgs{NeedResults: 1, Flags: flags})
	}
	ask(s, &protocol.ConnectListAllNodeDevices, &protocol.ConnectListAllNodeDevicesArgs{})
	for _, capability := range []*string{nil, ptr("system"), ptr("scsi_host"), ptr("fc_host"), ptr("vports"), ptr("vport_ops"), ptr("pci"), ptr("nonsense"), ptr("")} {
		for flags := range uint32(2) {
			ask(s, &protocol.NodeNumOfDevices, &protocol.NodeNumOfDevicesArgs{Cap: capability, Flags: flags})
			ask(s, &protocol.NodeListDevices, &protocol.NodeListDevicesArgs{Cap: capability, MaxNames: 10, Flags: flags})
		}
		ask(s, &protocol.NodeListDevices, &protocol.NodeListDevicesArgs{Cap: capability})
	}
	for _, name := range []string{"computer", "scsi_host1", "scsi_host2", "scsi_host11", "nosuch"} {
		ask(s, &protocol.NodeDeviceLookupByName, &protocol.NodeDeviceLookupByNameArgs{Name: name})
		for flags := range uint32(2) {
			ask(s, &protocol.NodeDeviceGetXMLDesc, &protocol.NodeDeviceGetXMLDescArgs{Name: name, Flags: flags})
		}
		ask(s, &protocol.NodeDeviceGetParent, &protocol.NodeDeviceGetParentArgs{Name: name})
		ask(s, &protocol.NodeDeviceNumOfCaps, &protocol.NodeDeviceNumOfCapsArgs{Name: name})
		for _, most := range []int32{0, 10} {
			ask(s, &protocol.NodeDeviceListCaps, &protocol.NodeDeviceListCapsArgs{Name: name, MaxNames: most})
		}
	}
}

// bits returns the first n flags.
func bits(n int) []uint32 {
	flags := make([]uint32, n)
	for i := range flags {
		flags[i] = 1 << i
	}
	return flags
}

// virtualAdapter is the document of a virtual host bus adapter below a parent.
func virtualAdapter(parent string) string {
	return "<device>" + parent + "<capability type='scsi_host'><capability type='fc_host'>" +
		"<wwnn>2000000000000001</wwnn><wwpn>1000000000000001</wwpn></capability></capability></device>"
}

func (s *script) nodeDeviceEvents(id virt.NodeDeviceEventID, d *protocol.NodeDevice) *subscription {
	return s.subscribe(&protocol.ConnectNodeDeviceEventRegisterAny.Proc,
		&protocol.ConnectNodeDeviceEventRegisterAnyArgs{EventID: int32(id), Dev: d}, &protocol.ConnectNodeDeviceEventRegisterAnyReply{})
}

func nodeDeviceChangeScenario(s *script) {
	s.nodeDeviceEvents(99, nil)
	s.nodeDeviceEvents(-1, nil)
	s.nodeDeviceEvents(virt.NodeDeviceEventIDUpdate, nil)
	all := s.nodeDeviceEvents(virt.NodeDeviceEventIDLifecycle, nil)
	one := s.nodeDeviceEvents(virt.NodeDeviceEventIDLifecycle, &protocol.NodeDevice{Name: "scsi_host2"})
	create := func(xml string, flags uint32) {
		ask(s, &protocol.NodeDeviceCreateXML, &protocol.NodeDeviceCreateXMLArgs{XMLDesc: xml, Flags: flags})
	}
	destroy := func(name string) {
		tell(s, &protocol.NodeDeviceDestroy, &protocol.NodeDeviceDestroyArgs{Name: name})
	}
	list := func() {
		ask(s, &protocol.ConnectListAllNodeDevices, &protocol.ConnectListAllNodeDevicesArgs{NeedResults: 1})
		ask(s, &protocol.NodeDeviceGetXMLDesc, &protocol.NodeDeviceGetXMLDescArgs{Name: "scsi_host12"})
	}
	for _, bad := range []string{
		"", "<device", "<domain/>", "<device/>", "<device><capability type='mars'/></device>",
		"<device><parent wwnn='1'>x</parent></device>", "<device><parent wwpn='1'/></device>",
		"<device><capability type='net'><interface>e</interface></capability></device>",
		"<device><parent>scsi_host1</parent><capability type='scsi_host'/></device>",
		"<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'/></capability></device>",
		"<device><parent>nosuch</parent><capability type='net'/></device>",
		virtualAdapter("<parent>nosuch</parent>"), virtualAdapter("<parent>computer</parent>"), virtualAdapter("<parent>scsi_host11</parent>"),
		virtualAdapter("<parent wwnn='1' wwpn='2'/>"), virtualAdapter("<parent fabric_wwn='1'/>"),
		virtualAdapter("<parent wwnn='2000000034563456' wwpn='1000000034563456'/>"),
		virtualAdapter("<parent wwnn='' wwpn=''/>"),
	} {
		create(bad, 0)
	}
	create(virtualAdapter("<parent>scsi_host1</parent>"), 2)
	list()
	for _, parent := range []string{
		"", "<name>n</name><parent>scsi_host2</parent>", "<parent wwnn='2000000012341234' wwpn='1000000012341234'/>",
		"<parent fabric_wwn='2000000043214321'/>", "<parent/>",
	} {
		create(virtualAdapter(parent), 0)
		list()
	}
	destroy("scsi_host12")
	destroy("scsi_host12")
	destroy("computer")
	destroy("scsi_host2")
	list()
	destroy("scsi_host1")
	create(virtualAdapter("<parent>scsi_host1</parent>"), 0)
	create(virtualAdapter(""), 0)
	destroy("scsi_host11")
	list()
	s.expect(all, 9)
	s.expect(one, 1)
}
