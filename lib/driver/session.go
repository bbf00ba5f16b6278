package driver

import (
	"context"
	"sync"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// Session is the Conn of an embedded driver: a Mux with a beginning and an end.
type Session struct {
	mux     *Mux
	onClose func()
	done    chan struct{}

	mu    sync.Mutex
	over  bool
	next  int
	stops map[int]Stop
}

// NewSession returns a session that answers from mux. onClose, which may be
// nil, runs once when the session is closed, after its subscriptions have ended.
func NewSession(mux *Mux, onClose func()) *Session {
	return &Session{mux: mux, onClose: onClose, done: make(chan struct{}), stops: make(map[int]Stop)}
}

// Invoke implements Conn.
func (s *Session) Invoke(ctx context.Context, r *protocol.Request) error {
	if err := s.Err(); err != nil {
		return err
	}
	return s.mux.Invoke(ctx, r)
}

// Stream implements Conn. The end of the session aborts the stream.
func (s *Session) Stream(ctx context.Context, r *protocol.Request) (Stream, error) {
	if err := s.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	st, err := s.mux.Stream(ctx, r)
	if err != nil {
		cancel()
		return nil, err
	}
	id, ok := s.keep(func(context.Context) error { cancel(); return nil })
	if !ok {
		cancel()
		return nil, s.Err()
	}
	context.AfterFunc(ctx, func() { s.forget(id) })
	return st, nil
}

// Subscribe implements Conn.
func (s *Session) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (Stop, error) {
	if err := s.Err(); err != nil {
		return nil, err
	}
	stop, err := s.mux.Subscribe(ctx, r, sink)
	if err != nil {
		return nil, err
	}
	id, ok := s.keep(stop)
	if !ok {
		_ = stop(ctx) // the session ended meanwhile; its error is the one to tell
		return nil, s.Err()
	}
	return func(ctx context.Context) error {
		if !s.forget(id) {
			return nil
		}
		return stop(ctx)
	}, nil
}

func (s *Session) keep(stop Stop) (id int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return 0, false
	}
	s.next++
	s.stops[s.next] = stop
	return s.next, true
}

func (s *Session) forget(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.stops[id]
	delete(s.stops, id)
	return ok
}

// Done implements Conn.
func (s *Session) Done() <-chan struct{} { return s.done }

// Err implements Conn.
func (s *Session) Err() error {
	select {
	case <-s.done:
		return ErrClosed
	default:
		return nil
	}
}

// Close implements Conn.
func (s *Session) Close(ctx context.Context) error {
	s.mu.Lock()
	if s.over {
		s.mu.Unlock()
		return nil
	}
	s.over = true
	stops := s.stops
	s.stops = nil
	s.mu.Unlock()

	close(s.done)
	for _, stop := range stops {
		_ = stop(ctx) // nothing that a caller could do about it
	}
	if s.onClose != nil {
		s.onClose()
	}
	return nil
}
