package monitor_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A moment is what a host tells of its domains at one time.
type moment []protocol.DomainStatsRecord

// statsOf is the statistics of a domain: pairs of a name and a number or a text.
func statsOf(d protocol.Domain, pairs ...any) protocol.DomainStatsRecord {
	r := protocol.DomainStatsRecord{Dom: d}
	for i := 0; i < len(pairs); i += 2 {
		var v virt.TypedValue
		switch x := pairs[i+1].(type) {
		case int:
			v = virt.UllongValue(uint64(x))
		case string:
			v = virt.StringValue(x)
		}
		r.Params = append(r.Params, virt.TypedParam{Name: pairs[i].(string), Value: v})
	}
	return r
}

// serveMoments lets h tell one moment after the other, and the last one again and
// again; refused tells which flags it does not know. It returns the calls.
func serveMoments(h *vshtest.Host, refused uint32, moments ...moment) *[]protocol.ConnectGetAllDomainStatsArgs {
	var calls []protocol.ConnectGetAllDomainStatsArgs
	n := 0
	driver.Handle(h.Mux, &protocol.ConnectGetAllDomainStats, func(_ context.Context, a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		calls = append(calls, *a)
		if a.Flags&refused != 0 {
			return nil, virt.Errorf(virt.FromTest, virt.ErrInvalidArg, "unsupported flags (0x%x)", a.Flags&refused)
		}
		m := moments[min(n, len(moments)-1)]
		n++
		return &protocol.ConnectGetAllDomainStatsReply{RetStats: m}, nil
	})
	return &calls
}

// twoDomains is three moments of a domain with all there is, in the second of which
// its disks have changed places; and of one that is started after the first.
func twoDomains() []moment {
	off := protocol.Domain{Name: "größer", UUID: virt.UUID{15: 2}, ID: -1}
	on := off
	on.ID = 4
	return []moment{
		{
			statsOf(vm(), "state.state", 1, "cpu.time", 1_000_000_000, "balloon.current", 1<<20, "balloon.available", 1000, "balloon.unused", 900,
				"balloon.usable", 400, "net.count", 1, "net.0.name", "vnet0", "net.0.rx.bytes", 10, "net.0.tx.bytes", 20,
				"block.count", 2, "block.0.name", "vda", "block.0.rd.bytes", 1000, "block.0.wr.bytes", 5,
				"block.1.name", "vdb", "block.1.rd.bytes", 500, "block.1.wr.bytes", 7),
			statsOf(off, "state.state", 5),
		},
		{
			statsOf(vm(), "state.state", 1, "cpu.time", 4_000_000_000, "balloon.current", 1<<20, "balloon.available", 1000, "balloon.unused", 900,
				"net.count", 1, "net.0.name", "vnet0", "net.0.rx.bytes", 2058, "net.0.tx.bytes", 20,
				"block.count", 3, "block.0.name", "vdb", "block.0.rd.bytes", 700, "block.0.wr.bytes", 9,
				"block.1.name", "vda", "block.1.rd.bytes", 1100, "block.1.wr.bytes", 1, // reset
				"block.2.name", "new", "block.2.rd.bytes", 99999999),
			statsOf(on, "state.state", 1, "cpu.time", 5),
		},
		{
			statsOf(on, "state.state", 3, "cpu.time", 5),
		},
	}
}

func TestDomstatsRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		serveMoments(h, 0, twoDomains()...)
		equal(t, h.Text(t, "domstats", "--rate", "2", "--count", "2"), ` Time                       Name     State     CPU       Memory     Used         Read         Written    Received     Sent
--------------------------------------------------------------------------------------------------------------------------------
 2000-01-01T00:00:02.000Z   vm       running   150.0 %   1.00 GiB   100.00 KiB   150.00 B/s   1.00 B/s   1.00 KiB/s   0.00 B/s
 2000-01-01T00:00:02.000Z   größer   running   -         -          -            -            -          -            -

 Time                       Name     State    CPU     Memory   Used   Read   Written   Received   Sent
--------------------------------------------------------------------------------------------------------
 2000-01-01T00:00:04.000Z   größer   paused   0.0 %   -        -      -      -         -          -
`)
	})
}

