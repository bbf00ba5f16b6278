package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NWFilterBinding is a handle of the binding of a network filter to a port: the
// names of the port's device and of the filter.
type NWFilterBinding struct {
	conn            *Conn
	portDev, filter string
}

func (c *Conn) nwfilterBinding(w *protocol.NWFilterBinding) *NWFilterBinding {
	return &NWFilterBinding{c, w.PortDev, w.FilterName}
}

func (b *NWFilterBinding) wire() protocol.NWFilterBinding {
	return protocol.NWFilterBinding{PortDev: b.portDev, FilterName: b.filter}
}

// PortDev returns the name of the device of the port. It asks nobody.
func (b *NWFilterBinding) PortDev() string { return b.portDev }

// FilterName returns the name of the filter. It asks nobody.
func (b *NWFilterBinding) FilterName() string { return b.filter }

// Conn returns the session that the handle belongs to.
func (b *NWFilterBinding) Conn() *Conn { return b.conn }

// Ref returns what names the binding: its port.
func (b *NWFilterBinding) Ref() Ref { return Ref{Kind: "network filter binding", Name: b.portDev} }

// ListAllNWFilterBindings returns the bindings. No flags are defined.
func (c *Conn) ListAllNWFilterBindings(ctx context.Context, flags uint32) ([]*NWFilterBinding, error) {
	r, err := protocol.ConnectListAllNWFilterBindings.Call(ctx, c,
		&protocol.ConnectListAllNWFilterBindingsArgs{NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	bindings := make([]*NWFilterBinding, len(r.Bindings))
	for i := range r.Bindings {
		bindings[i] = c.nwfilterBinding(&r.Bindings[i])
	}
	return bindings, nil
}

// LookupNWFilterBindingByPortDev returns the binding of the port with a device.
func (c *Conn) LookupNWFilterBindingByPortDev(ctx context.Context, portDev string) (*NWFilterBinding, error) {
	r, err := protocol.NWFilterBindingLookupByPortDev.Call(ctx, c, &protocol.NWFilterBindingLookupByPortDevArgs{Name: portDev})
	if err != nil {
		return nil, err
	}
	return c.nwfilterBinding(&r.NWFilter), nil
}

// CreateNWFilterBindingXML binds a filter to a port. For domains the host does
// that by itself.
func (c *Conn) CreateNWFilterBindingXML(ctx context.Context, xml string, flags virt.NWFilterBindingCreateFlags) (*NWFilterBinding, error) {
	r, err := protocol.NWFilterBindingCreateXML.Call(ctx, c, &protocol.NWFilterBindingCreateXMLArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.nwfilterBinding(&r.NWFilter), nil
}

// XMLDesc returns the binding as XML. No flags are defined.
func (b *NWFilterBinding) XMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.NWFilterBindingGetXMLDesc.Call(ctx, b.conn,
		&protocol.NWFilterBindingGetXMLDescArgs{NWFilter: b.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Delete takes the filter off the port.
func (b *NWFilterBinding) Delete(ctx context.Context) error {
	return protocol.NWFilterBindingDelete.Call(ctx, b.conn, &protocol.NWFilterBindingDeleteArgs{NWFilter: b.wire()})
}
