package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// nodeDeviceByName finds the device that a client means.
func nodeDeviceByName(name string) (*nodeDevice, error) {
	for _, d := range nodeDevices() {
		if d.name == name {
			return d, nil
		}
	}
	return nil, errorf(virt.ErrNoNodeDevice, "no node device with matching name '%s'", name)
}

// nodeDevicesWith returns the names of the devices that have a capability, of all
// for nil.
func nodeDevicesWith(capability *string) []string {
	var names []string
	for _, d := range nodeDevices() {
		if capability == nil || slices.Contains(d.caps, *capability) {
			names = append(names, d.name)
		}
	}
	return names
}

// nodeDeviceFilters is one group with all capabilities that can be asked for: the
// devices have few of them.
func nodeDeviceFilters() [][]filter[nodeDevice] {
	has := func(capability string) func(*nodeDevice) bool {
		return func(d *nodeDevice) bool { return slices.Contains(d.caps, capability) }
	}
	group := []filter[nodeDevice]{
		{uint32(virt.ConnectListNodeDevicesCapSystem), has(capSystem)},
		{uint32(virt.ConnectListNodeDevicesCapSCSIHost), has(capSCSIHost)},
		{uint32(virt.ConnectListNodeDevicesCapFCHost), has(capFCHost)},
		{uint32(virt.ConnectListNodeDevicesCapVPorts), has(capVPorts)},
	}
	for flag := virt.ConnectListNodeDevicesCapSystem; flag <= virt.ConnectListNodeDevicesCapVPD; flag <<= 1 {
		if !slices.ContainsFunc(group, func(f filter[nodeDevice]) bool { return f.flag == uint32(flag) }) {
			group = append(group, filter[nodeDevice]{uint32(flag), func(*nodeDevice) bool { return false }})
		}
	}
	return [][]filter[nodeDevice]{group}
}

func (s *session) handleNodeDevices(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectListAllNodeDevices, s.connectListAllNodeDevices)
	driver.Handle(m, &protocol.NodeNumOfDevices, s.nodeNumOfDevices)
	driver.Handle(m, &protocol.NodeListDevices, s.nodeListDevices)
	driver.Handle(m, &protocol.NodeDeviceLookupByName, s.nodeDeviceLookupByName)
	driver.Handle(m, &protocol.NodeDeviceGetXMLDesc, s.nodeDeviceGetXMLDesc)
	driver.Handle(m, &protocol.NodeDeviceGetParent, s.nodeDeviceGetParent)
	driver.Handle(m, &protocol.NodeDeviceNumOfCaps, s.nodeDeviceNumOfCaps)
	driver.Handle(m, &protocol.NodeDeviceListCaps, s.nodeDeviceListCaps)
}

func (s *session) connectListAllNodeDevices(_ context.Context, a *protocol.ConnectListAllNodeDevicesArgs) (*protocol.ConnectListAllNodeDevicesReply, error) {
	groups := nodeDeviceFilters()
	if err := checkFlags(a.Flags, known(groups), "testConnectListAllNodeDevices"); err != nil {
		return nil, err
	}
	list := pick(nodeDevices(), a.Flags, groups)
	r := &protocol.ConnectListAllNodeDevicesReply{Ret: uint32(len(list))}
	for _, d := range list {
		if a.NeedResults != 0 {
			r.Devices = append(r.Devices, protocol.NodeDevice{Name: d.name})
		}
	}
	return r, nil
}

func (s *session) nodeNumOfDevices(_ context.Context, a *protocol.NodeNumOfDevicesArgs) (*protocol.NodeNumOfDevicesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeNumOfDevices"); err != nil {
		return nil, err
	}
	return &protocol.NodeNumOfDevicesReply{Num: int32(len(nodeDevicesWith(a.Cap)))}, nil
}

func (s *session) nodeListDevices(_ context.Context, a *protocol.NodeListDevicesArgs) (*protocol.NodeListDevicesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeListDevices"); err != nil {
		return nil, err
	}
	return &protocol.NodeListDevicesReply{Names: firstN(nodeDevicesWith(a.Cap), a.MaxNames)}, nil
}

func (s *session) nodeDeviceLookupByName(_ context.Context, a *protocol.NodeDeviceLookupByNameArgs) (*protocol.NodeDeviceLookupByNameReply, error) {
	d, err := nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceLookupByNameReply{Dev: protocol.NodeDevice{Name: d.name}}, nil
}

func (s *session) nodeDeviceGetXMLDesc(_ context.Context, a *protocol.NodeDeviceGetXMLDescArgs) (*protocol.NodeDeviceGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeDeviceGetXMLDesc"); err != nil {
		return nil, err
	}
	d, err := nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceGetXMLDescReply{XML: d.xml}, nil
}

func (s *session) nodeDeviceGetParent(_ context.Context, a *protocol.NodeDeviceGetParentArgs) (*protocol.NodeDeviceGetParentReply, error) {
	d, err := nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	r := &protocol.NodeDeviceGetParentReply{}
	if d.parent != "" {
		r.ParentName = &d.parent
	}
	return r, nil
}

func (s *session) nodeDeviceNumOfCaps(_ context.Context, a *protocol.NodeDeviceNumOfCapsArgs) (*protocol.NodeDeviceNumOfCapsReply, error) {
	d, err := nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceNumOfCapsReply{Num: int32(len(d.ownCaps()))}, nil
}

func (s *session) nodeDeviceListCaps(_ context.Context, a *protocol.NodeDeviceListCapsArgs) (*protocol.NodeDeviceListCapsReply, error) {
	d, err := nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceListCapsReply{Names: firstN(d.ownCaps(), a.MaxNames)}, nil
}
