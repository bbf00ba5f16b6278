package vsh

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// EventOpts returns the options of a command that waits for events: object, the
// one that names whose, event, the one that names which, all and those that all
// such commands have.
func EventOpts(object, event Opt, all ...Opt) []Opt {
	opts := append([]Opt{object.Loose(), event.Loose()}, all...)
	return append(opts,
		BoolOpt("loop", "wait for more after the first, until a timeout or Ctrl-C"),
		IntOpt("timeout", "how many seconds to wait at most", "seconds").Loose(),
		BoolOpt("list", "list the names of the events"),
		BoolOpt("timestamp", "print the time before each event"),
		ReconnectOpt(),
	)
}

// ReconnectOpt is the option of EventLoop.Reconnect.
func ReconnectOpt() Opt {
	return BoolOpt("reconnect", "when the connection is lost, open it again and go on")
}

// An Event is one event as a command shows it.
type Event struct {
	Time   time.Time     `json:"time"`
	Name   string        `json:"event"`
	Object format.Ref    `json:"object"`
	Detail format.Object `json:"detail,omitempty"` // depends on Name
	Lost   int           `json:"lost,omitempty"`   // events before this one that came too fast to be shown

	// Line is virsh's text, which may be several lines, without what stands before
	// it with --timestamp, and without the last newline.
	Line      string `json:"-"`
	timestamp bool
}

// Text prints the event, after the number of those that were lost before it.
func (e *Event) Text(p *format.Printer) error {
	if e.Lost > 0 {
		p.Printf("events lost: %d\n", e.Lost)
	}
	if e.timestamp {
		p.Print(format.EventTime(e.Time))
	}
	p.Println(e.Line)
	return nil
}

// Field adds a field to what documents have of the event.
func (e *Event) Field(name string, v any) {
	e.Detail = append(e.Detail, format.Field{Name: name, Value: v})
}

// An EventLoop is a command that waits for events. It is a format.Stream.
type EventLoop struct {
	session   *Session
	timeout   time.Duration // 0: none
	loop      bool
	timestamp bool
	reconnect bool
	listen    Listen
}

// Listen registers for events until ctx ends. The channel is closed then, and when
// the connection is over. The time is for events that have none of their own.
type Listen func(ctx context.Context, c *libvirt.Conn) (<-chan Event, error)

// NewEventLoop returns the loop that the options of EventOpts ask for.
func NewEventLoop(s *Session, a *Args, listen Listen) (*EventLoop, error) {
	timeout, err := a.Seconds("timeout")
	if err != nil {
		return nil, err
	}
	return &EventLoop{
		session: s, timeout: timeout, loop: a.Bool("loop"), timestamp: a.Bool("timestamp"),
		reconnect: a.Bool("reconnect"), listen: listen,
	}, nil
}

// ListenTo makes a Listen of one of the library's functions, for the connection
// that it is given, and of what show makes of its events.
func ListenTo[E any](listen func(ctx context.Context, c *libvirt.Conn) (<-chan E, error), show func(E) Event) Listen {
	return func(ctx context.Context, c *libvirt.Conn) (<-chan Event, error) {
		in, err := listen(ctx, c)
		if err != nil {
			return nil, err
		}
		out := make(chan Event)
		go func() {
			defer close(out)
			for ev := range in {
				select {
				case out <- show(ev):
				case <-ctx.Done():
					return
				}
			}
		}()
		return out, nil
	}
}

// Text prints the events, as Each has them.
func (l *EventLoop) Text(p *format.Printer) error {
	return l.Each(context.Background(), func(r format.Result) error { return r.Text(p) })
}

