package domain_test

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/cmd/domain"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestGuestvcpus(t *testing.T) {
	h := vshtest.NewHost(domain.Commands())
	driver.Handle(h.Mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		return &protocol.DomainLookupByNameReply{Dom: protocol.Domain{Name: a.Name, ID: 1}}, nil
	})
	driver.Handle(h.Mux, &protocol.DomainGetGuestVcpus, func(context.Context, *protocol.DomainGetGuestVcpusArgs) (*protocol.DomainGetGuestVcpusReply, error) {
		return &protocol.DomainGetGuestVcpusReply{Params: []virt.TypedParam{
			{Name: "vcpus", Value: virt.StringValue("0-1,3")},
			{Name: "online", Value: virt.StringValue("0")},
			{Name: "offlinable", Value: virt.StringValue("")},
		}}, nil
	})
	var set *protocol.DomainSetGuestVcpusArgs
	driver.Handle(h.Mux, &protocol.DomainSetGuestVcpus, func(_ context.Context, a *protocol.DomainSetGuestVcpusArgs) error {
		set = a
		return nil
	})
	if got, want := h.Text(t, "guestvcpus", "vm"), "vcpus          : 0-1,3\nonline         : 0\nofflinable     : \n"; got != want {
		t.Errorf("text:\n%s\nwant:\n%s", got, want)
	}
	want := `{
  "parameters": {
    "vcpus": [
      0,
      1,
      3
    ],
    "online": [
      0
    ],
    "offlinable": []
  }
}
`
	if got := h.JSON(t, "guestvcpus", "vm"); got != want {
		t.Errorf("JSON:\n%s\nwant:\n%s", got, want)
	}
	if got := h.Text(t, "guestvcpus", "vm", "3", "--disable"); got != "" || set == nil || set.CPUMap != "3" || set.State != 0 {
		t.Errorf("disabling: %q, %+v", got, set)
	}
}
