package rpc

import (
	"encoding/binary"
	"errors"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// read runs the reader: it takes frames off the connection until that ends, and
// hands each to whom it is for.
func (c *Client) read() {
	defer c.in.close()
	for {
		f, err := c.in.read()
		if err == nil {
			c.beat.beat()
			if err = c.dispatch(f); err == nil {
				continue
			}
		}
		c.mu.Lock()
		writeErr := c.writeErr
		c.mu.Unlock()
		if writeErr != nil && errors.Is(err, os.ErrDeadlineExceeded) {
			c.fail(writeFailure(writeErr))
		} else {
			c.fail(readFailure(err))
		}
		return
	}
}

// dispatch hands f on. An error means that the peer does not keep to the
// protocol, and ends the session.
func (c *Client) dispatch(f frame) error {
	if f.Program == protocol.KeepAliveProgram {
		if f.Procedure == protocol.KeepAlivePing {
			c.w.sendPong()
		}
		c.discard(f)
		return nil
	}
	switch f.Type {
	case protocol.MessageTypeReply, protocol.MessageTypeReplyWithFDs:
		return c.deliver(f)
	case protocol.MessageTypeMessage:
		c.event(f)
		return nil
	case protocol.MessageTypeStream, protocol.MessageTypeStreamHole:
		return c.streamFrame(f)
	}
	c.discard(f)
	return c.in.errorf("sent a call (%s), which only clients do", describe(&f.Header))
}

// deliver hands a reply to the call that it answers.
func (c *Client) deliver(f frame) error {
	if f.Status == protocol.MessageStatusContinue {
		c.discard(f)
		return c.in.errorf("sent a reply with the status of a stream (%s)", describe(&f.Header))
	}
	c.mu.Lock()
	k := c.calls[f.Serial]
	if k == nil || f.Program != k.proc.Program || f.Procedure != k.proc.Number || f.Version != programVersion {
		c.mu.Unlock()
		c.discard(f)
		return c.in.errorf("replied to a call that was not made (%s)", describe(&f.Header))
	}
	delete(c.calls, f.Serial)
	c.trips = max(c.trips, k.trip)
	c.freeSlot(k)
	if k.stream != nil && f.Status == protocol.MessageStatusError {
		delete(c.streams, f.Serial)
	}
	if k.late != nil {
		c.mu.Unlock()
		go k.late(f)
		return nil
	}
	c.waiting--
	k.reply <- f
	c.mu.Unlock()
	return nil
}

// event hands an event to its subscription. Events that are not in our table,
// of a newer server, are dropped.
func (c *Client) event(f frame) {
	defer c.discard(f)
	p := protocol.Lookup(f.Program, f.Procedure)
	if p == nil || f.Status != protocol.MessageStatusOK {
		return
	}
	k := eventKind(p)
	id := int32(0)
	switch {
	case k == noKind:
		return
	case p.Callback:
		if len(f.payload) < 4 {
			return
		}
		id = int32(binary.BigEndian.Uint32(f.payload)) // the first field of all of them
	case k == oldDomainEvents:
		id = p.EventID
	}
	c.subs.event(subKey{k, id}, p, f.payload)
}

// streamFrame hands a frame to its stream. Frames of streams that are over are
// dropped: the peer may have sent them before it learned that.
func (c *Client) streamFrame(f frame) error {
	c.mu.Lock()
	s := c.streams[f.Serial]
	if s == nil || s.proc.Program != f.Program || s.proc.Number != f.Procedure {
		c.mu.Unlock()
		c.discard(f)
		return nil
	}
	err := s.receive(f)
	// The peer has no window to keep to, so when the stream's buffer is full,
	// nothing more is read. While a call waits for its reply, which may be
	// behind the data, the buffer may grow further.
	for err == nil && s.full() && c.cause == nil && c.writeErr == nil {
		c.paused = true
		c.room.Wait()
	}
	c.paused = false
	c.mu.Unlock()
	return err
}
