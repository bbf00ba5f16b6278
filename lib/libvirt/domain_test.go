package libvirt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestCreateTakesTheNewID(t *testing.T) {
	withFlags := func(h *host) {
		driver.Handle(h.mux, &protocol.DomainCreateWithFlags, func(_ context.Context, a *protocol.DomainCreateWithFlagsArgs) (*protocol.DomainCreateWithFlagsReply, error) {
			return &protocol.DomainCreateWithFlagsReply{Dom: wireDomain(a.Dom.Name, 1, 5)}, nil
		})
	}
	old := func(h *host) {
		driver.Handle(h.mux, &protocol.DomainCreate, func(context.Context, *protocol.DomainCreateArgs) error { return nil })
		driver.Handle(h.mux, &protocol.DomainLookupByUUID, func(_ context.Context, a *protocol.DomainLookupByUUIDArgs) (*protocol.DomainLookupByUUIDReply, error) {
			return &protocol.DomainLookupByUUIDReply{Dom: protocol.Domain{Name: "vm", UUID: a.UUID, ID: 5}}, nil
		})
	}
	for _, c := range []struct {
		name  string
		have  []func(*host)
		opts  []libvirt.Option
		calls string
	}{
		{"a host of today", []func(*host){withFlags, old}, nil, "map[DOMAIN_CREATE_WITH_FLAGS:1]"},
		{"an old host", []func(*host){old}, nil, "map[DOMAIN_CREATE:1 DOMAIN_CREATE_WITH_FLAGS:1 DOMAIN_LOOKUP_BY_UUID:1]"},
		{"read-only, where the refusal has to name virDomainCreate", []func(*host){withFlags, old}, []libvirt.Option{libvirt.ReadOnly()},
			"map[DOMAIN_CREATE:1 DOMAIN_LOOKUP_BY_UUID:1]"},
	} {
		h := newHost()
		for _, f := range c.have {
			f(h)
		}
		d := oneDomain(t, h, c.opts...)
		want(t, c.name+": id before", d.ID(), -1)
		if err := d.Create(t.Context()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		want(t, c.name+": id", d.ID(), 5)
		want(t, c.name+": calls", fmt.Sprint(h.took()), c.calls)
		if e := d.Conn().LastError(); e != nil {
			t.Errorf("%s: a fallback left an error: %v", c.name, e)
		}
	}
}

func TestDestroyTakesTheIDAway(t *testing.T) {
	h := newHost()
	running := true
	driver.Handle(h.mux, &protocol.DomainLookupByID, func(_ context.Context, a *protocol.DomainLookupByIDArgs) (*protocol.DomainLookupByIDReply, error) {
		return &protocol.DomainLookupByIDReply{Dom: wireDomain("vm", 1, a.ID)}, nil
	})
	driver.Handle(h.mux, &protocol.DomainDestroy, func(context.Context, *protocol.DomainDestroyArgs) error {
		if !running {
			return virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "domain is not running")
		}
		running = false
		return nil
	})
	conn := h.open()
	d, err := conn.LookupDomainByID(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	stale, err := conn.LookupDomainByID(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	if ref := d.Ref(); ref.ID == nil || *ref.ID != 3 || ref.Kind != "domain" || ref.Name != "vm" || ref.UUID != d.UUID().String() {
		t.Errorf("Ref() = %+v", ref)
	}
	if err := d.Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "id", d.ID(), -1)
	if ref := d.Ref(); ref.ID != nil {
		t.Errorf("Ref() of a stopped domain has the id %d", *ref.ID)
	}
	if err := stale.Destroy(t.Context()); !errors.Is(err, virt.ErrOperationInvalid) {
		t.Errorf("a second Destroy: %v", err)
	}
	want(t, "id of the other handle, whose Destroy failed", stale.ID(), 3)
}

func TestLookupByUUIDString(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.DomainLookupByUUID, func(_ context.Context, a *protocol.DomainLookupByUUIDArgs) (*protocol.DomainLookupByUUIDReply, error) {
		return &protocol.DomainLookupByUUIDReply{Dom: protocol.Domain{Name: "vm", UUID: a.UUID}}, nil
	})
	conn := h.open()
	d, err := conn.LookupDomainByUUIDString(t.Context(), uuid(9).String())
	if err != nil || d.UUID() != uuid(9) {
		t.Errorf("%v, %v", d, err)
	}
	h.took()
	if _, err := conn.LookupDomainByUUIDString(t.Context(), "nonsense"); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("nonsense: %v", err)
	}
	want(t, "calls for nonsense", len(h.took()), 0)
}

