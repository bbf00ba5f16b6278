package libvirt_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestBlockInfosAsksAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		driver.Handle(h.mux, &protocol.DomainGetBlockInfo, slowly(func(a *protocol.DomainGetBlockInfoArgs) (*protocol.DomainGetBlockInfoReply, error) {
			if a.Path == "bad" {
				return nil, virt.Errorf(virt.FromQEMU, virt.ErrInvalidArg, "invalid path")
			}
			return &protocol.DomainGetBlockInfoReply{Capacity: uint64(len(a.Path))}, nil
		}))
		d := oneDomain(t, h)
		before := h.tracer.RoundTrips()
		infos := d.BlockInfos(t.Context(), []string{"a", "bad", "ccc"})
		want(t, "round trips", h.tracer.RoundTrips()-before, 1)
		want(t, "disks", len(infos), 3)
		want(t, "the first", infos[0].Capacity, 1)
		want(t, "the last", infos[2].Capacity, 3)
		if !errors.Is(infos[1].Err, virt.ErrInvalidArg) || infos[0].Err != nil {
			t.Errorf("errors: %v, %v", infos[0].Err, infos[1].Err)
		}
	})
}

func TestFreeMemoryOfCells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		driver.Handle(h.mux, &protocol.NodeGetCellsFreeMemory, slowly(func(a *protocol.NodeGetCellsFreeMemoryArgs) (*protocol.NodeGetCellsFreeMemoryReply, error) {
			switch a.StartCell {
			case 8:
				return &protocol.NodeGetCellsFreeMemoryReply{}, nil
			case 9:
				return nil, virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "start cell 9 out of range")
			}
			return &protocol.NodeGetCellsFreeMemoryReply{Cells: []uint64{uint64(a.StartCell)}}, nil
		}))
		c := h.open()
		free, err := c.FreeMemoryOfCells(t.Context(), []int{3, 0, 7})
		if err != nil || len(free) != 3 || free[0] != 3 || free[2] != 7 {
			t.Errorf("free: %v, %v", free, err)
		}
		want(t, "round trips", h.tracer.RoundTrips(), 1)
		free, err = c.FreeMemoryOfCells(t.Context(), []int{3, 9, 8})
		if !errors.Is(err, virt.ErrInternalError) || len(free) != 1 {
			t.Errorf("free before a bad cell: %v, %v", free, err)
		}
		if free, err := c.FreeMemoryOfCells(t.Context(), []int{8}); err == nil || len(free) != 0 {
			t.Errorf("free of a cell that the host is silent about: %v, %v", free, err)
		}
	})
}

func TestVersionsAsksAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		var typeErr error
		driver.Handle(h.mux, &protocol.ConnectGetType, func(context.Context) (*protocol.ConnectGetTypeReply, error) {
			time.Sleep(time.Millisecond)
			return &protocol.ConnectGetTypeReply{Type: "QEMU"}, typeErr
		})
		driver.Handle(h.mux, &protocol.ConnectGetVersion, func(context.Context) (*protocol.ConnectGetVersionReply, error) {
			time.Sleep(time.Millisecond)
			return &protocol.ConnectGetVersionReply{HVVer: 7002001}, nil
		})
		driver.Handle(h.mux, &protocol.ConnectGetLibVersion, func(context.Context) (*protocol.ConnectGetLibVersionReply, error) {
			time.Sleep(time.Millisecond)
			return nil, virt.Errorf(virt.FromRPC, virt.ErrNoSupport, "virConnectGetLibVersion")
		})
		c := h.open()
		v, err := c.Versions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want(t, "round trips", h.tracer.RoundTrips(), 1)
		want(t, "type", v.Type, "QEMU")
		want(t, "hypervisor", v.Hypervisor.String(), "7.2.1")
		if !errors.Is(v.DaemonErr, virt.ErrNoSupport) || v.HypervisorErr != nil {
			t.Errorf("errors: %v, %v", v.DaemonErr, v.HypervisorErr)
		}
		typeErr = virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "no type")
		if _, err := c.Versions(t.Context()); !errors.Is(err, virt.ErrInternalError) {
			t.Errorf("without a type: %v", err)
		}
	})
}
