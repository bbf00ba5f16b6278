package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

// host is a driver for the tests of the server.
type host struct {
	mux    *driver.Mux
	uri    string         // that it was opened with
	opts   driver.Options // that it was opened with
	closed chan struct{}
	sinks  chan func(protocol.Event)
}

func newHost() *host {
	h := &host{mux: driver.NewMux(), closed: make(chan struct{}), sinks: make(chan func(protocol.Event), 10)}
	driver.Handle(h.mux, &protocol.ConnectGetVersion, func(context.Context) (*protocol.ConnectGetVersionReply, error) {
		return &protocol.ConnectGetVersionReply{HVVer: 42}, nil
	})
	driver.Handle(h.mux, &protocol.DomainCreate, func(_ context.Context, a *protocol.DomainCreateArgs) error {
		return virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "%s is running", a.Dom.Name)
	})
	driver.Handle(h.mux, &protocol.DomainDestroy, func(context.Context, *protocol.DomainDestroyArgs) error {
		return errors.New("not an error of the API")
	})
	driver.Handle(h.mux, &protocol.DomainShutdown, func(ctx context.Context, _ *protocol.DomainShutdownArgs) error {
		<-ctx.Done() // a hung guest
		return ctx.Err()
	})
	subscribe := func(_ context.Context, _ *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
		select {
		case h.sinks <- sink:
		default: // a test that does not look
		}
		return func(context.Context) error { return nil }, nil
	}
	h.mux.HandleEvents(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, subscribe)
	h.mux.HandleEvents(&protocol.ConnectNetworkEventRegisterAny.Proc, subscribe)
	return h
}

func (h *host) open(_ context.Context, uri string, o driver.Options) (driver.Conn, error) {
	if uri == "refused:///" {
		return nil, virt.Errorf(virt.FromNone, virt.ErrNoConnect, "%s", uri)
	}
	h.uri, h.opts = uri, o
	return driver.NewSession(h.mux, func() { close(h.closed) }), nil
}

// serve serves h on one end of a pipe and returns the other. The test fails if
// Serve returns an error.
func (h *host) serve(t *testing.T) net.Conn {
	t.Helper()
	a, b := net.Pipe()
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := rpc.Serve(t.Context(), b, h.open); err != nil && t.Context().Err() == nil {
			t.Errorf("Serve returned %v", err)
		}
	})
	t.Cleanup(wg.Wait)
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// client is a scripted client of h that has opened its session.
func (h *host) client(t *testing.T) *rpctest.Peer {
	t.Helper()
	p := rpctest.New(t, h.serve(t))
	p.ExpectReply(p.Call(1000, &protocol.AuthList.Proc, nil), nil)
	p.ExpectReply(p.Call(1001, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{}), nil)
	return p
}

func TestServerSession(t *testing.T) {
	h := newHost()
	p := rpctest.New(t, h.serve(t))
	auth := new(protocol.AuthListReply)
	p.ExpectReply(p.Call(0, &protocol.AuthList.Proc, nil), auth)
	if len(auth.Types) != 1 || auth.Types[0] != protocol.AuthTypeNone {
		t.Errorf("authentication: %v", auth.Types)
	}
	for serial, proc := range []*protocol.Proc{&protocol.ConnectGetVersion.Proc, &protocol.ConnectGetURI.Proc, &protocol.NodeGetInfo.Proc} {
		if e := p.ExpectError(p.Call(uint32(serial), proc, nil)); e.Message != "internal error: hypervisor connection not open" {
			t.Errorf("%s before CONNECT_OPEN: %v", proc, e)
		}
	}
	refused := "refused:///"
	if e := p.ExpectError(p.Call(4, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{Name: &refused})); e.Code != virt.ErrNoConnect {
		t.Errorf("an open that the driver refuses: %v", e)
	}
	name := "x:///y"
	p.ExpectReply(p.Call(5, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{Name: &name, Flags: uint32(virt.ConnectRO)}), nil)
	if h.uri != name || !h.opts.ReadOnly {
		t.Errorf("the driver was opened with %q, %+v", h.uri, h.opts)
	}
	if e := p.ExpectError(p.Call(6, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{})); !strings.Contains(e.Message, "connection already open") {
		t.Errorf("second open: %v", e)
	}
	uri := new(protocol.ConnectGetURIReply)
	p.ExpectReply(p.Call(7, &protocol.ConnectGetURI.Proc, nil), uri)
	if uri.URI != name {
		t.Errorf("the URI is %q", uri.URI)
	}
	v := new(protocol.ConnectGetVersionReply)
	p.ExpectReply(p.Call(8, &protocol.ConnectGetVersion.Proc, nil), v)
	if v.HVVer != 42 {
		t.Errorf("version %d", v.HVVer)
	}
	p.ExpectReply(p.Call(9, &protocol.ConnectClose.Proc, nil), nil)
	p.ExpectEnd()
	<-h.closed
}

