package rpc

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// serve answers r: the procedures of the session itself, all others from the
// driver.
func (s *server) serve(ctx context.Context, h *protocol.Header, r *protocol.Request) error {
	switch r.Proc {
	case &protocol.AuthList.Proc:
		r.Reply.(*protocol.AuthListReply).Types = []protocol.AuthType{protocol.AuthTypeNone}
		return nil
	case &protocol.AuthPolkit.Proc, &protocol.AuthSASLInit.Proc, &protocol.AuthSASLStart.Proc, &protocol.AuthSASLStep.Proc:
		return virt.Errorf(virt.FromRPC, virt.ErrAuthFailed, "this server asks for no authentication")
	case &protocol.ConnectOpen.Proc:
		return s.openDriver(ctx, r.Args.(*protocol.ConnectOpenArgs))
	case &protocol.ConnectClose.Proc:
		return nil // once the reply is out, the session ends
	case &protocol.ConnectSupportsFeature.Proc:
		return s.feature(ctx, r)
	}
	drv, err := s.driver()
	if err != nil {
		return err
	}
	if reg := registrationOf(r.Proc); reg != nil {
		return s.register(ctx, drv, reg, r)
	}
	if reg := deregistrationOf(r.Proc); reg != nil {
		return s.deregister(ctx, reg, r)
	}
	if r.Proc == &protocol.ConnectGetURI.Proc {
		return s.uri(ctx, drv, r)
	}
	if r.Proc.Stream != protocol.StreamNone {
		return s.openStream(ctx, drv, h, r)
	}
	return drv.Invoke(ctx, r)
}

// openDriver opens the driver's session.
func (s *server) openDriver(ctx context.Context, args *protocol.ConnectOpenArgs) error {
	s.mu.Lock()
	taken := s.opening
	s.opening = true
	s.mu.Unlock()
	if taken {
		return virt.Errorf(virt.FromRPC, virt.ErrInternalError, "connection already open")
	}
	name := ""
	if args.Name != nil {
		name = *args.Name
	}
	o := driver.Options{ReadOnly: args.Flags&uint32(virt.ConnectRO) != 0}
	drv, err := s.open(ctx, name, o)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.opening = false // it may try again
		return err
	}
	s.drv, s.name = drv, name
	return nil
}

func (s *server) driver() (driver.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drv == nil {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "hypervisor connection not open")
	}
	return s.drv, nil
}

// feature tells what the connection can do, or asks the driver.
func (s *server) feature(ctx context.Context, r *protocol.Request) error {
	reply := r.Reply.(*protocol.ConnectSupportsFeatureReply)
	feature := protocol.Feature(r.Args.(*protocol.ConnectSupportsFeatureArgs).Feature)
	if feature == protocol.FeatureProgramKeepalive { // the only one that needs no driver
		s.keepAlive()
		reply.Supported = 1
		return nil
	}
	drv, err := s.driver()
	if err != nil {
		return err
	}
	switch feature {
	case protocol.FeatureFDPassing:
		if s.w.files != nil {
			reply.Supported = 1
		}
		return nil
	case protocol.FeatureRemoteEventCallback, protocol.FeatureRemoteCloseCallback:
		reply.Supported = 1
		return nil
	}
	err = drv.Invoke(ctx, r)
	if errors.Is(err, virt.ErrNoSupport) { // a driver without any features of its own
		reply.Supported = 0
		return nil
	}
	return err
}

// uri tells what the driver was opened with, where it does not know better.
func (s *server) uri(ctx context.Context, drv driver.Conn, r *protocol.Request) error {
	err := drv.Invoke(ctx, r)
	if errors.Is(err, virt.ErrNoSupport) {
		s.mu.Lock()
		defer s.mu.Unlock()
		r.Reply.(*protocol.ConnectGetURIReply).URI = s.name
		return nil
	}
	return err
}

// register begins to send events.
func (s *server) register(ctx context.Context, drv driver.Conn, reg *registration, r *protocol.Request) error {
	var id int32
	if reg.setID == nil {
		id = reg.id(r.Args, nil)
	} else {
		s.mu.Lock()
		id = s.nextID[reg.kind]
		s.nextID[reg.kind]++
		s.mu.Unlock()
	}
	key := subKey{reg.kind, id}
	s.mu.Lock()
	taken := s.stops[key] != nil
	s.mu.Unlock()
	if taken {
		return virt.Errorf(virt.FromRPC, virt.ErrInternalError, "%s event callback %d already registered", reg.kind, id)
	}
	stop, err := drv.Subscribe(ctx, r, func(e protocol.Event) { s.event(id, e) })
	if reg.kind == closeEvents && errors.Is(err, virt.ErrNoSupport) {
		// Nothing is between the driver and its host that could be lost.
		stop, err = func(context.Context) error { return nil }, nil
	}
	if err != nil {
		return err
	}
	if reg.setID != nil {
		reg.setID(r.Reply, id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stops[key] = stop
	return nil
}

// deregister ends the sending of events.
func (s *server) deregister(ctx context.Context, reg *registration, r *protocol.Request) error {
	id := reg.endID(r.Args)
	key := subKey{reg.kind, id}
	s.mu.Lock()
	stop := s.stops[key]
	delete(s.stops, key)
	s.mu.Unlock()
	if stop == nil {
		return virt.Errorf(virt.FromRPC, virt.ErrInternalError, "%s event callback %d not registered", reg.kind, id)
	}
	return stop(ctx)
}

// event sends an event of the registration id. It does not block.
func (s *server) event(id int32, e protocol.Event) {
	h := protocol.Header{Program: e.Proc.Program, Version: programVersion, Procedure: e.Proc.Number,
		Type: protocol.MessageTypeMessage}
	out, err := s.encode(&h, nil, e.Msg)
	if err != nil {
		s.hangUp(virt.Errorf(virt.FromRPC, virt.ErrRPC, "cannot send the event %s: %s", e.Proc.Name, err))
		return
	}
	if e.Proc.Callback { // the number is the first field of all of them
		binary.BigEndian.PutUint32(out.buf.b[headerEnd:], uint32(id))
	}
	size := int64(len(out.buf.b))
	out.done = func() { s.unread.Add(-size) }
	if s.unread.Add(size) > maxUnreadEvents {
		s.w.release(out)
		s.hangUp(errUnread)
		return
	}
	s.w.send(out)
}
