package libvirt_test

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestNetworkUpdateOrder: hosts that have not the feature get command and section
// the wrong way round, as they expect them.
func TestNetworkUpdateOrder(t *testing.T) {
	for _, ordered := range []bool{true, false} {
		h := newHost()
		driver.Handle(h.mux, &protocol.NetworkLookupByName, func(_ context.Context, a *protocol.NetworkLookupByNameArgs) (*protocol.NetworkLookupByNameReply, error) {
			return &protocol.NetworkLookupByNameReply{Net: protocol.Network{Name: a.Name, UUID: uuid(1)}}, nil
		})
		driver.Handle(h.mux, &protocol.ConnectSupportsFeature, func(_ context.Context, a *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
			reply := &protocol.ConnectSupportsFeatureReply{}
			if ordered && a.Feature == int32(protocol.FeatureNetworkUpdateHasCorrectOrder) {
				reply.Supported = 1
			}
			return reply, nil
		})
		var got protocol.NetworkUpdateArgs
		driver.Handle(h.mux, &protocol.NetworkUpdate, func(_ context.Context, a *protocol.NetworkUpdateArgs) error {
			got = *a
			return nil
		})
		net, err := h.open().LookupNetworkByName(t.Context(), "net")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			err := net.Update(t.Context(), virt.NetworkUpdateCommandAddLast, virt.NetworkSectionDNSHost, -1, "<host/>", virt.NetworkUpdateAffectLive)
			if err != nil {
				t.Fatal(err)
			}
		}
		command, section := uint32(virt.NetworkUpdateCommandAddLast), uint32(virt.NetworkSectionDNSHost)
		if !ordered {
			command, section = section, command
		}
		want(t, "command", got.Command, command)
		want(t, "section", got.Section, section)
		want(t, "questions for features", h.took()["CONNECT_SUPPORTS_FEATURE"], 1)
	}
}
