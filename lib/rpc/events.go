package rpc

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// The bounds of what waits for one subscription's sink.
const (
	maxQueuedEvents = 4096
	maxQueuedBytes  = 16 << 20
)

// Subscribe implements driver.Conn for the procedures that register events.
// The order of events is kept across the subscriptions of a client too.
func (c *Client) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	reg := registrationOf(r.Proc)
	if reg == nil {
		return nil, driver.NoSupport(r.Proc)
	}
	if r.Reply == nil && r.Proc.Reply != nil {
		r.Reply = r.Proc.Reply()
	}
	c.mu.Lock()
	c.listened = true
	c.mu.Unlock()
	c.subs.expect(reg.kind)
	f, err := c.roundTrip(ctx, r, nil, func(f frame) { c.undoRegistration(reg, r, f) })
	if err != nil {
		if g := new(gaveUpError); !errors.As(err, &g) || !g.sent {
			c.subs.giveUp(reg.kind)
		} // else undoRegistration does
		return nil, err
	}
	if err := c.decodeReply(r, &f); err != nil {
		c.subs.giveUp(reg.kind)
		return nil, err
	}
	id := reg.id(r.Args, r.Reply)
	sub := c.subs.begin(subKey{reg.kind, id}, sink)
	return func(ctx context.Context) error {
		if !c.subs.end(sub) {
			return nil
		}
		return c.deregister(ctx, reg, id)
	}, nil
}

// deregister ends the sending of events. Events of an ended session have ended
// with it.
func (c *Client) deregister(ctx context.Context, reg *registration, id int32) error {
	if c.Err() != nil {
		return nil
	}
	r := &protocol.Request{Proc: reg.deregister, Args: reg.end(id)}
	if reg.deregister.Reply != nil {
		r.Reply = reg.deregister.Reply()
	}
	return c.Invoke(ctx, r)
}

// undoRegistration ends a registration whose caller left before the reply f.
func (c *Client) undoRegistration(reg *registration, r *protocol.Request, f frame) {
	late := &protocol.Request{Proc: r.Proc}
	if r.Proc.Reply != nil {
		late.Reply = r.Proc.Reply()
	}
	err := c.decodeReply(late, &f)
	c.subs.giveUp(reg.kind)
	if err != nil {
		return // there is nothing to undo
	}
	// Nobody is left to hear of a failure; the events would be dropped anyway.
	_ = c.deregister(context.Background(), reg, reg.id(r.Args, late.Reply))
}

// subKey is what an event and its subscription have in common.
type subKey struct {
	kind kind
	id   int32
}

// subscriptions routes the events of a client. Its dispatcher goroutine runs
// while there are events in the queue.
type subscriptions struct {
	mu       sync.Mutex
	byKey    map[subKey]*subscription
	expected [kinds]int // registrations whose id is not known yet
	early    []event    // events that may be for one of those
	earlySum int        // bytes in early
	queue    []event    // for the dispatcher
	running  bool       // the dispatcher
	closed   bool       // by the client, which wants no more
}

// subscription is one sink.
type subscription struct {
	key  subKey
	sink func(protocol.Event)

	// Guarded by subscriptions.mu:
	events int // queued
	bytes  int // queued
	lost   int // since the last one queued
	ended  bool
	busy   chan struct{} // closed when the sink, which runs, has returned
}

// event is a message on its way to a sink.
type event struct {
	key     subKey
	sub     *subscription
	proc    *protocol.Proc
	payload []byte
	lost    int
}

func newSubscriptions() *subscriptions {
	return &subscriptions{byKey: make(map[subKey]*subscription)}
}

// expect says that a registration was asked for, whose events may come before
// its id.
func (s *subscriptions) expect(k kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expected[k]++
}

// giveUp ends an expectation without a subscription.
func (s *subscriptions) giveUp(k kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled(k)
}

