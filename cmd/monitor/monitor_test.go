package monitor_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/cmd/monitor"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The texts in these tests are what virsh 9.0.0 prints on a host that answers
// the same.

// newHost returns a host with one running domain, vm.
func newHost() *vshtest.Host {
	h := vshtest.NewHost(monitor.Commands())
	driver.Handle(h.Mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		if a.Name != "vm" {
			return nil, virt.Errorf(virt.FromTest, virt.ErrNoDomain, "%s", a.Name)
		}
		return &protocol.DomainLookupByNameReply{Dom: vm()}, nil
	})
	return h
}

func vm() protocol.Domain { return protocol.Domain{Name: "vm", UUID: virt.UUID{15: 1}, ID: 3} }

func equal(t *testing.T, got, want string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func failure(text string) error {
	return virt.Errorf(virt.FromTest, virt.ErrInternalError, "%s", text)
}

func TestDomstateWords(t *testing.T) {
	h := newHost()
	var state, reason int32
	driver.Handle(h.Mux, &protocol.DomainGetState, func(context.Context, *protocol.DomainGetStateArgs) (*protocol.DomainGetStateReply, error) {
		return &protocol.DomainGetStateReply{State: state, Reason: reason}, nil
	})
	for _, c := range []struct {
		state, reason int32
		want          string
	}{
		{0, 0, "no state (unknown)"}, {0, 1, "no state (unknown)"}, {1, 0, "running (unknown)"}, {1, 5, "running (unpaused)"},
		{1, 11, "running (post-copy failed)"}, {1, 12, "running (unknown)"}, {1, -1, "running (unknown)"}, {2, 0, "idle (unknown)"},
		{3, 5, "paused (I/O error)"}, {3, 13, "paused (post-copy failed)"}, {4, 1, "in shutdown (user)"}, {5, 8, "shut off (daemon)"},
		{5, 9, "shut off (unknown)"}, {6, 1, "crashed (panicked)"}, {7, 1, "pmsuspended (unknown)"}, {99, 3, "no state (unknown)"},
	} {
		state, reason = c.state, c.reason
		equal(t, h.Text(t, "domstate", "vm", "--reason"), c.want+"\n")
	}
}

func TestDomcontrol(t *testing.T) {
	h := newHost()
	var state, details uint32
	driver.Handle(h.Mux, &protocol.DomainGetControlInfo, func(context.Context, *protocol.DomainGetControlInfoArgs) (*protocol.DomainGetControlInfoReply, error) {
		return &protocol.DomainGetControlInfoReply{State: state, Details: details, StateTime: 12345}, nil
	})
	for _, c := range []struct {
		state, details uint32
		want           string
	}{
		{0, 2, "ok"}, {1, 0, "background job (12.345s)"}, {2, 5, "occupied (12.345s)"}, {3, 0, "error"}, {3, 1, "error: unknown"},
		{3, 2, "error: monitor failure"}, {3, 3, "error: internal (locking) error"}, {3, 4, "error: unknown"}, {9, 9, "unknown (12.345s)"},
	} {
		state, details = c.state, c.details
		equal(t, h.Text(t, "domcontrol", "vm"), c.want+"\n")
	}
	state, details = 3, 2
	equal(t, h.JSON(t, "domcontrol", "vm"), "{\n  \"state\": \"error\",\n  \"error\": \"monitor failure\"\n}\n")
	state = 1
	equal(t, h.JSON(t, "domcontrol", "vm"), "{\n  \"state\": \"background job\",\n  \"stateTimeMs\": 12345\n}\n")
}

// blockParams is statistics with numbers of all kinds, out of order.
func blockParams() []virt.TypedParam {
	return []virt.TypedParam{
		{Name: "größe", Value: virt.LlongValue(-5)},
		{Name: virt.DomainBlockStatsWriteBytes, Value: virt.LlongValue(-1)},
		{Name: virt.DomainBlockStatsReadReq, Value: virt.UllongValue(math.MaxUint64)},
		{Name: virt.DomainBlockStatsFlushTotalTimes, Value: virt.DoubleValue(0.5)},
		{Name: "flag", Value: virt.BooleanValue(true)},
	}
}

func TestDomblkstat(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainBlockStatsFlags, func(_ context.Context, a *protocol.DomainBlockStatsFlagsArgs) (*protocol.DomainBlockStatsFlagsReply, error) {
		p := blockParams()
		return &protocol.DomainBlockStatsFlagsReply{NParams: int32(len(p)), Params: p[:a.NParams]}, nil
	})
	equal(t, h.Text(t, "domblkstat", "vm", "vda"), `vda rd_req 18446744073709551615
vda wr_bytes -1
vda flush_total_times 0.500000
vda größe -5
vda flag yes
`)
	equal(t, h.Text(t, "domblkstat", "vm", "--human"), `Device: 
 number of read operations:      18446744073709551615
 number of bytes written:        -1
 total duration of flushes (ns): 0.500000
 größe -5
 flag yes
`)
	equal(t, h.JSON(t, "domblkstat", "vm", "vda"), `{
  "device": "vda",
  "readRequests": 18446744073709551615,
  "flushTimeNs": 0.5,
  "flag": true
}
`)
}

