package protocol

import (
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// thousandDomains is the reply to ConnectListAllDomains of a busy host.
func thousandDomains() *ConnectListAllDomainsReply {
	m := &ConnectListAllDomainsReply{Ret: 1000}
	for i := range 1000 {
		m.Domains = append(m.Domains, Domain{Name: fmt.Sprintf("guest-%04d", i), UUID: virt.UUID{byte(i), byte(i >> 8)}, ID: int32(i)})
	}
	return m
}

// thousandStats is the reply to ConnectGetAllDomainStats with 20 values each.
func thousandStats() *ConnectGetAllDomainStatsReply {
	m := new(ConnectGetAllDomainStatsReply)
	for _, d := range thousandDomains().Domains {
		rec := DomainStatsRecord{Dom: d}
		for i := range 18 {
			rec.Params = append(rec.Params, virt.TypedParam{Name: fmt.Sprintf("block.%d.rd.bytes", i), Value: virt.UllongValue(uint64(i) << 30)})
		}
		rec.Params = append(rec.Params,
			virt.TypedParam{Name: "state.state", Value: virt.IntValue(1)},
			virt.TypedParam{Name: "block.0.path", Value: virt.StringValue("/var/lib/libvirt/images/guest.qcow2")})
		m.RetStats = append(m.RetStats, rec)
	}
	return m
}

var smallArgs = &DomainGetXMLDescArgs{Dom: Domain{Name: "guest-0001", ID: 7}, Flags: 2}

// mustMarshal encodes a message that is within its limits.
func mustMarshal(t testing.TB, m Message) []byte {
	t.Helper()
	b, err := Marshal(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAllocations holds the number of allocations of the paths that matter: the
// text of a message is copied once, however many strings are in it.
func TestAllocations(t *testing.T) {
	list := mustMarshal(t, thousandDomains())
	stats := mustMarshal(t, thousandStats())
	buf := make([]byte, 0, 1<<20)
	var e Encoder
	for _, c := range []struct {
		name string
		max  float64
		f    func()
	}{
		{"decode 1000 domains", 4, func() { _ = Unmarshal(list, new(ConnectListAllDomainsReply)) }},
		{"decode 1000 records", 1004, func() { _ = Unmarshal(stats, new(ConnectGetAllDomainStatsReply)) }},
		{"encode small arguments", 0, func() { e.Reset(buf); smallArgs.Encode(&e) }},
		{"look up a procedure", 0, func() { _ = Lookup(RemoteProgram, 273) }},
	} {
		if n := testing.AllocsPerRun(10, c.f); n > c.max {
			t.Errorf("%s: %.0f allocations, at most %.0f allowed", c.name, n, c.max)
		}
	}
}

func BenchmarkDecodeDomains(b *testing.B) {
	data := mustMarshal(b, thousandDomains())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Unmarshal(data, new(ConnectListAllDomainsReply)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeStats(b *testing.B) {
	data := mustMarshal(b, thousandStats())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Unmarshal(data, new(ConnectGetAllDomainStatsReply)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeDomains(b *testing.B) {
	m := thousandDomains()
	var e Encoder
	b.ReportAllocs()
	for b.Loop() {
		e.Reset(e.Buf)
		m.Encode(&e)
	}
	b.SetBytes(int64(len(e.Buf)))
}

func BenchmarkEncodeSmallArgs(b *testing.B) {
	var e Encoder
	b.ReportAllocs()
	for b.Loop() {
		e.Reset(e.Buf)
		smallArgs.Encode(&e)
	}
}
