package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// nodeDeviceByName finds the device that a client means.
func (h *host) nodeDeviceByName(name string) (*model.NodeDevice, error) {
	if i := h.nodeDeviceIndex(name); i >= 0 {
		return h.devices[i], nil
	}
	return nil, errorf(virt.ErrNoNodeDevice, "no node device with matching name '%s'", name)
}

// nodeDeviceIndex returns where the device of that name is among the devices,
// below 0 for nowhere.
func (h *host) nodeDeviceIndex(name string) int {
	return slices.IndexFunc(h.devices, func(d *model.NodeDevice) bool { return d.Name() == name })
}

// nodeDevicesWith returns the names of the devices that have a capability, of all
// for nil.
func (h *host) nodeDevicesWith(capability *string) []string {
	var names []string
	for _, d := range h.devices {
		if capability == nil || d.Has(*capability) {
			names = append(names, d.Name())
		}
	}
	return names
}

// nodeDeviceFilters is one group with all capabilities that can be asked for.
func nodeDeviceFilters() [][]filter[model.NodeDevice] {
	var group []filter[model.NodeDevice]
	for _, c := range []struct {
		flag virt.ConnectListAllNodeDeviceFlags
		name string
	}{
		{virt.ConnectListNodeDevicesCapSystem, "system"},
		{virt.ConnectListNodeDevicesCapPCIDev, "pci"},
		{virt.ConnectListNodeDevicesCapUSBDev, "usb_device"},
		{virt.ConnectListNodeDevicesCapUSBInterface, "usb"},
		{virt.ConnectListNodeDevicesCapNet, "net"},
		{virt.ConnectListNodeDevicesCapSCSIHost, "scsi_host"},
		{virt.ConnectListNodeDevicesCapSCSITarget, "scsi_target"},
		{virt.ConnectListNodeDevicesCapSCSI, "scsi"},
		{virt.ConnectListNodeDevicesCapStorage, "storage"},
		{virt.ConnectListNodeDevicesCapFCHost, "fc_host"},
		{virt.ConnectListNodeDevicesCapVPorts, "vports"},
		{virt.ConnectListNodeDevicesCapSCSIGeneric, "scsi_generic"},
		{virt.ConnectListNodeDevicesCapDRM, "drm"},
		{virt.ConnectListNodeDevicesCapMDevTypes, "mdev_types"},
		{virt.ConnectListNodeDevicesCapMDev, "mdev"},
		{virt.ConnectListNodeDevicesCapCCWDev, "ccw"},
		{virt.ConnectListNodeDevicesCapCSSDev, "css"},
		{virt.ConnectListNodeDevicesCapVDPA, "vdpa"},
		{virt.ConnectListNodeDevicesCapAPCard, "ap_card"},
		{virt.ConnectListNodeDevicesCapAPQueue, "ap_queue"},
		{virt.ConnectListNodeDevicesCapAPMatrix, "ap_matrix"},
		{virt.ConnectListNodeDevicesCapVPD, "vpd"},
	} {
		group = append(group, filter[model.NodeDevice]{uint32(c.flag), func(d *model.NodeDevice) bool { return d.Has(c.name) }})
	}
	return [][]filter[model.NodeDevice]{group}
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
	s.mu.Lock()
	defer s.mu.Unlock()
	list := pick(s.devices, a.Flags, groups)
	r := &protocol.ConnectListAllNodeDevicesReply{Ret: uint32(len(list))}
	for _, d := range list {
		if a.NeedResults != 0 {
			r.Devices = append(r.Devices, protocol.NodeDevice{Name: d.Name()})
		}
	}
	return r, nil
}

func (s *session) nodeNumOfDevices(_ context.Context, a *protocol.NodeNumOfDevicesArgs) (*protocol.NodeNumOfDevicesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeNumOfDevices"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.NodeNumOfDevicesReply{Num: int32(len(s.nodeDevicesWith(a.Cap)))}, nil
}

func (s *session) nodeListDevices(_ context.Context, a *protocol.NodeListDevicesArgs) (*protocol.NodeListDevicesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeListDevices"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.NodeListDevicesReply{Names: firstN(s.nodeDevicesWith(a.Cap), a.MaxNames)}, nil
}

func (s *session) nodeDeviceLookupByName(_ context.Context, a *protocol.NodeDeviceLookupByNameArgs) (*protocol.NodeDeviceLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceLookupByNameReply{Dev: protocol.NodeDevice{Name: d.Name()}}, nil
}

func (s *session) nodeDeviceGetXMLDesc(_ context.Context, a *protocol.NodeDeviceGetXMLDescArgs) (*protocol.NodeDeviceGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeDeviceGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceGetXMLDescReply{XML: d.XML()}, nil
}

func (s *session) nodeDeviceGetParent(_ context.Context, a *protocol.NodeDeviceGetParentArgs) (*protocol.NodeDeviceGetParentReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	r := &protocol.NodeDeviceGetParentReply{}
	if parent := d.Parent(); parent != "" {
		r.ParentName = &parent
	}
	return r, nil
}

func (s *session) nodeDeviceNumOfCaps(_ context.Context, a *protocol.NodeDeviceNumOfCapsArgs) (*protocol.NodeDeviceNumOfCapsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceNumOfCapsReply{Num: int32(len(d.Capabilities()))}, nil
}

func (s *session) nodeDeviceListCaps(_ context.Context, a *protocol.NodeDeviceListCapsArgs) (*protocol.NodeDeviceListCapsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.NodeDeviceListCapsReply{Names: firstN(d.Capabilities(), a.MaxNames)}, nil
}