func TestDomstatsRateJSON(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		serveMoments(h, 0, twoDomains()...)
		const nothing = `"memoryKiB":null,"memoryMaximumKiB":null,"memoryUsedKiB":null,"memoryHostKiB":null,` +
			`"diskReadBytesPerSecond":null,"diskWrittenBytesPerSecond":null,"diskReadsPerSecond":null,"diskWritesPerSecond":null,` +
			`"netReceivedBytesPerSecond":null,"netSentBytesPerSecond":null,"netReceivedPacketsPerSecond":null,"netSentPacketsPerSecond":null}`
		const second = `"uuid":"00000000-0000-0000-0000-000000000002","state":`
		equal(t, h.JSON(t, "domstats", "--rate", "2", "--count", "2"), strings.Join([]string{
			`{"domains":[{"time":"2000-01-01T00:00:02.000Z","seconds":2,"id":3,"name":"vm","uuid":"00000000-0000-0000-0000-000000000001",` +
				`"state":"running","cpuPercent":150,"memoryKiB":1048576,"memoryMaximumKiB":null,"memoryUsedKiB":100,"memoryHostKiB":null,` +
				`"diskReadBytesPerSecond":150,"diskWrittenBytesPerSecond":1,"diskReadsPerSecond":null,"diskWritesPerSecond":null,` +
				`"netReceivedBytesPerSecond":1024,"netSentBytesPerSecond":0,"netReceivedPacketsPerSecond":null,"netSentPacketsPerSecond":null},` +
				`{"time":"2000-01-01T00:00:02.000Z","seconds":2,"id":4,"name":"größer",` + second + `"running","cpuPercent":null,` + nothing + `]}`,
			`{"domains":[{"time":"2000-01-01T00:00:04.000Z","seconds":2,"id":4,"name":"größer",` + second + `"paused","cpuPercent":0,` + nothing + `]}`,
			``,
		}, "\n"))
	})
}

// TestDomstatsRateAsks: one call each time, for what the options choose; without
// the flag that an old host refuses, which is found out once.
func TestDomstatsRateAsks(t *testing.T) {
	const noWait = virt.ConnectGetAllDomainsStatsNowait
	const running = virt.ConnectGetAllDomainsStatsRunning
	const all = virt.DomainStatsState | virt.DomainStatsCPUTotal | virt.DomainStatsBalloon | virt.DomainStatsInterface | virt.DomainStatsBlock
	for _, c := range []struct {
		name    string
		words   string
		refused virt.ConnectGetAllDomainStatsFlags
		groups  virt.DomainStatsTypes
		flags   []virt.ConnectGetAllDomainStatsFlags
		doms    int
	}{
		{"all", "", 0, all, []virt.ConnectGetAllDomainStatsFlags{noWait, noWait, noWait}, 0},
		{"chosen", "--block --list-running", 0, virt.DomainStatsState | virt.DomainStatsBlock, []virt.ConnectGetAllDomainStatsFlags{noWait | running, noWait | running, noWait | running}, 0},
		{"of an old host", "vm", noWait, all, []virt.ConnectGetAllDomainStatsFlags{noWait, 0, 0, 0}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				calls := serveMoments(h, uint32(c.refused), twoDomains()...)
				text := h.Text(t, append([]string{"domstats", "--rate", "1", "--count", "2"}, strings.Fields(c.words)...)...)
				if strings.Contains(text, "error") {
					t.Error(text)
				}
				var flags []virt.ConnectGetAllDomainStatsFlags
				for _, call := range *calls {
					flags = append(flags, virt.ConnectGetAllDomainStatsFlags(call.Flags))
					if virt.DomainStatsTypes(call.Stats) != c.groups || len(call.Doms) != c.doms {
						t.Errorf("asked for groups %#x of %d domains, want %#x of %d", call.Stats, len(call.Doms), c.groups, c.doms)
					}
				}
				if !slices.Equal(flags, c.flags) {
					t.Errorf("flags %v, want %v", flags, c.flags)
				}
			})
		})
	}
}

func TestDomstatsRateRefuses(t *testing.T) {
	h := newHost()
	for line, want := range map[string]string{
		"--count 3":          "Option --rate is required by option --count",
		"--rate 0":           "Numeric value '0' for <rate> option is malformed or out of range",
		"--rate 1.5":         "Numeric value '1.5' for <rate> option is malformed or out of range",
		"--rate 1 --count 0": "--count must be at least 1",
		"--rate 1 --count x": "Numeric value 'x' for <count> option is malformed or out of range",
		"--rate 1 --perf":    "Options --rate and --perf are mutually exclusive",
		"--rate 1 --backing": "Options --rate and --backing are mutually exclusive",
	} {
		equal(t, h.Text(t, append([]string{"domstats"}, strings.Fields(line)...)...), "error: "+want+"\n")
	}
}
