package monitor

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// TestRateStreamEnds: Ctrl-C is the normal end of what has no other, and of
// nothing else; what else goes wrong is told.
func TestRateStreamEnds(t *testing.T) {
	gone := errors.New("gone")
	full := errors.New("full")
	for _, c := range []struct {
		name  string
		count uint32
		ask   int   // the call that fails, from 1
		yield error // of the first report
		want  error
		shown int
	}{
		{name: "interrupted", shown: 4},
		{name: "interrupted before the count", count: 10, want: context.Canceled, shown: 4},
		{name: "counted", count: 3, shown: 3},
		{name: "no host", ask: 1, want: gone},
		{name: "host lost", ask: 3, want: gone, shown: 1},
		{name: "output lost", yield: full, want: full, shown: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(4500*time.Millisecond, cancel)
				asked, shown := 0, 0
				ask := func(context.Context) ([]libvirt.DomainStats, error) {
					if asked++; asked == c.ask {
						return nil, gone
					}
					return nil, nil
				}
				r := &rateStream{meter: &meter{ask: ask, now: time.Now}, interval: time.Second, count: c.count}
				err := r.each(ctx, func(format.Result) error { shown++; return c.yield })
				if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) || shown != c.shown {
					t.Errorf("%v after %d reports, want %v after %d", err, shown, c.want, c.shown)
				}
			})
		})
	}
}