// settled drops the early events that can be for nobody any more.
func (s *subscriptions) settled(k kind) {
	s.expected[k]--
	if s.expected[k] == 0 {
		s.filterEarly(func(e *event) bool { return e.key.kind != k })
	}
}

// filterEarly keeps the early events for which keep is true.
func (s *subscriptions) filterEarly(keep func(*event) bool) {
	kept := s.early[:0]
	s.earlySum = 0
	for i := range s.early {
		if e := &s.early[i]; keep(e) {
			s.earlySum += len(e.payload)
			kept = append(kept, *e)
		}
	}
	clear(s.early[len(kept):])
	s.early = kept
}

// begin ends an expectation: its id is known. The events that came early go to
// sink first.
func (s *subscriptions) begin(key subKey, sink func(protocol.Event)) *subscription {
	sub := &subscription{key: key, sink: sink}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byKey[key] = sub
	s.filterEarly(func(e *event) bool {
		if e.key != key {
			return true
		}
		s.enqueue(sub, *e)
		return false
	})
	s.settled(key.kind)
	return sub
}

// end stops the calls of a sink and waits for one that is running. It reports
// whether the subscription was still there.
func (s *subscriptions) end(sub *subscription) bool {
	s.mu.Lock()
	ended := sub.ended
	sub.ended = true
	if s.byKey[sub.key] == sub {
		delete(s.byKey, sub.key)
	}
	busy := sub.busy
	s.mu.Unlock()
	if busy != nil {
		<-busy
	}
	return !ended
}

// event takes an event off the wire. It keeps a copy of payload.
func (s *subscriptions) event(key subKey, p *protocol.Proc, payload []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := event{key: key, proc: p, payload: payload}
	if sub := s.byKey[key]; sub != nil {
		s.enqueue(sub, e)
		return
	}
	if s.expected[key.kind] > 0 && len(s.early) < maxQueuedEvents && s.earlySum+len(payload) <= maxQueuedBytes {
		e.payload = bytes.Clone(payload)
		s.early = append(s.early, e)
		s.earlySum += len(payload)
	}
}

// enqueue puts e into the dispatcher's queue, or counts it as lost.
func (s *subscriptions) enqueue(sub *subscription, e event) {
	if s.closed {
		return
	}
	if sub.events >= maxQueuedEvents || sub.bytes+len(e.payload) > maxQueuedBytes {
		sub.lost++
		return
	}
	e.payload = bytes.Clone(e.payload)
	e.sub, e.lost = sub, sub.lost
	sub.lost = 0
	sub.events++
	sub.bytes += len(e.payload)
	s.queue = append(s.queue, e)
	if !s.running {
		s.running = true
		go s.dispatch()
	}
}

// dispatch calls the sinks, one after the other, until the queue is empty.
func (s *subscriptions) dispatch() {
	for {
		e, ok := s.next()
		if !ok {
			return
		}
		s.run(e)
	}
}

// next takes the next event off the queue and marks its sink as busy. ok is
// false at the end of the queue, and of the dispatcher.
func (s *subscriptions) next() (e event, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) > 0 {
		e = s.queue[0]
		s.queue[0] = event{}
		s.queue = s.queue[1:]
		e.sub.events--
		e.sub.bytes -= len(e.payload)
		if !e.sub.ended {
			e.sub.busy = make(chan struct{})
			return e, true
		}
	}
	s.queue, s.running = nil, false
	return event{}, false
}

// run calls the sink of e. A message that cannot be decoded counts as lost.
func (s *subscriptions) run(e event) {
	msg := e.proc.Args()
	err := protocol.Unmarshal(e.payload, msg)
	if err == nil {
		e.sub.sink(protocol.Event{Proc: e.proc, Msg: msg, Lost: e.lost})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		e.sub.lost += e.lost + 1
	}
	close(e.sub.busy)
	e.sub.busy = nil
}

// close drops all events, those to come included. When the session ends by
// itself, what came before that still goes to the sinks.
func (s *subscriptions) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.queue, s.early, s.earlySum = nil, nil, 0
}
