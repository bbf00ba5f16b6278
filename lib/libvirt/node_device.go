package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NodeDevice is a handle of a device of the host: its name.
type NodeDevice struct {
	conn *Conn
	name string
}

func (c *Conn) nodeDevice(w *protocol.NodeDevice) *NodeDevice { return &NodeDevice{c, w.Name} }

// Name returns the name. It asks nobody.
func (d *NodeDevice) Name() string { return d.name }

// Conn returns the session that the handle belongs to.
func (d *NodeDevice) Conn() *Conn { return d.conn }

// Ref returns what names the device.
func (d *NodeDevice) Ref() Ref { return Ref{Kind: "node device", Name: d.name} }

// ListAllNodeDevices returns the devices that flags choose, all of them for none.
func (c *Conn) ListAllNodeDevices(ctx context.Context, flags virt.ConnectListAllNodeDeviceFlags) ([]*NodeDevice, error) {
	r, err := protocol.ConnectListAllNodeDevices.Call(ctx, c,
		&protocol.ConnectListAllNodeDevicesArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	devices := make([]*NodeDevice, len(r.Devices))
	for i := range r.Devices {
		devices[i] = c.nodeDevice(&r.Devices[i])
	}
	return devices, nil
}

// NumOfNodeDevices returns how many devices have a capability, or how many there
// are for an empty one. No flags are defined.
func (c *Conn) NumOfNodeDevices(ctx context.Context, capability string, flags uint32) (int, error) {
	r, err := protocol.NodeNumOfDevices.Call(ctx, c, &protocol.NodeNumOfDevicesArgs{Cap: optional(capability), Flags: flags})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// LookupNodeDeviceByName returns the device with a name.
func (c *Conn) LookupNodeDeviceByName(ctx context.Context, name string) (*NodeDevice, error) {
	r, err := protocol.NodeDeviceLookupByName.Call(ctx, c, &protocol.NodeDeviceLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.nodeDevice(&r.Dev), nil
}

// LookupNodeDeviceSCSIHostByWWN returns the SCSI host with a WWNN and a WWPN. No
// flags are defined.
func (c *Conn) LookupNodeDeviceSCSIHostByWWN(ctx context.Context, wwnn, wwpn string, flags uint32) (*NodeDevice, error) {
	r, err := protocol.NodeDeviceLookupSCSIHostByWWN.Call(ctx, c,
		&protocol.NodeDeviceLookupSCSIHostByWWNArgs{WWNN: wwnn, WWPN: wwpn, Flags: flags})
	if err != nil {
		return nil, err
	}
	return c.nodeDevice(&r.Dev), nil
}

// CreateNodeDeviceXML makes a device, such as a virtual host bus adapter, that is
// gone when it is destroyed.
func (c *Conn) CreateNodeDeviceXML(ctx context.Context, xml string, flags virt.NodeDeviceCreateXMLFlags) (*NodeDevice, error) {
	r, err := protocol.NodeDeviceCreateXML.Call(ctx, c, &protocol.NodeDeviceCreateXMLArgs{XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.nodeDevice(&r.Dev), nil
}

// DefineNodeDeviceXML makes a device persistent, such as a mediated one, without
// starting it.
func (c *Conn) DefineNodeDeviceXML(ctx context.Context, xml string, flags virt.NodeDeviceDefineXMLFlags) (*NodeDevice, error) {
	r, err := protocol.NodeDeviceDefineXML.Call(ctx, c, &protocol.NodeDeviceDefineXMLArgs{XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.nodeDevice(&r.Dev), nil
}

// XMLDesc returns what the device is, as XML.
func (d *NodeDevice) XMLDesc(ctx context.Context, flags virt.NodeDeviceXMLFlags) (string, error) {
	r, err := protocol.NodeDeviceGetXMLDesc.Call(ctx, d.conn, &protocol.NodeDeviceGetXMLDescArgs{Name: d.name, Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Parent returns the name of the device that this one is part of; empty for the
// computer.
func (d *NodeDevice) Parent(ctx context.Context) (string, error) {
	r, err := protocol.NodeDeviceGetParent.Call(ctx, d.conn, &protocol.NodeDeviceGetParentArgs{Name: d.name})
	if err != nil {
		return "", err
	}
	return orEmpty(r.ParentName), nil
}

// Caps returns the names of the device's capabilities.
func (d *NodeDevice) Caps(ctx context.Context) ([]string, error) {
	r, err := protocol.NodeDeviceListCaps.Call(ctx, d.conn,
		&protocol.NodeDeviceListCapsArgs{Name: d.name, MaxNames: protocol.NodeDeviceCapsListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// Detach takes the device away from the host, so that a guest can have it
// (virNodeDeviceDettach).
func (d *NodeDevice) Detach(ctx context.Context) error {
	return protocol.NodeDeviceDettach.Call(ctx, d.conn, &protocol.NodeDeviceDettachArgs{Name: d.name})
}

// DetachFlags is Detach for the host's driver with a name; empty for the host's
// choice. No flags are defined.
func (d *NodeDevice) DetachFlags(ctx context.Context, driver string, flags uint32) error {
	return protocol.NodeDeviceDetachFlags.Call(ctx, d.conn,
		&protocol.NodeDeviceDetachFlagsArgs{Name: d.name, DriverName: optional(driver), Flags: flags})
}

// ReAttach gives the device back to the host.
func (d *NodeDevice) ReAttach(ctx context.Context) error {
	return protocol.NodeDeviceReAttach.Call(ctx, d.conn, &protocol.NodeDeviceReAttachArgs{Name: d.name})
}

// Reset resets the device, which the host must not use.
func (d *NodeDevice) Reset(ctx context.Context) error {
	return protocol.NodeDeviceReset.Call(ctx, d.conn, &protocol.NodeDeviceResetArgs{Name: d.name})
}

// Create starts a defined device. No flags are defined.
func (d *NodeDevice) Create(ctx context.Context, flags uint32) error {
	return protocol.NodeDeviceCreate.Call(ctx, d.conn, &protocol.NodeDeviceCreateArgs{Name: d.name, Flags: flags})
}

// Destroy takes a device away that was made.
func (d *NodeDevice) Destroy(ctx context.Context) error {
	return protocol.NodeDeviceDestroy.Call(ctx, d.conn, &protocol.NodeDeviceDestroyArgs{Name: d.name})
}

// Undefine removes the configuration of a device that was defined. No flags are
// defined.
func (d *NodeDevice) Undefine(ctx context.Context, flags uint32) error {
	return protocol.NodeDeviceUndefine.Call(ctx, d.conn, &protocol.NodeDeviceUndefineArgs{Name: d.name, Flags: flags})
}

// Update changes the device, as flags say: the running one, its configuration, or
// both.
func (d *NodeDevice) Update(ctx context.Context, xml string, flags virt.NodeDeviceUpdateFlags) error {
	return protocol.NodeDeviceUpdate.Call(ctx, d.conn,
		&protocol.NodeDeviceUpdateArgs{Name: d.name, XMLDesc: xml, Flags: uint32(flags)})
}

// SetAutostart makes a defined device start with its parent, or not.
func (d *NodeDevice) SetAutostart(ctx context.Context, on bool) error {
	return protocol.NodeDeviceSetAutostart.Call(ctx, d.conn,
		&protocol.NodeDeviceSetAutostartArgs{Name: d.name, Autostart: boolInt(on)})
}

// NodeDeviceOverview is what NodeDevice.Overview finds out. What the host does not
// tell is nil.
type NodeDeviceOverview struct {
	Parent     *string // empty for the computer
	Active     *bool
	Persistent *bool
	Autostart  *bool
}

// Overview asks for all that NodeDeviceOverview has, in flight together instead of
// one after the other. What the host refuses to tell is no error.
func (d *NodeDevice) Overview(ctx context.Context) (*NodeDeviceOverview, error) {
	var o NodeDeviceOverview
	q := quiet{d.conn}
	err := together(
		func() error {
			r, err := protocol.NodeDeviceGetParent.Call(ctx, q, &protocol.NodeDeviceGetParentArgs{Name: d.name})
			o.Parent = told(r, err, func(r *protocol.NodeDeviceGetParentReply) string { return orEmpty(r.ParentName) })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NodeDeviceIsActive.Call(ctx, q, &protocol.NodeDeviceIsActiveArgs{Name: d.name})
			o.Active = told(r, err, func(r *protocol.NodeDeviceIsActiveReply) bool { return r.Active != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NodeDeviceIsPersistent.Call(ctx, q, &protocol.NodeDeviceIsPersistentArgs{Name: d.name})
			o.Persistent = told(r, err, func(r *protocol.NodeDeviceIsPersistentReply) bool { return r.Persistent != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NodeDeviceGetAutostart.Call(ctx, q, &protocol.NodeDeviceGetAutostartArgs{Name: d.name})
			o.Autostart = told(r, err, func(r *protocol.NodeDeviceGetAutostartReply) bool { return r.Autostart != 0 })
			return tolerated(err)
		},
	)
	return &o, d.conn.failed(err)
}

// ParentsOfNodeDevices returns the name of the parent of each device, all asked
// for at once; empty where there is none, or where the host does not tell.
func (c *Conn) ParentsOfNodeDevices(ctx context.Context, devices []*NodeDevice) ([]string, error) {
	parents := make([]string, len(devices))
	calls := make([]func() error, len(devices))
	for i, d := range devices {
		calls[i] = func() error {
			r, err := protocol.NodeDeviceGetParent.Call(ctx, quiet{c}, &protocol.NodeDeviceGetParentArgs{Name: d.name})
			if err == nil {
				parents[i] = orEmpty(r.ParentName)
			}
			return tolerated(err)
		}
	}
	return parents, c.failed(together(calls...))
}
