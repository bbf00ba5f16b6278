package libvirt

import (
	"cmp"
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/virt"
)

// pollInterval is how often Await looks at what no event tells of.
const pollInterval = time.Second

// Await waits until met reports true or fails. It calls met when the host is sure to
// tell of changes from then on, and again after each change of the domain's state or
// its agent's, so nothing is missed and nothing is asked in vain. every is the time
// after which it is called at the latest, for what has no event; 0 means never, except
// on hosts without events.
func (d *Domain) Await(ctx context.Context, every time.Duration, met func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, err := d.conn.AnyDomainEvents(ctx, d, virt.DomainEventIDLifecycle, virt.DomainEventIDAgentLifecycle)
	if isNoSupport(err) {
		every = cmp.Or(every, pollInterval)
	} else if err != nil {
		return err
	}
	var tick <-chan time.Time
	if every > 0 {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		tick = ticker.C
	}
	for {
		if ok, err := met(ctx); ok || err != nil {
			return err
		}
		select {
		case _, more := <-events:
			if !more {
				return cmp.Or(ctx.Err(), d.conn.Err())
			}
		case <-tick:
		case <-ctx.Done():
			return ctx.Err()
		case <-d.conn.Done():
			return d.conn.Err()
		}
	}
}
