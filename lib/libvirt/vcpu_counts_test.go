package libvirt_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestVcpuCounts(t *testing.T) {
	failed := virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "failed")
	for _, c := range []struct {
		name               string
		active, persistent int32
		err                error
		live, config       string
	}{
		{"running", 1, 1, nil, "5 1", "6 2"},
		{"shut off", 0, 1, nil, "-", "6 2"},
		{"transient", 1, 0, nil, "5 1", "-"},
		{"gone meanwhile", 1, 1, failed, "-", "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				driver.Handle(h.mux, &protocol.DomainIsActive, answer[protocol.DomainIsActiveArgs](
					&protocol.DomainIsActiveReply{Active: c.active}, nil))
				driver.Handle(h.mux, &protocol.DomainIsPersistent, answer[protocol.DomainIsPersistentArgs](
					&protocol.DomainIsPersistentReply{Persistent: c.persistent}, nil))
				driver.Handle(h.mux, &protocol.DomainGetVcpusFlags, slowly(func(a *protocol.DomainGetVcpusFlagsArgs) (*protocol.DomainGetVcpusFlagsReply, error) {
					return &protocol.DomainGetVcpusFlagsReply{Num: int32(a.Flags)}, c.err // a number that tells what was asked for
				}))
				live, config, err := oneDomain(t, h).VcpuCounts(t.Context())
				want(t, "error", err, c.err)
				want(t, "live", count(live), c.live)
				want(t, "config", count(config), c.config)
				want(t, "round trips with the look-up", h.tracer.RoundTrips(), 3)
			})
		})
	}
}

func count(c *libvirt.VcpuCount) string {
	if c == nil {
		return "-"
	}
	return fmt.Sprint(c.Maximum, c.Current)
}
