package driver_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// number makes an event that carries n, for the subscribers of odd or of even
// numbers.
func number(want int) func(int) (protocol.Event, bool) {
	return func(n int) (protocol.Event, bool) {
		return protocol.DomainEventLifecycle.Event(&protocol.DomainEventLifecycleMsg{Event: int32(n)}), n%2 == want
	}
}

func got(ev protocol.Event) int {
	return int(ev.Msg.(*protocol.DomainEventLifecycleMsg).Event)
}

func TestFeedOrderAndFilter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f driver.Feed[int]
		var mu sync.Mutex
		var odd, even []int
		keep := func(to *[]int) func(protocol.Event) {
			return func(ev protocol.Event) {
				mu.Lock()
				defer mu.Unlock()
				*to = append(*to, got(ev))
			}
		}
		stopOdd := f.Subscribe(number(1), keep(&odd))
		stopEven := f.Subscribe(number(0), keep(&even))
		for n := range 10 {
			f.Publish(n)
		}
		synctest.Wait()
		if err := stopOdd(context.Background()); err != nil {
			t.Fatal(err)
		}
		for n := range 10 {
			f.Publish(n)
		}
		synctest.Wait()
		if err := stopEven(context.Background()); err != nil {
			t.Fatal(err)
		}
		want := func(name string, got []int, first, times int) {
			t.Helper()
			if len(got) != 5*times {
				t.Fatalf("%s: got %v", name, got)
			}
			for i, n := range got {
				if n != first+2*(i%5) {
					t.Fatalf("%s: got %v", name, got)
				}
			}
		}
		want("odd", odd, 1, 1)
		want("even", even, 0, 2)
	})
}

func TestFeedStopWaitsForSink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f driver.Feed[int]
		release := make(chan struct{})
		running := 0
		stop := f.Subscribe(number(0), func(protocol.Event) {
			running++
			<-release
			running--
		})
		f.Publish(0)
		f.Publish(2)
		synctest.Wait()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := stop(ctx); err != context.Canceled {
			t.Fatalf("Stop while the sink runs, with a context that is over: %v", err)
		}
		close(release)
		if err := stop(context.Background()); err != nil || running != 0 {
			t.Fatalf("Stop: %v, %d sinks running", err, running)
		}
	})
}

func TestFeedCountsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f driver.Feed[int]
		release := make(chan struct{})
		var numbers, lost int
		stop := f.Subscribe(number(0), func(ev protocol.Event) {
			<-release
			numbers++
			lost += ev.Lost
		})
		f.Publish(0)
		synctest.Wait() // the sink holds the first
		const sent = 10000
		for range sent {
			f.Publish(0)
		}
		close(release)
		synctest.Wait()
		f.Publish(0) // carries the count
		synctest.Wait()
		if numbers+lost != sent+2 || lost == 0 {
			t.Fatalf("%d events came and %d were reported lost, of %d", numbers, lost, sent+2)
		}
		if err := stop(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}