func TestParamsAskForTheirNumber(t *testing.T) {
	h := newHost()
	all := []virt.TypedParam{{Name: "rd_bytes", Value: virt.LlongValue(1)}, {Name: "wr_bytes", Value: virt.LlongValue(2)}}
	driver.Handle(h.mux, &protocol.DomainBlockStatsFlags, func(_ context.Context, a *protocol.DomainBlockStatsFlagsArgs) (*protocol.DomainBlockStatsFlagsReply, error) {
		if a.Path == "none" || a.NParams == 0 {
			return &protocol.DomainBlockStatsFlagsReply{NParams: int32(len(all)) * boolInt(a.Path != "none")}, nil
		}
		return &protocol.DomainBlockStatsFlagsReply{Params: all[:a.NParams], NParams: a.NParams}, nil
	})
	d := oneDomain(t, h)
	got, err := d.BlockStatsFlags(t.Context(), "vda", 0)
	if err != nil || len(got) != 2 || got[1] != all[1] {
		t.Errorf("%v, %v", got, err)
	}
	want(t, "calls", h.took()["DOMAIN_BLOCK_STATS_FLAGS"], 2)
	if got, err := d.BlockStatsFlags(t.Context(), "none", 0); err != nil || len(got) != 0 {
		t.Errorf("none: %v, %v", got, err)
	}
	want(t, "calls for none", h.took()["DOMAIN_BLOCK_STATS_FLAGS"], 1)
}

func boolInt(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// TestStringParams has hosts with and without VIR_DRV_FEATURE_TYPED_PARAM_STRING.
func TestStringParams(t *testing.T) {
	for supported, flags := range map[int32]uint32{1: 1 | uint32(virt.TypedParamStringOkay), 0: 1} {
		h := newHost()
		driver.Handle(h.mux, &protocol.ConnectSupportsFeature, func(_ context.Context, a *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
			want(t, "feature", protocol.Feature(a.Feature), protocol.FeatureTypedParamString)
			return &protocol.ConnectSupportsFeatureReply{Supported: supported}, nil
		})
		var last uint32
		driver.Handle(h.mux, &protocol.DomainGetNumaParameters, func(_ context.Context, a *protocol.DomainGetNumaParametersArgs) (*protocol.DomainGetNumaParametersReply, error) {
			last = a.Flags
			return &protocol.DomainGetNumaParametersReply{NParams: 1}, nil
		})
		d := oneDomain(t, h)
		for range 2 {
			if _, err := d.NumaParameters(t.Context(), virt.DomainAffectLive); err != nil {
				t.Error(err)
			}
		}
		want(t, "flags", last, flags)
		want(t, "questions for the feature", h.took()["CONNECT_SUPPORTS_FEATURE"], 1)
	}
}

func TestVcpus(t *testing.T) {
	for _, old := range []bool{false, true} {
		h := newHost()
		driver.Handle(h.mux, &protocol.DomainGetInfo, func(context.Context, *protocol.DomainGetInfoArgs) (*protocol.DomainGetInfoReply, error) {
			return &protocol.DomainGetInfoReply{NrVirtCPU: 2}, nil
		})
		if old {
			driver.Handle(h.mux, &protocol.NodeGetInfo, func(context.Context) (*protocol.NodeGetInfoReply, error) {
				return &protocol.NodeGetInfoReply{Nodes: 1, Sockets: 2, Cores: 5, Threads: 1}, nil
			})
		} else {
			driver.Handle(h.mux, &protocol.NodeGetCPUMap, func(context.Context, *protocol.NodeGetCPUMapArgs) (*protocol.NodeGetCPUMapReply, error) {
				return &protocol.NodeGetCPUMapReply{Ret: 10}, nil
			})
		}
		driver.Handle(h.mux, &protocol.DomainGetVcpus, func(_ context.Context, a *protocol.DomainGetVcpusArgs) (*protocol.DomainGetVcpusReply, error) {
			if a.MaxInfo != 2 || a.MapLen != 2 {
				t.Errorf("asked for %d maps of %d bytes, want 2 of 2", a.MaxInfo, a.MapLen)
			}
			return &protocol.DomainGetVcpusReply{
				Info:    []protocol.VcpuInfo{{Number: 0, State: 1, CPUTime: 7, CPU: 3}, {Number: 1, CPU: -1}},
				CPUMaps: []byte{0x0f, 0x02, 0xff, 0x03},
			}, nil
		})
		vcpus, err := oneDomain(t, h).Vcpus(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%v %v", vcpus[0].Affinity, vcpus[1].Affinity)
		want(t, "affinities", got, "0-3,9 0-9")
		want(t, "CPU of the first", vcpus[0].CPU, 3)
		want(t, "CPU of the second", vcpus[1].CPU, int(virt.VcpuInfoCPUOffline))
		want(t, "state", vcpus[0].State, virt.VcpuRunning)
	}
}

// TestBlockPeek reads more than one call can, from a host that takes up to max
// bytes and knows the disk's content.
func TestBlockPeek(t *testing.T) {
	disk := make([]byte, 9<<20)
	for i := range disk {
		disk[i] = byte(i >> 10)
	}
	for _, c := range []struct {
		max, size, calls int
	}{
		{4 << 20, 9 << 20, 3},
		{64 << 10, 9 << 20, 1 + 9<<4}, // one call is refused
		{64 << 10, 64 << 10, 1},
		{4 << 20, 0, 1},
	} {
		h := newHost()
		driver.Handle(h.mux, &protocol.DomainBlockPeek, func(_ context.Context, a *protocol.DomainBlockPeekArgs) (*protocol.DomainBlockPeekReply, error) {
			if int(a.Size) > c.max {
				return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "size too large")
			}
			return &protocol.DomainBlockPeekReply{Buffer: disk[a.Offset : a.Offset+uint64(a.Size)]}, nil
		})
		d := oneDomain(t, h)
		buf := make([]byte, c.size)
		if err := d.BlockPeek(t.Context(), "vda", 0, buf); err != nil || !bytes.Equal(buf, disk[:c.size]) {
			t.Errorf("%d bytes, %d at once: %v", c.size, c.max, err)
		}
		want(t, "calls", h.took()["DOMAIN_BLOCK_PEEK"], c.calls)
	}
}

func TestPeekErrors(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.DomainMemoryPeek, func(context.Context, *protocol.DomainMemoryPeekArgs) (*protocol.DomainMemoryPeekReply, error) {
		return &protocol.DomainMemoryPeekReply{Buffer: []byte{1}}, nil
	})
	d := oneDomain(t, h)
	if err := d.MemoryPeek(t.Context(), 0, make([]byte, 2), virt.MemoryVirtual); !errors.Is(err, virt.ErrInternalError) {
		t.Errorf("a short answer: %v", err)
	}
	if err := d.BlockPeek(t.Context(), "vda", 0, make([]byte, 1<<20)); !errors.Is(err, virt.ErrNoSupport) {
		t.Errorf("a host without it: %v", err)
	}
	want(t, "calls to a host without it", h.took()["DOMAIN_BLOCK_PEEK"], 1)
}

