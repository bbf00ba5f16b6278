package monitor

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// domainRates is what a domain uses per second. What is not known is nil: the rates
// of a domain that was not there, or not in the same run, when it was looked at
// before.
type domainRates struct {
	Time    string   `json:"time"` // of the host's answer, RFC 3339 in UTC
	Seconds *float64 `json:"seconds"`
	ID      *int32   `json:"id"`
	Name    string   `json:"name"`
	UUID    string   `json:"uuid"`
	State   string   `json:"state"`
	// CPUPercent is of one CPU of the host: two that are busy make 200.
	CPUPercent *float64 `json:"cpuPercent"`

	MemoryKiB        *uint64 `json:"memoryKiB"`        // what the guest has now
	MemoryMaximumKiB *uint64 `json:"memoryMaximumKiB"` // what it may have
	MemoryUsedKiB    *uint64 `json:"memoryUsedKiB"`    // what it uses, if it tells
	MemoryHostKiB    *uint64 `json:"memoryHostKiB"`    // what the host has given it

	DiskReadBytes     *float64 `json:"diskReadBytesPerSecond"`
	DiskWrittenBytes  *float64 `json:"diskWrittenBytesPerSecond"`
	DiskReads         *float64 `json:"diskReadsPerSecond"`
	DiskWrites        *float64 `json:"diskWritesPerSecond"`
	NetReceivedBytes  *float64 `json:"netReceivedBytesPerSecond"`
	NetSentBytes      *float64 `json:"netSentBytesPerSecond"`
	NetReceivedFrames *float64 `json:"netReceivedPacketsPerSecond"`
	NetSentFrames     *float64 `json:"netSentPacketsPerSecond"`

	dom   *libvirt.Domain
	state virt.DomainState
}

// A meter looks at domains again and again.
type meter struct {
	ask  func(context.Context) ([]libvirt.DomainStats, error) // one call
	now  func() time.Time
	last map[virt.UUID]*usage
}

// read looks at the domains, and returns what each used per second since the last
// time, in the order of the host.
func (m *meter) read(ctx context.Context) ([]*domainRates, error) {
	records, err := m.ask(ctx)
	if err != nil {
		return nil, err
	}
	at := m.now()
	last := make(map[virt.UUID]*usage, len(records))
	rates := make([]*domainRates, len(records))
	for i := range records {
		u := usageOf(&records[i], at)
		id := u.dom.UUID()
		rates[i] = ratesOf(u, m.last[id])
		last[id] = u
	}
	m.last = last
	return rates, nil
}

// ratesOf returns what a domain used between two moments; before may be nil.
func ratesOf(u, before *usage) *domainRates {
	ref := u.dom.Ref()
	r := &domainRates{
		Time: u.at.UTC().Format("2006-01-02T15:04:05.000Z"), ID: ref.ID, Name: ref.Name, UUID: ref.UUID,
		State: vsh.DomainStateWord(u.state), dom: u.dom, state: u.state,
		MemoryKiB: u.memoryKiB("current"), MemoryMaximumKiB: u.memoryKiB("maximum"),
		MemoryUsedKiB: u.usedKiB(), MemoryHostKiB: u.memoryKiB("rss"),
	}
	if before != nil {
		r.Seconds = rounded(u.at.Sub(before.at).Seconds(), 1000)
	}
	if cpu := u.perSecond(before, cpuTime); cpu != nil { // in nanoseconds
		const percent = float64(time.Second) / 100
		r.CPUPercent = rounded(*cpu/percent, 10)
	}
	for what, to := range map[string]**float64{
		readBytes: &r.DiskReadBytes, writtenBytes: &r.DiskWrittenBytes, readRequests: &r.DiskReads, writeRequests: &r.DiskWrites,
		receivedBytes: &r.NetReceivedBytes, sentBytes: &r.NetSentBytes, receivedFrames: &r.NetReceivedFrames, sentFrames: &r.NetSentFrames,
	} {
		if rate := u.perSecond(before, what); rate != nil {
			*to = rounded(*rate, 10)
		}
	}
	return r
}

// rounded returns x to the nearest multiple of 1/parts.
func rounded(x, parts float64) *float64 {
	x = math.Round(x*parts) / parts
	return &x
}

// unhindered asks for statistics in a way in which no domain makes the others wait:
// what a domain that is busy with a job cannot tell now is left out. Hosts older
// than that, which refuse, are asked without.
func (ask statsAsk) unhindered(flags virt.ConnectGetAllDomainStatsFlags) func(context.Context) ([]libvirt.DomainStats, error) {
	noWait := virt.ConnectGetAllDomainsStatsNowait
	return func(ctx context.Context) ([]libvirt.DomainStats, error) {
		records, err := ask(ctx, flags|noWait)
		if noWait != 0 && errors.Is(err, virt.ErrInvalidArg) {
			noWait = 0
			return ask(ctx, flags)
		}
		return records, err
	}
}