func TestServerFeatures(t *testing.T) {
	p := newHost().client(t)
	for feature, want := range map[protocol.Feature]int32{
		protocol.FeatureFDPassing:           0, // over a pipe
		protocol.FeatureProgramKeepalive:    1,
		protocol.FeatureRemoteEventCallback: 1,
		protocol.FeatureRemoteCloseCallback: 1,
		protocol.FeatureMigrationV3:         0,
		99:                                  0,
	} {
		r := new(protocol.ConnectSupportsFeatureReply)
		p.ExpectReply(p.Call(uint32(feature), &protocol.ConnectSupportsFeature.Proc, &protocol.ConnectSupportsFeatureArgs{Feature: int32(feature)}), r)
		if r.Supported != want {
			t.Errorf("feature %d: %d, want %d", feature, r.Supported, want)
		}
	}
}

func TestServerErrors(t *testing.T) {
	p := newHost().client(t)
	e := p.ExpectError(p.Call(1, &protocol.DomainCreate.Proc, &protocol.DomainCreateArgs{Dom: protocol.Domain{Name: "d"}}))
	if e.Code != virt.ErrOperationInvalid || e.Domain != virt.FromQEMU || !strings.Contains(e.Message, "d is running") {
		t.Errorf("an error of the driver: %+v", e)
	}
	e = p.ExpectError(p.Call(2, &protocol.DomainDestroy.Proc, &protocol.DomainDestroyArgs{}))
	if e.Code != virt.ErrInternalError || !strings.Contains(e.Message, "not an error of the API") {
		t.Errorf("another error of the driver: %+v", e)
	}
	e = p.ExpectError(p.Call(3, &protocol.DomainReboot.Proc, &protocol.DomainRebootArgs{}))
	if e.Code != virt.ErrNoSupport || !strings.Contains(e.Message, "virDomainReboot") {
		t.Errorf("a procedure that the driver does not have: %+v", e)
	}
	e = p.ExpectError(p.Call(4, &protocol.Proc{Program: protocol.RemoteProgram, Number: 4321}, nil))
	if e.Code != virt.ErrRPC || e.Message != "unknown procedure: 4321" {
		t.Errorf("a procedure that the protocol does not have: %+v", e)
	}
	e = p.ExpectError(p.Call(5, &protocol.DomainEventLifecycle.Proc, nil))
	if e.Code != virt.ErrRPC || !strings.HasPrefix(e.Message, "unknown procedure") {
		t.Errorf("an event called: %+v", e)
	}
	e = p.ExpectError(p.Call(6, &protocol.Proc{Program: 12345, Number: 1}, nil))
	if e.Code != virt.ErrRPC || e.Message != "Cannot find program 12345 version 1" {
		t.Errorf("a program that the protocol does not have: %+v", e)
	}
	h := protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: protocol.DomainCreate.Number, Serial: 7}
	p.SendPayload(h, []byte{0xff, 0xff, 0xff, 0xff, 0})
	e = p.ExpectError(rpctest.Frame{Header: h})
	if e.Code != virt.ErrRPC || !strings.HasPrefix(e.Message, "Unable to decode message payload") {
		t.Errorf("malformed arguments: %+v", e)
	}
	p.ExpectReply(p.Call(8, &protocol.ConnectGetVersion.Proc, nil), nil)
}

