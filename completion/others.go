package completion

import (
	"context"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// otherSources are the objects of a host of which there are no more than names.
func otherSources() map[string]source {
	return map[string]source{
		"interfaces":          interfaces(0, (*libvirt.Interface).Name),
		"interfaces-active":   interfaces(virt.ConnectListInterfacesActive, (*libvirt.Interface).Name),
		"interfaces-inactive": interfaces(virt.ConnectListInterfacesInactive, (*libvirt.Interface).Name),
		"interface-macs":      interfaces(0, (*libvirt.Interface).MAC),
		"nodedevs": listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.NodeDevice, error) {
			return conn.ListAllNodeDevices(ctx, 0)
		}, (*libvirt.NodeDevice).Name),
		"nwfilters": listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.NWFilter, error) {
			return conn.ListAllNWFilters(ctx, 0)
		}, (*libvirt.NWFilter).Name),
		"nwfilter-bindings": listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.NWFilterBinding, error) {
			return conn.ListAllNWFilterBindings(ctx, 0)
		}, (*libvirt.NWFilterBinding).PortDev),
		"secrets": listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.Secret, error) {
			return conn.ListAllSecrets(ctx, 0)
		}, func(s *libvirt.Secret) string { return s.UUID().String() }),
	}
}

func interfaces(flags virt.ConnectListAllInterfacesFlags, word func(*libvirt.Interface) string) source {
	return listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.Interface, error) {
		return conn.ListAllInterfaces(ctx, flags)
	}, word)
}
