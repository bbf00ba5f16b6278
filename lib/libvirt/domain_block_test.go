package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestDiskErrors(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.DomainGetDiskErrors, func(_ context.Context, a *protocol.DomainGetDiskErrorsArgs) (*protocol.DomainGetDiskErrorsReply, error) {
		all := []protocol.DomainDiskError{{Disk: "vda", Error: 1}, {Disk: "vdb", Error: 2}}
		n := min(len(all), int(a.MaxErrors))
		return &protocol.DomainGetDiskErrorsReply{Errors: all[:n], NErrors: int32(n)}, nil
	})
	d := oneDomain(t, h)
	h.took()
	errs, err := d.DiskErrors(t.Context(), 0)
	want(t, "errors", fmt.Sprint(errs, err), fmt.Sprintf("[{vda %v} {vdb %v}] <nil>", virt.DomainDiskErrorUnspec, virt.DomainDiskErrorNoSpace))
	want(t, "calls", fmt.Sprint(h.took()), "map[DOMAIN_GET_DISK_ERRORS:1]")
}

func TestFDAssociateNeedsFiles(t *testing.T) {
	h := newHost()
	d := oneDomain(t, h)
	h.took()
	err := d.FDAssociate(t.Context(), "disk", nil, 0)
	var e *virt.Error
	if !errors.Is(err, virt.ErrInvalidArg) || !errors.As(err, &e) || e.Message != "nfds in virDomainFDAssociate must not be zero" {
		t.Errorf("%v", err)
	}
	want(t, "calls", fmt.Sprint(h.took()), "map[]")
}