func TestDomblkstatOfAnOldHost(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainBlockStats, func(_ context.Context, a *protocol.DomainBlockStatsArgs) (*protocol.DomainBlockStatsReply, error) {
		if a.Path == "vdz" {
			return nil, failure("no such disk")
		}
		return &protocol.DomainBlockStatsReply{RdReq: 1, RdBytes: -1, WrReq: 0, WrBytes: math.MaxInt64, Errs: -1}, nil
	})
	equal(t, h.Text(t, "domblkstat", "vm", "vda"), "vda rd_req 1\nvda wr_req 0\nvda wr_bytes 9223372036854775807\n")
	equal(t, h.Text(t, "domblkstat", "vm", "vdz"), "error: Failed to get block stats vm vdz\nerror: internal error: no such disk\n")
}

func TestDomifstatLeavesOutWhatCannotBeTold(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainInterfaceStats, func(context.Context, *protocol.DomainInterfaceStatsArgs) (*protocol.DomainInterfaceStatsReply, error) {
		return &protocol.DomainInterfaceStatsReply{RxBytes: -1, RxPackets: 0, RxErrs: math.MaxInt64, RxDrop: -1, TxBytes: 1, TxPackets: 2, TxErrs: 3, TxDrop: -1}, nil
	})
	equal(t, h.Text(t, "domifstat", "vm", "vnet0"), `vnet0 rx_packets 0
vnet0 rx_errs 9223372036854775807
vnet0 tx_bytes 1
vnet0 tx_packets 2
vnet0 tx_errs 3
`)
	equal(t, h.JSON(t, "domifstat", "vm", "vnet0"), `{
  "interface": "vnet0",
  "rxPackets": 0,
  "rxErrors": 9223372036854775807,
  "txBytes": 1,
  "txPackets": 2,
  "txErrors": 3
}
`)
}

func TestDomifaddr(t *testing.T) {
	h := newHost()
	mac := "aa:bb:cc:dd:ee:ff"
	driver.Handle(h.Mux, &protocol.DomainInterfaceAddresses, func(context.Context, *protocol.DomainInterfaceAddressesArgs) (*protocol.DomainInterfaceAddressesReply, error) {
		four := protocol.DomainIPAddr{Type: int32(virt.IPAddrTypeIPv4), Addr: "1.2.3.4", Prefix: 24}
		six := protocol.DomainIPAddr{Type: int32(virt.IPAddrTypeIPv6), Addr: "::1", Prefix: 128}
		return &protocol.DomainInterfaceAddressesReply{Ifaces: []protocol.DomainInterface{
			{Name: "größe", HWAddr: &mac},
			{Name: "nomac"},
			{Name: "lo", Addrs: []protocol.DomainIPAddr{four, six}},
			{Name: "longer than ten bytes", HWAddr: &mac, Addrs: []protocol.DomainIPAddr{four}},
		}}, nil
	})
	const header = ` Name       MAC address          Protocol     Address
-------------------------------------------------------------------------------
`
	equal(t, h.Text(t, "domifaddr", "vm"), header+
		" größe    aa:bb:cc:dd:ee:ff    N/A          N/A\n"+ // ten bytes, not ten letters
		" nomac      N/A                  N/A          N/A\n"+
		" lo                              ipv4         1.2.3.4/24\n"+
		" -          -                    ipv6         ::1/128\n"+
		" longer than ten bytes aa:bb:cc:dd:ee:ff    ipv4         1.2.3.4/24\n")
	equal(t, h.Text(t, "domifaddr", "vm", "lo", "--full"), header+
		" lo                              ipv4         1.2.3.4/24\n"+
		" lo                              ipv6         ::1/128\n")
	equal(t, h.JSON(t, "domifaddr", "vm", "nomac"), `{
  "interfaces": [
    {
      "name": "nomac",
      "addresses": []
    }
  ]
}
`)
}

