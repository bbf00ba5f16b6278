package drivertest

import "github.com/virgo-vm/virgo/lib/protocol"

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
