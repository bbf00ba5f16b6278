package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NodeMemoryParameters returns how the host shares equal pages of memory:
// virt.NodeMemorySharedPagesToScan and so on. No flags are defined.
func (c *Conn) NodeMemoryParameters(ctx context.Context, flags uint32) ([]virt.TypedParam, error) {
	return params(func(n int32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.NodeGetMemoryParameters.Call(ctx, c, &protocol.NodeGetMemoryParametersArgs{NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// SetNodeMemoryParameters changes how the host shares equal pages of memory; what
// is not named stays. No flags are defined.
func (c *Conn) SetNodeMemoryParameters(ctx context.Context, params []virt.TypedParam, flags uint32) error {
	return protocol.NodeSetMemoryParameters.Call(ctx, c, &protocol.NodeSetMemoryParametersArgs{Params: params, Flags: flags})
}

// NodeSuspendForDuration makes the host sleep, and wake up after so many seconds,
// 60 at least. No flags are defined.
func (c *Conn) NodeSuspendForDuration(ctx context.Context, target virt.NodeSuspendTarget, seconds uint64, flags uint32) error {
	return protocol.NodeSuspendForDuration.Call(ctx, c,
		&protocol.NodeSuspendForDurationArgs{Target: uint32(target), Duration: seconds, Flags: flags})
}
