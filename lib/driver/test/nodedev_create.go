package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Of the devices, the host can make virtual host bus adapters only: each is a copy
// of templateDevice, and takes the place of the one that was made before.
const (
	templateDevice = "scsi_host11"
	virtualDevice  = "scsi_host12"
)

func (s *session) handleNodeDeviceCreation(m *driver.Mux) {
	driver.Handle(m, &protocol.NodeDeviceCreateXML, s.nodeDeviceCreateXML)
	driver.Handle(m, &protocol.NodeDeviceDestroy, s.nodeDeviceDestroy)
}

func (s *session) nodeDeviceCreateXML(_ context.Context, a *protocol.NodeDeviceCreateXMLArgs) (*protocol.NodeDeviceCreateXMLReply, error) {
	if err := checkFlags(a.Flags, virt.NodeDeviceCreateXMLValidate, "testNodeDeviceCreateXML"); err != nil {
		return nil, err
	}
	o := s.options
	o.Strict = a.Flags&uint32(virt.NodeDeviceCreateXMLValidate) != 0
	def, err := model.ParseNewNodeDevice(a.XMLDesc, o)
	if err != nil {
		return nil, err
	}
	wwns, ok := def.WWNs()
	if !ok {
		return nil, errNotHBA()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.findParent(def); err != nil {
		return nil, err
	}
	i := s.nodeDeviceIndex(templateDevice)
	if i < 0 {
		return nil, errUnknown()
	}
	if _, ok := s.devices[i].WWNs(); !ok { // where libvirt's driver looks for them forever
		return nil, errNotHBA()
	}
	made := s.devices[i].Virtual(virtualDevice, wwns)
	s.putNodeDevice(made)
	s.publishNodeDevice(made, virt.NodeDeviceEventCreated)
	return &protocol.NodeDeviceCreateXMLReply{Dev: protocol.NodeDevice{Name: made.Name()}}, nil
}

// putNodeDevice adds a device, or replaces the one of that name.
func (h *host) putNodeDevice(d *model.NodeDevice) {
	if i := h.nodeDeviceIndex(d.Name()); i >= 0 {
		h.devices[i] = d
	} else {
		h.devices = append(h.devices, d)
	}
}

func errNotHBA() error {
	return virt.Errorf(virt.FromNodedev, virt.ErrInternalError, "Device is not a fibre channel HBA")
}

// findParent finds out whether there is an adapter for a virtual one: the one that
// its document names, or any.
func (h *host) findParent(def *model.NodeDevice) error {
	fault := func(format string, args ...any) error {
		return virt.Errorf(virt.FromNodedev, virt.ErrInternalError, format, args...)
	}
	name, wwns := def.Parent(), def.ParentWWNs()
	var match func(*model.NodeDevice) bool
	switch {
	case name != "":
		match = func(d *model.NodeDevice) bool { return d.Name() == name }
	case wwns.Node != "":
		match = func(d *model.NodeDevice) bool {
			w, ok := d.WWNs()
			return ok && d.Has("vports") && w.Node == wwns.Node && w.Port == wwns.Port
		}
	case wwns.Fabric != "":
		match = func(d *model.NodeDevice) bool {
			w, ok := d.WWNs()
			return ok && d.Has("vports") && w.Fabric == wwns.Fabric
		}
	default:
		if !slices.ContainsFunc(h.devices, func(d *model.NodeDevice) bool { return d.Has("vports") }) {
			return fault("Could not find any vport capable device")
		}
		return nil
	}
	i := slices.IndexFunc(h.devices, match)
	switch {
	case i < 0:
		return fault("Could not find parent device for '%s'", def.Name())
	case !h.devices[i].Has("vports"):
		return fault("Parent device %s is not capable of vport operations", h.devices[i].Name())
	}
	return nil
}

// nodeDeviceDestroy removes a host bus adapter whose parent is there. Of any other
// device libvirt's driver says that it did, and keeps it.
func (s *session) nodeDeviceDestroy(_ context.Context, a *protocol.NodeDeviceDestroyArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.nodeDeviceByName(a.Name)
	if err != nil {
		return err
	}
	if _, ok := d.WWNs(); !ok || s.nodeDeviceIndex(d.Parent()) < 0 {
		return nil
	}
	s.devices = slices.DeleteFunc(s.devices, func(x *model.NodeDevice) bool { return x == d })
	s.publishNodeDevice(d, virt.NodeDeviceEventDeleted)
	return nil
}
