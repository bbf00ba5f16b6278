package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Interface is a handle of a network interface of the host: its name and MAC
// address.
type Interface struct {
	conn      *Conn
	name, mac string
}

func (c *Conn) iface(w *protocol.Interface) *Interface { return &Interface{c, w.Name, w.MAC} }

func (i *Interface) wire() protocol.Interface { return protocol.Interface{Name: i.name, MAC: i.mac} }

// Name returns the name. It asks nobody.
func (i *Interface) Name() string { return i.name }

// MAC returns the MAC address as text; empty for an interface without one. It
// asks nobody.
func (i *Interface) MAC() string { return i.mac }

// Conn returns the session that the handle belongs to.
func (i *Interface) Conn() *Conn { return i.conn }

// Ref returns what names the interface.
func (i *Interface) Ref() Ref { return Ref{Kind: "interface", Name: i.name} }

// ListAllInterfaces returns the interfaces that flags choose, all of them for
// none.
func (c *Conn) ListAllInterfaces(ctx context.Context, flags virt.ConnectListAllInterfacesFlags) ([]*Interface, error) {
	r, err := protocol.ConnectListAllInterfaces.Call(ctx, c,
		&protocol.ConnectListAllInterfacesArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	ifaces := make([]*Interface, len(r.Ifaces))
	for i := range r.Ifaces {
		ifaces[i] = c.iface(&r.Ifaces[i])
	}
	return ifaces, nil
}

// InterfaceRow is an interface in a list.
type InterfaceRow struct {
	*Interface
	Active bool
}

// InterfaceRows is ListAllInterfaces with the state of each, in one round trip:
// at most two lists with different filters, in flight together.
func (c *Conn) InterfaceRows(ctx context.Context, flags virt.ConnectListAllInterfacesFlags) ([]InterfaceRow, error) {
	const both = virt.ConnectListInterfacesActive | virt.ConnectListInterfacesInactive
	var ifaces, running []*Interface
	calls := []func() error{func() (err error) { ifaces, err = c.ListAllInterfaces(ctx, flags); return err }}
	if flags&both == 0 || flags&both == both {
		calls = append(calls, func() (err error) {
			running, err = c.ListAllInterfaces(ctx, flags&^both|virt.ConnectListInterfacesActive)
			return err
		})
	}
	if err := together(calls...); err != nil {
		return nil, err
	}
	active := make(map[string]bool, len(running))
	for _, i := range running {
		active[i.name] = true
	}
	rows := make([]InterfaceRow, len(ifaces))
	for n, i := range ifaces {
		rows[n] = InterfaceRow{i, active[i.name] || flags&both == virt.ConnectListInterfacesActive}
	}
	return rows, nil
}

// LookupInterfaceByName returns the interface with a name.
func (c *Conn) LookupInterfaceByName(ctx context.Context, name string) (*Interface, error) {
	r, err := protocol.InterfaceLookupByName.Call(ctx, c, &protocol.InterfaceLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.iface(&r.Iface), nil
}

// LookupInterfaceByMACString returns the interface with a MAC address.
func (c *Conn) LookupInterfaceByMACString(ctx context.Context, mac string) (*Interface, error) {
	r, err := protocol.InterfaceLookupByMACString.Call(ctx, c, &protocol.InterfaceLookupByMACStringArgs{MAC: mac})
	if err != nil {
		return nil, err
	}
	return c.iface(&r.Iface), nil
}

// DefineInterfaceXML makes an interface persistent, without starting it.
func (c *Conn) DefineInterfaceXML(ctx context.Context, xml string, flags virt.InterfaceDefineFlags) (*Interface, error) {
	r, err := protocol.InterfaceDefineXML.Call(ctx, c, &protocol.InterfaceDefineXMLArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.iface(&r.Iface), nil
}

// XMLDesc returns the interface's configuration: of the running one, or with
// virt.InterfaceXMLInactive the one for its next start.
func (i *Interface) XMLDesc(ctx context.Context, flags virt.InterfaceXMLFlags) (string, error) {
	r, err := protocol.InterfaceGetXMLDesc.Call(ctx, i.conn, &protocol.InterfaceGetXMLDescArgs{Iface: i.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// IsActive reports whether the interface is up.
func (i *Interface) IsActive(ctx context.Context) (bool, error) {
	r, err := protocol.InterfaceIsActive.Call(ctx, i.conn, &protocol.InterfaceIsActiveArgs{Iface: i.wire()})
	return err == nil && r.Active != 0, err
}

// Create starts a defined interface. No flags are defined.
func (i *Interface) Create(ctx context.Context, flags uint32) error {
	return protocol.InterfaceCreate.Call(ctx, i.conn, &protocol.InterfaceCreateArgs{Iface: i.wire(), Flags: flags})
}

// Destroy stops the interface; its configuration stays. No flags are defined.
func (i *Interface) Destroy(ctx context.Context, flags uint32) error {
	return protocol.InterfaceDestroy.Call(ctx, i.conn, &protocol.InterfaceDestroyArgs{Iface: i.wire(), Flags: flags})
}

// Undefine removes the interface's configuration.
func (i *Interface) Undefine(ctx context.Context) error {
	return protocol.InterfaceUndefine.Call(ctx, i.conn, &protocol.InterfaceUndefineArgs{Iface: i.wire()})
}

// InterfaceChangeBegin notes the configuration of all interfaces, to which
// InterfaceChangeRollback returns. No flags are defined.
func (c *Conn) InterfaceChangeBegin(ctx context.Context, flags uint32) error {
	return protocol.InterfaceChangeBegin.Call(ctx, c, &protocol.InterfaceChangeBeginArgs{Flags: flags})
}

// InterfaceChangeCommit keeps what has changed since InterfaceChangeBegin. No
// flags are defined.
func (c *Conn) InterfaceChangeCommit(ctx context.Context, flags uint32) error {
	return protocol.InterfaceChangeCommit.Call(ctx, c, &protocol.InterfaceChangeCommitArgs{Flags: flags})
}

// InterfaceChangeRollback takes back what has changed since InterfaceChangeBegin.
// No flags are defined.
func (c *Conn) InterfaceChangeRollback(ctx context.Context, flags uint32) error {
	return protocol.InterfaceChangeRollback.Call(ctx, c, &protocol.InterfaceChangeRollbackArgs{Flags: flags})
}