func TestServerClosesOnNonsense(t *testing.T) {
	for name, b := range map[string][]byte{
		"length":        {0, 0, 0, 3, 0, 0},
		"HTTP":          []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"a reply":       rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1, Type: protocol.MessageTypeReply}, nil),
		"an event":      rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 107, Type: protocol.MessageTypeMessage}, nil),
		"call's status": rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1, Status: 1}, nil),
		"half a frame":  rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1}, make([]byte, 8))[:30],
	} {
		t.Run(name, func(t *testing.T) {
			a, c := net.Pipe()
			served := make(chan error, 1)
			go func() { served <- rpc.Serve(t.Context(), c, newHost().open) }()
			if _, err := a.Write(b); err != nil && !errors.Is(err, io.ErrClosedPipe) {
				t.Error(err)
			}
			if name == "half a frame" {
				_ = a.Close()
			}
			if err := <-served; err == nil {
				t.Error("Serve has no complaint")
			}
		})
	}
}

func TestServerRunsCallsConcurrently(t *testing.T) {
	h := newHost()
	p := h.client(t)
	for serial := range uint32(6) {
		p.Call(serial, &protocol.DomainShutdown.Proc, &protocol.DomainShutdownArgs{})
	}
	p.ExpectReply(p.Call(10, &protocol.ConnectGetVersion.Proc, nil), nil)
	p.KeepAlive(protocol.KeepAlivePing)
	p.ExpectKeepAlive(protocol.KeepAlivePong)
}

// A client that asks and does not read makes the server stop reading, not pile
// up answers.
func TestServerStopsReadingAClientThatDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		p := h.client(t)
		sent := 0
		go func() {
			for serial := range uint32(100) {
				p.Call(serial, &protocol.ConnectGetVersion.Proc, nil)
				sent++
			}
		}()
		synctest.Wait()
		if sent < 5 || sent > 20 {
			t.Errorf("%d calls were taken of a client that reads no reply", sent)
		}
		for serial := range 100 {
			f := p.Read()
			if f.Type != protocol.MessageTypeReply {
				t.Fatalf("frame %d: %+v", serial, f.Header)
			}
		}
	})
}

func TestServerEvents(t *testing.T) {
	h := newHost()
	p := h.client(t)
	register := func(serial uint32) int32 {
		r := new(protocol.ConnectDomainEventCallbackRegisterAnyReply)
		p.ExpectReply(p.Call(serial, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, &protocol.ConnectDomainEventCallbackRegisterAnyArgs{}), r)
		return r.CallbackID
	}
	first, second := register(1), register(2)
	if first == second {
		t.Errorf("two registrations have the number %d", first)
	}
	net := new(protocol.ConnectNetworkEventRegisterAnyReply)
	p.ExpectReply(p.Call(3, &protocol.ConnectNetworkEventRegisterAny.Proc, &protocol.ConnectNetworkEventRegisterAnyArgs{}), net)
	<-h.sinks
	toSecond, toNet := <-h.sinks, <-h.sinks
	toSecond(protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{CallbackID: 555,
		Msg: protocol.DomainEventLifecycleMsg{Event: 2}}))
	toNet(protocol.NetworkEventLifecycle.Event(&protocol.NetworkEventLifecycleMsg{Event: 3}))
	f := p.Read()
	m := new(protocol.DomainEventCallbackLifecycleMsg)
	if err := protocol.Unmarshal(f.Payload, m); err != nil || f.Type != protocol.MessageTypeMessage || f.Proc() != &protocol.DomainEventCallbackLifecycle.Proc {
		t.Fatalf("the event is %+v, %v", f.Header, err)
	}
	if m.CallbackID != second || m.Msg.Event != 2 {
		t.Errorf("the event is %+v, want one of registration %d", m, second)
	}
	f = p.Read()
	if f.Proc() != &protocol.NetworkEventLifecycle.Proc {
		t.Errorf("the second event is %+v", f.Header)
	}
	p.ExpectReply(p.Call(4, &protocol.ConnectDomainEventCallbackDeregisterAny.Proc,
		&protocol.ConnectDomainEventCallbackDeregisterAnyArgs{CallbackID: second}), nil)
	e := p.ExpectError(p.Call(5, &protocol.ConnectDomainEventCallbackDeregisterAny.Proc,
		&protocol.ConnectDomainEventCallbackDeregisterAnyArgs{CallbackID: second}))
	if !strings.Contains(e.Message, "domain event callback 1 not registered") {
		t.Errorf("second deregistration: %v", e)
	}
	p.ExpectReply(p.Call(6, &protocol.ConnectRegisterCloseCallback.Proc, nil), nil)
	p.ExpectReply(p.Call(7, &protocol.ConnectUnregisterCloseCallback.Proc, nil), nil)
}

func TestServerDropsAClientThatReadsNoEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		a, b := net.Pipe()
		served := make(chan error, 1)
		go func() { served <- rpc.Serve(t.Context(), b, h.open) }()
		p := rpctest.New(t, a)
		p.ExpectReply(p.Call(0, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{}), nil)
		p.ExpectReply(p.Call(1, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, &protocol.ConnectDomainEventCallbackRegisterAnyArgs{}), nil)
		sink := <-h.sinks
		m := &protocol.DomainEventCallbackLifecycleMsg{Msg: protocol.DomainEventLifecycleMsg{Dom: protocol.Domain{Name: strings.Repeat("x", 1<<20)}}}
		for range 17 {
			sink(protocol.DomainEventCallbackLifecycle.Event(m))
		}
		if err := <-served; err == nil || !strings.Contains(err.Error(), "unread") {
			t.Errorf("Serve returned %v", err)
		}
	})
}

func TestServerKeepAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		served := make(chan error, 1)
		go func() { served <- rpc.Serve(t.Context(), b, newHost().open) }()
		p := rpctest.New(t, a)
		p.ExpectReply(p.Call(0, &protocol.ConnectSupportsFeature.Proc,
			&protocol.ConnectSupportsFeatureArgs{Feature: int32(protocol.FeatureProgramKeepalive)}), nil)
		start := time.Now()
		p.ExpectKeepAlive(protocol.KeepAlivePing)
		p.KeepAlive(protocol.KeepAlivePong)
		for range 5 {
			p.ExpectKeepAlive(protocol.KeepAlivePing)
		}
		err := <-served
		lost := new(driver.LostError)
		if !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonKeepalive {
			t.Errorf("Serve returned %v", err)
		}
		if d := time.Since(start); d != 35*time.Second {
			t.Errorf("a dead client was dropped after %v, want 5 s and then 30 s", d)
		}
	})
}

func TestServerEndsWithItsContext(t *testing.T) {
	h := newHost()
	a, b := net.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- rpc.Serve(ctx, b, h.open) }()
	p := rpctest.New(t, a)
	p.ExpectReply(p.Call(0, &protocol.ConnectOpen.Proc, &protocol.ConnectOpenArgs{}), nil)
	p.Call(1, &protocol.DomainShutdown.Proc, &protocol.DomainShutdownArgs{}) // hangs
	cancel()
	if err := <-served; !errors.Is(err, context.Canceled) {
		t.Errorf("Serve returned %v", err)
	}
	<-h.closed
}

// memory is a stream of a volume that is a slice of bytes.
type memory struct {
	send   []piece // what Recv gives
	recved []piece // what Send and SendHole got
	err    error   // of Finish
	ctx    context.Context
	block  bool // Recv gives nothing before the end of ctx

	finished bool
	aborted  atomic.Bool // a failed stream is aborted after the client was told
}

func (m *memory) Recv(p []byte) (int, int64, error) {
	if m.block {
		<-m.ctx.Done()
		return 0, 0, m.ctx.Err()
	}
	if len(m.send) == 0 {
		return 0, 0, io.EOF
	}
	next := &m.send[0]
	if next.hole > 0 {
		hole := next.hole
		m.send = m.send[1:]
		return 0, hole, nil
	}
	n := copy(p, next.data)
	next.data = next.data[n:]
	if next.data == "" {
		m.send = m.send[1:]
	}
	return n, 0, nil
}

func (m *memory) Send(p []byte) (int, error) {
	if string(p) == "bad" {
		return 0, virt.Errorf(virt.FromStorage, virt.ErrWriteFailed, "disk full")
	}
	m.recved = append(m.recved, piece{data: string(p)})
	return len(p), nil
}