// Each implements format.Stream. ctx is ended by Ctrl-C, which is a normal end.
func (l *EventLoop) Each(ctx context.Context, yield func(format.Result) error) error {
	limited, cancel := context.WithCancel(ctx)
	if l.timeout > 0 {
		limited, cancel = context.WithTimeout(ctx, l.timeout)
	}
	defer cancel()
	received := 0
	for {
		lost, err := l.once(limited, &received, yield)
		switch {
		case ctx.Err() != nil:
			return l.end("event loop interrupted\n", received, yield)
		case limited.Err() != nil:
			return l.end("event loop timed out\n", received, yield)
		case lost && l.reconnect:
			l.session.reopen(limited)
		case lost:
			l.session.CheckConn(ctx) // tells why
			return Both(l.end("", received, yield), ErrEnded)
		case err != nil:
			return err
		default:
			return l.end("", received, yield)
		}
	}
}

// once shows events until the one that is wanted has come, or ctx or the connection
// is over. lost tells that it was the connection.
func (l *EventLoop) once(ctx context.Context, received *int, yield func(format.Result) error) (lost bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn, err := l.session.Conn(ctx)
	if err != nil {
		return false, err
	}
	events, err := l.listen(ctx, conn)
	if err != nil {
		return conn.Err() != nil, err
	}
	for ev := range events {
		*received++
		if ev.Time.IsZero() {
			ev.Time = l.session.Now()
		}
		ev.timestamp = l.timestamp
		if err := yield(&ev); err != nil || !l.loop {
			return false, err
		}
	}
	return ctx.Err() == nil, nil
}

// end tells, in virsh's text, why the loop ended and how many events there were.
// None is a failure.
func (l *EventLoop) end(why string, received int, yield func(format.Result) error) error {
	if !l.session.Format.Machine() {
		if err := yield(&eventsEnd{Received: received, why: why}); err != nil {
			return err
		}
	}
	if received == 0 {
		return ErrEnded
	}
	return nil
}

// eventsEnd is what stands below events for people.
type eventsEnd struct {
	Received int `json:"eventsReceived"`

	why string
}

// Text prints virsh's lines.
func (e *eventsEnd) Text(p *format.Printer) error {
	p.Printf("%sevents received: %d\n", e.why, e.Received)
	return nil
}

// ChooseEvent returns the number of the event that the option event names, by names,
// or what the option list asks for: the first few of them, since the newer ones are
// not in the text of the release that is virsh's.
func ChooseEvent(a *Args, names []string, listed int) (id int, list format.Result, err error) {
	if a.Bool("list") {
		return 0, EventNames(names[:listed]), nil
	}
	name, err := a.String("event")
	if err != nil {
		return 0, nil, err
	}
	if !a.Has("event") {
		return 0, nil, Failf("either --list or --event <type> is required")
	}
	if id = slices.Index(names, name); id < 0 {
		return 0, nil, Failf("unknown event type %s", name)
	}
	return id, nil, nil
}

// ObjectEvent returns the event called name about an object that is no domain. kind
// and what are virsh's words for the kind of object and the object.
func ObjectEvent(name string, object libvirt.Ref, kind, what string, lost int) Event {
	return Event{Name: name, Object: format.Ref(object), Lost: lost, Line: "event '" + name + "' for " + kind + " " + what}
}

// Lifecycle adds how the object changed: as a value, whose number chooses virsh's
// word for it.
func (e *Event) Lifecycle(change fmt.Stringer, number int, words ...string) {
	e.Field("type", change.String())
	e.Line += ": " + word(words, number, "unknown")
}

// Metadata adds which metadata of the object changed.
func (e *Event) Metadata(m libvirt.MetadataChange) {
	e.Field("type", m.Type.String())
	uri := "<null>"
	if m.URI != nil {
		e.Field("uri", *m.URI)
		uri = *m.URI
	}
	e.Line += ": type " + word([]string{
		virt.DomainMetadataDescription: "description",
		virt.DomainMetadataTitle:       "title",
		virt.DomainMetadataElement:     "element",
	}, int(m.Type), "unsupported value") + ", uri " + uri
}

// EventNames returns the result of the option list.
func EventNames(names []string) format.Result { return eventNames{names} }

type eventNames struct {
	Events []string `json:"events"`
}

// Text prints a line for each name.
func (n eventNames) Text(p *format.Printer) error {
	for _, name := range n.Events {
		p.Println(name)
	}
	return nil
}
