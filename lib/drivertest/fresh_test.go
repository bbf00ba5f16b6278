package drivertest_test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// dirtying leaves a default host with a trace when it is closed, whatever else
// was done to it: the domain that runs at first does not. So openFresh can tell
// a host that is about to go from a fresh one.
type dirtying struct{ driver.Conn }

func (c dirtying) Close(ctx context.Context) error {
	first, err := virt.ParseUUID("6695eb01-f6a4-8304-79aa-97f2502e193f")
	if err == nil {
		_ = protocol.DomainDestroy.Call(ctx, c.Conn, &protocol.DomainDestroyArgs{Dom: protocol.Domain{Name: "test", UUID: first}}) // may not run, or be closed
	}
	return c.Conn.Close(ctx)
}
