package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// LaunchSecurityInfo returns what proves that the domain was started untampered:
// virt.DomainLaunchSecuritySEVMeasurement and so on; nothing for a domain that
// was started without. No flags are defined.
func (d *Domain) LaunchSecurityInfo(ctx context.Context, flags uint32) ([]virt.TypedParam, error) {
	// Hosts that have the procedure have parameters that are strings too, and
	// need to be told that these are welcome.
	r, err := protocol.DomainGetLaunchSecurityInfo.Call(ctx, d.conn,
		&protocol.DomainGetLaunchSecurityInfoArgs{Dom: d.wire(), Flags: flags | uint32(virt.TypedParamStringOkay)})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// SetLaunchSecurityState puts a secret into the memory of a domain that was
// started paused: virt.DomainLaunchSecuritySEVSecret and so on. No flags are
// defined.
func (d *Domain) SetLaunchSecurityState(ctx context.Context, params []virt.TypedParam, flags uint32) error {
	return protocol.DomainSetLaunchSecurityState.Call(ctx, d.conn,
		&protocol.DomainSetLaunchSecurityStateArgs{Dom: d.wire(), Params: params, Flags: flags})
}

// NodeSEVInfo returns what the host's processor offers for encrypted guests:
// virt.NodeSEVPDH and so on. No flags are defined.
func (c *Conn) NodeSEVInfo(ctx context.Context, flags uint32) ([]virt.TypedParam, error) {
	r, err := protocol.NodeGetSEVInfo.Call(ctx, c,
		&protocol.NodeGetSEVInfoArgs{NParams: protocol.NodeSEVInfoMax, Flags: flags | uint32(virt.TypedParamStringOkay)})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}