func TestDomainListStats(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.ConnectGetAllDomainStats, func(_ context.Context, a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		r := &protocol.ConnectGetAllDomainStatsReply{}
		for _, d := range a.Doms {
			r.RetStats = append(r.RetStats, protocol.DomainStatsRecord{Dom: d, Params: []virt.TypedParam{{Name: "state.state", Value: virt.IntValue(1)}}})
		}
		return r, nil
	})
	d := oneDomain(t, h)
	stats, err := d.Conn().DomainListStats(t.Context(), []*libvirt.Domain{d, d}, virt.DomainStatsState, 0)
	if err != nil || len(stats) != 2 || stats[1].Domain.Name() != "vm" {
		t.Fatalf("%v, %v", stats, err)
	}
	if v, ok := stats[0].Param("state.state"); !ok || v != virt.IntValue(1) {
		t.Errorf("state.state: %v, %v", v, ok)
	}
	if v, ok := stats[0].Param("none"); ok {
		t.Errorf("none: %v", v)
	}
	h.took()
	if _, err := d.Conn().DomainListStats(t.Context(), nil, 0, 0); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("no domains: %v", err)
	}
	if _, err := newHost().open().DomainListStats(t.Context(), []*libvirt.Domain{d}, 0, 0); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("a domain of another session: %v", err)
	}
	want(t, "calls", len(h.took()), 0)
}

func TestURIIsAskedForOnce(t *testing.T) {
	h := newHost()
	driver.Handle(h.mux, &protocol.ConnectGetURI, func(context.Context) (*protocol.ConnectGetURIReply, error) {
		return &protocol.ConnectGetURIReply{URI: "qemu:///system"}, nil
	})
	conn := h.open()
	for range 2 {
		got, err := conn.URI(t.Context())
		if err != nil || got != "qemu:///system" {
			t.Errorf("%q, %v", got, err)
		}
	}
	want(t, "calls", h.took()["CONNECT_GET_URI"], 1)
}

func TestClose(t *testing.T) {
	h := newHost()
	conn := h.open()
	want(t, "alive", conn.IsAlive(), true)
	for range 2 {
		if err := conn.Close(t.Context()); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	<-conn.Done()
	want(t, "alive after Close", conn.IsAlive(), false)
	if _, err := conn.Hostname(t.Context()); !errors.Is(err, driver.ErrClosed) {
		t.Errorf("a call after Close: %v, why: %v", err, conn.Err())
	}
}
