package rpc

import (
	"sync/atomic"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
)

// heartbeat remembers when the peer was last heard of.
type heartbeat struct {
	start time.Time
	last  atomic.Int64 // nanoseconds after start
}

func newHeartbeat() *heartbeat { return &heartbeat{start: time.Now()} }

// beat notes that something came from the peer.
func (h *heartbeat) beat() { h.last.Store(int64(time.Since(h.start))) }

// watch calls ping whenever nothing came from the peer for an interval, and
// returns true when nothing came after k.Count pings in a row. It returns false
// when stop is closed. While deaf reports true, nobody listens to the peer, and
// its silence does not count.
func (h *heartbeat) watch(stop <-chan struct{}, k driver.KeepAlive, deaf func() bool, ping func()) (dead bool) {
	timer := time.NewTimer(k.Interval)
	defer timer.Stop()
	pings := 0
	seen := h.last.Load()
	for {
		select {
		case <-stop:
			return false
		case <-timer.C:
		}
		if deaf() {
			h.beat()
		}
		if last := h.last.Load(); last != seen {
			seen, pings = last, 0
		}
		if idle := time.Since(h.start) - time.Duration(seen); idle < k.Interval {
			timer.Reset(k.Interval - idle)
			continue
		}
		if pings >= k.Count {
			return true
		}
		pings++
		ping()
		timer.Reset(k.Interval)
	}
}