func TestDommemstatKeepsTheHostsOrder(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainMemoryStats, func(context.Context, *protocol.DomainMemoryStatsArgs) (*protocol.DomainMemoryStatsReply, error) {
		var stats []protocol.DomainMemoryStat
		for tag := range int32(15) { // the last two are unknown
			stats = append(stats, protocol.DomainMemoryStat{Tag: tag, Val: math.MaxUint64 - uint64(tag)})
		}
		slices.Reverse(stats)
		return &protocol.DomainMemoryStatsReply{Stats: stats}, nil
	})
	equal(t, h.Text(t, "dommemstat", "vm"), `hugetlb_pgfail 18446744073709551603
hugetlb_pgalloc 18446744073709551604
disk_caches 18446744073709551605
last_update 18446744073709551606
usable 18446744073709551607
rss 18446744073709551608
actual 18446744073709551609
available 18446744073709551610
unused 18446744073709551611
minor_fault 18446744073709551612
major_fault 18446744073709551613
swap_out 18446744073709551614
swap_in 18446744073709551615
`)
}

func TestDomstatsShowsEveryType(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.ConnectGetAllDomainStats, func(context.Context, *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		return &protocol.ConnectGetAllDomainStatsReply{RetStats: []protocol.DomainStatsRecord{{Dom: vm(), Params: []virt.TypedParam{
			{Name: "a", Value: virt.IntValue(-5)}, {Name: "b", Value: virt.UintValue(math.MaxUint32)},
			{Name: "c", Value: virt.LlongValue(math.MinInt64)}, {Name: "d", Value: virt.UllongValue(math.MaxUint64)},
			{Name: "e", Value: virt.DoubleValue(0.1)}, {Name: "f", Value: virt.BooleanValue(false)}, {Name: "g", Value: virt.StringValue("größe")},
		}}, {Dom: vm()}}}, nil
	})
	equal(t, h.Text(t, "domstats"), `Domain: 'vm'
  a=-5
  b=4294967295
  c=-9223372036854775808
  d=18446744073709551615
  e=0.100000
  f=no
  g=größe

Domain: 'vm'
`)
	equal(t, h.JSON(t, "domstats"), `{
  "domains": [
    {
      "id": 3,
      "name": "vm",
      "uuid": "00000000-0000-0000-0000-000000000001",
      "stats": {
        "a": -5,
        "b": 4294967295,
        "c": -9223372036854775808,
        "d": 18446744073709551615,
        "e": 0.1,
        "f": false,
        "g": "größe"
      }
    },
    {
      "id": 3,
      "name": "vm",
      "uuid": "00000000-0000-0000-0000-000000000001",
      "stats": {}
    }
  ]
}
`)
}

// TestDomstatsAsksOnce checks that any number of names costs one list and one
// call for the statistics.
func TestDomstatsAsksOnce(t *testing.T) {
	h := vshtest.NewHost(monitor.Commands())
	lists, asked := 0, 0
	driver.Handle(h.Mux, &protocol.ConnectListAllDomains, func(context.Context, *protocol.ConnectListAllDomainsArgs) (*protocol.ConnectListAllDomainsReply, error) {
		lists++
		r := &protocol.ConnectListAllDomainsReply{}
		for i := range 50 {
			r.Domains = append(r.Domains, protocol.Domain{Name: fmt.Sprint("vm", i), UUID: virt.UUID{15: byte(i)}, ID: int32(i)})
		}
		r.Domains = append(r.Domains, protocol.Domain{Name: "7", UUID: virt.UUID{14: 1}, ID: -1})
		return r, nil
	})
	driver.Handle(h.Mux, &protocol.ConnectGetAllDomainStats, func(_ context.Context, a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		asked++
		r := &protocol.ConnectGetAllDomainStatsReply{}
		for _, d := range a.Doms {
			r.RetStats = append(r.RetStats, protocol.DomainStatsRecord{Dom: d})
		}
		return r, nil
	})
	// A number is an id first, then a name; upper case does not matter in a UUID.
	equal(t, h.Text(t, "domstats", "vm3", "7", "00000000-0000-0000-0000-00000000000A", "vm3"),
		"Domain: 'vm3'\n\nDomain: 'vm7'\n\nDomain: 'vm10'\n\nDomain: 'vm3'\n")
	if lists != 1 || asked != 1 {
		t.Errorf("asked %d times for domains, %d times for statistics", lists, asked)
	}
	equal(t, h.Text(t, "domstats", "vm3", "50", "vm51"), "error: failed to get domain '50'\n")
}