func (m *memory) SendHole(n int64) error {
	m.recved = append(m.recved, piece{hole: n})
	return nil
}

func (m *memory) Finish(context.Context) error { m.finished = true; return m.err }
func (m *memory) Abort(context.Context) error  { m.aborted.Store(true); return nil }

// streaming is a scripted client of a host whose streams are m.
func streaming(t *testing.T, m *memory) *rpctest.Peer {
	h := newHost()
	for _, p := range []*protocol.Proc{&protocol.StorageVolUpload.Proc, &protocol.StorageVolDownload.Proc, &protocol.DomainOpenConsole.Proc} {
		h.mux.HandleStream(p, func(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
			if a, ok := r.Args.(*protocol.StorageVolUploadArgs); ok && a.Vol.Name == "none" {
				return nil, virt.Errorf(virt.FromStorage, virt.ErrNoStorageVol, "none")
			}
			m.ctx = ctx
			return m, nil
		})
	}
	return h.client(t)
}

func TestServerStreamToClient(t *testing.T) {
	big := strings.Repeat("z", 300_000)
	p := streaming(t, &memory{send: []piece{{"one", 0}, {"", 1 << 33}, {big, 0}, {"", 5}}})
	call := p.Call(3, &protocol.StorageVolDownload.Proc, &protocol.StorageVolDownloadArgs{})
	p.ExpectReply(call, nil)
	var got []piece
	for {
		f := p.ExpectStream(call, protocol.MessageStatusContinue)
		if f.Type == protocol.MessageTypeStreamHole {
			m := new(protocol.StreamHole)
			if err := protocol.Unmarshal(f.Payload, m); err != nil {
				t.Error(err)
			}
			got = append(got, piece{hole: m.Length})
			continue
		}
		if len(f.Payload) == 0 {
			break
		}
		got = append(got, piece{data: string(f.Payload)})
	}
	want := []piece{{"one", 0}, {"", 1 << 33}, {big[:protocol.MessageLegacyPayloadMax], 0}, {big[protocol.MessageLegacyPayloadMax:], 0}, {"", 5}}
	if len(got) != len(want) {
		t.Fatalf("%d pieces came, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d is %d bytes, hole %d", i, len(got[i].data), got[i].hole)
		}
	}
	p.EndStream(call, nil)
	p.ExpectStream(call, protocol.MessageStatusOK)
	p.ExpectReply(p.Call(4, &protocol.ConnectGetVersion.Proc, nil), nil)
}

func TestServerStreamFromClient(t *testing.T) {
	m := &memory{}
	p := streaming(t, m)
	call := p.Call(3, &protocol.StorageVolUpload.Proc, &protocol.StorageVolUploadArgs{})
	p.ExpectReply(call, nil)
	p.Data(call, []byte("one"))
	p.Hole(call, 99)
	p.Data(call, []byte("two"))
	p.EndStream(call, nil)
	p.ExpectStream(call, protocol.MessageStatusOK)
	if len(m.recved) != 3 || m.recved[0].data != "one" || m.recved[1].hole != 99 || m.recved[2].data != "two" || !m.finished {
		t.Errorf("the driver got %v, finished %v", m.recved, m.finished)
	}
}

func TestServerStreamErrors(t *testing.T) {
	m := &memory{err: virt.Errorf(virt.FromStorage, virt.ErrWriteFailed, "at the end")}
	p := streaming(t, m)
	none := p.Call(1, &protocol.StorageVolUpload.Proc, &protocol.StorageVolUploadArgs{Vol: protocol.StorageVol{Name: "none"}})
	if e := p.ExpectError(none); e.Code != virt.ErrNoStorageVol {
		t.Errorf("a stream that the driver refuses: %v", e)
	}
	p.Data(none, []byte("to nobody"))

	call := p.Call(2, &protocol.StorageVolUpload.Proc, &protocol.StorageVolUploadArgs{})
	p.ExpectReply(call, nil)
	p.Data(call, []byte("bad"))
	p.ExpectStream(call, protocol.MessageStatusError)
	p.Data(call, []byte("after the error"))

	call = p.Call(3, &protocol.StorageVolUpload.Proc, &protocol.StorageVolUploadArgs{})
	p.ExpectReply(call, nil)
	p.EndStream(call, nil)
	p.ExpectStream(call, protocol.MessageStatusError)

	call = p.Call(4, &protocol.StorageVolUpload.Proc, &protocol.StorageVolUploadArgs{})
	p.ExpectReply(call, nil)
	p.Hole(call, -1)
	p.ExpectStream(call, protocol.MessageStatusError)
	p.ExpectReply(p.Call(5, &protocol.ConnectGetVersion.Proc, nil), nil)
}

