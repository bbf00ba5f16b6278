package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/virt"
)

// NetworkRow is a network in a list.
type NetworkRow struct {
	*Network
	Active     bool
	Autostart  bool
	Persistent bool
}

// NetworkRows is ListAllNetworks with the state of each, in one round trip: at
// most four lists with different filters, in flight together.
func (c *Conn) NetworkRows(ctx context.Context, flags virt.ConnectListAllNetworksFlags) ([]NetworkRow, error) {
	var nets []*Network
	var active, auto, persist attribute
	list := func(flags uint32) ([]virt.UUID, error) {
		nets, err := c.ListAllNetworks(ctx, virt.ConnectListAllNetworksFlags(flags))
		return uuids(nets), err
	}
	calls := []func() error{func() (err error) { nets, err = c.ListAllNetworks(ctx, flags); return err }}
	f := uint32(flags)
	calls = active.ask(calls, list, f, uint32(virt.ConnectListNetworksActive), uint32(virt.ConnectListNetworksInactive))
	calls = auto.ask(calls, list, f, uint32(virt.ConnectListNetworksAutostart), uint32(virt.ConnectListNetworksNoAutostart))
	calls = persist.ask(calls, list, f, uint32(virt.ConnectListNetworksPersistent), uint32(virt.ConnectListNetworksTransient))
	if err := together(calls...); err != nil {
		return nil, err
	}
	rows := make([]NetworkRow, len(nets))
	for i, n := range nets {
		rows[i] = NetworkRow{Network: n, Active: active.has(n.uuid), Autostart: auto.has(n.uuid), Persistent: persist.has(n.uuid)}
	}
	return rows, nil
}
