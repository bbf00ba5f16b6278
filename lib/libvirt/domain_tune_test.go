package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestCPUStatsInPieces: a host with more CPUs than one answer holds, that tells
// only of those with odd numbers, and leaves the last ones out.
func TestCPUStatsInPieces(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.DomainGetCPUStats, func(_ context.Context, a *protocol.DomainGetCPUStatsArgs) (*protocol.DomainGetCPUStatsReply, error) {
		r := &protocol.DomainGetCPUStatsReply{NParams: 2}
		switch {
		case a.NParams == 0 && a.NCPUs == 0:
			r.NParams = 300
		case a.NParams > 0 && a.NCPUs > protocol.DomainGetCPUStatsNCPUsMax:
			return nil, virt.Errorf(virt.FromQEMU, virt.ErrInvalidArg, "too many")
		case a.NParams > 0:
			for cpu := int(a.StartCPU); cpu < min(int(a.StartCPU)+int(a.NCPUs), 299); cpu++ {
				var params [2]virt.TypedParam
				if cpu%2 == 1 {
					params = [2]virt.TypedParam{{Name: "n", Value: virt.IntValue(int32(cpu))}, {Name: "m", Value: virt.IntValue(0)}}
				}
				r.Params = append(r.Params, params[:]...)
			}
		}
		return r, nil
	})
	d := oneDomain(t, h)
	n, err := d.NumOfCPUs(t.Context())
	want(t, "CPUs", fmt.Sprint(n, err), "300 <nil>")
	stats, err := d.CPUStats(t.Context(), 1, 299)
	if err != nil || len(stats) != 299 {
		t.Fatalf("%d CPUs, %v", len(stats), err)
	}
	for i, params := range stats {
		cpu := i + 1
		switch told := cpu%2 == 1 && cpu < 299; {
		case told != (params != nil):
			t.Errorf("CPU %d: %v", cpu, params)
		case told:
			want(t, fmt.Sprint("CPU ", cpu), params[0].Value.String(), fmt.Sprint(cpu))
		}
	}
}

func TestCountErrorTellsWhatFailed(t *testing.T) {
	h := newHost()
	var refused int32 // the number of parameters that a refused question asks for
	driver.Handle(h.mux, &protocol.DomainGetMemoryParameters, func(_ context.Context, a *protocol.DomainGetMemoryParametersArgs) (*protocol.DomainGetMemoryParametersReply, error) {
		if a.NParams == refused {
			return nil, virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "no")
		}
		return &protocol.DomainGetMemoryParametersReply{NParams: 3}, nil
	})
	d := oneDomain(t, h)
	for _, refused = range []int32{0, 3} {
		_, err := d.MemoryParameters(t.Context(), 0)
		var count *libvirt.CountError
		if !errors.Is(err, virt.ErrOperationInvalid) || errors.As(err, &count) != (refused == 0) {
			t.Errorf("refusal of the question for %d parameters: %T %v", refused, err, err)
		}
	}
}

func TestBlockIoTuneNamesTheDiskWithTheSecondQuestion(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.ConnectSupportsFeature, func(context.Context, *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
		return &protocol.ConnectSupportsFeatureReply{Supported: 1}, nil
	})
	driver.Handle(h.mux, &protocol.DomainGetBlockIoTune, func(_ context.Context, a *protocol.DomainGetBlockIoTuneArgs) (*protocol.DomainGetBlockIoTuneReply, error) {
		if (a.Disk == nil) != (a.NParams == 0) {
			t.Errorf("%d parameters asked of disk %v", a.NParams, a.Disk)
		}
		r := &protocol.DomainGetBlockIoTuneReply{NParams: 1}
		if a.Disk != nil && a.Flags&uint32(virt.TypedParamStringOkay) != 0 {
			r.Params = []virt.TypedParam{{Name: "group_name", Value: virt.StringValue(*a.Disk)}}
		}
		return r, nil
	})
	params, err := oneDomain(t, h).BlockIoTune(t.Context(), "vda", virt.DomainAffectLive)
	if err != nil || len(params) != 1 || params[0].Value.String() != "vda" {
		t.Errorf("%v, %v", params, err)
	}
}