func TestServerStreamAborted(t *testing.T) {
	m := &memory{block: true}
	p := streaming(t, m)
	call := p.Call(3, &protocol.DomainOpenConsole.Proc, &protocol.DomainOpenConsoleArgs{})
	p.ExpectReply(call, nil)
	p.AbortStream(call)
	for {
		f := p.Read()
		if f.Type == protocol.MessageTypeStream && f.Status == protocol.MessageStatusOK {
			break
		}
		if f.Status == protocol.MessageStatusError {
			t.Errorf("the abort was answered with %+v", f.Header)
			break
		}
	}
	p.ExpectReply(p.Call(4, &protocol.ConnectGetVersion.Proc, nil), nil)
	if m.ctx.Err() == nil {
		t.Error("the driver's stream lives on")
	}
}

// Both of our sides, one against the other.
func TestClientAndServer(t *testing.T) {
	h := newHost()
	m := &memory{send: []piece{{"data", 0}, {"", 7}}}
	h.mux.HandleStream(&protocol.StorageVolDownload.Proc, func(ctx context.Context, _ *protocol.Request) (driver.Stream, error) {
		m.ctx = ctx
		return m, nil
	})
	c := rpc.NewClient(h.serve(t), "")
	if err := rpc.Authenticate(t.Context(), c, rpc.Login{}); err != nil {
		t.Fatal(err)
	}
	if err := protocol.ConnectOpen.Call(t.Context(), c, &protocol.ConnectOpenArgs{}); err != nil {
		t.Fatal(err)
	}
	if v, err := version(t.Context(), c); v != 42 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	got := make(chan protocol.Event, 1)
	stop, err := c.Subscribe(t.Context(), registerLifecycle(), func(e protocol.Event) { got <- e })
	if err != nil {
		t.Fatal(err)
	}
	(<-h.sinks)(protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{Msg: protocol.DomainEventLifecycleMsg{Detail: 4}}))
	if e := <-got; e.Msg.(*protocol.DomainEventCallbackLifecycleMsg).Msg.Detail != 4 {
		t.Errorf("the event is %+v", e.Msg)
	}
	if err := stop(t.Context()); err != nil {
		t.Error(err)
	}
	s := openStream(t, t.Context(), c, downloadRequest)
	pieces, err := receive(s)
	if err != io.EOF || len(pieces) != 2 || pieces[0].data != "data" || pieces[1].hole != 7 {
		t.Errorf("the stream has %v, %v", pieces, err)
	}
	if err := s.Finish(t.Context()); err != nil || !m.finished {
		t.Errorf("Finish returned %v", err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
	<-h.closed
}

func TestLargeMessages(t *testing.T) {
	h := newHost()
	xml := strings.Repeat("<x/>", 1_000_000)
	driver.Handle(h.mux, &protocol.DomainDefineXML, func(_ context.Context, a *protocol.DomainDefineXMLArgs) (*protocol.DomainDefineXMLReply, error) {
		return &protocol.DomainDefineXMLReply{Dom: protocol.Domain{Name: a.XML}}, nil
	})
	c := rpc.NewClient(h.serve(t), "")
	defer c.Close(context.Background())
	if err := protocol.ConnectOpen.Call(t.Context(), c, &protocol.ConnectOpenArgs{}); err != nil {
		t.Fatal(err)
	}
	r, err := protocol.DomainDefineXML.Call(t.Context(), c, &protocol.DomainDefineXMLArgs{XML: xml})
	if err != nil || !bytes.Equal([]byte(r.Dom.Name), []byte(xml)) {
		t.Errorf("4 MB came back as %d bytes, %v", len(r.Dom.Name), err)
	}
}
