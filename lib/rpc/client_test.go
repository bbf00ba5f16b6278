package rpc_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

// connect returns a client whose peer does what script says. Both end with the
// test.
func connect(t *testing.T, script func(p *rpctest.Peer)) *rpc.Client {
	t.Helper()
	a, b := net.Pipe()
	rpctest.Run(t, b, script)
	c := rpc.NewClient(a, "scripted peer")
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func version(ctx context.Context, c *rpc.Client) (uint64, error) {
	r, err := protocol.ConnectGetVersion.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return r.HVVer, nil
}

func TestCallAndReply(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Expect(&protocol.DomainLookupByName.Proc, &protocol.DomainLookupByNameArgs{Name: "d"})
		if call.Serial != 0 || call.Version != 1 || call.Status != 0 {
			t.Errorf("first call has the header %+v", call.Header)
		}
		p.Reply(call, &protocol.DomainLookupByNameReply{Dom: protocol.Domain{Name: "d", ID: 7}})
		call = p.Expect(&protocol.ConnectGetVersion.Proc, nil)
		if call.Serial != 1 {
			t.Errorf("second call has the serial %d", call.Serial)
		}
		p.Reply(call, &protocol.ConnectGetVersionReply{HVVer: 7002000})
	})
	r, err := protocol.DomainLookupByName.Call(t.Context(), c, &protocol.DomainLookupByNameArgs{Name: "d"})
	if err != nil || r.Dom.ID != 7 {
		t.Errorf("lookup returned %+v, %v", r, err)
	}
	if v, err := version(t.Context(), c); v != 7002000 || err != nil {
		t.Errorf("version is %d, %v", v, err)
	}
}

func TestBytesAreCounted(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		p.Reply(p.Expect(&protocol.ConnectGetVersion.Proc, nil), &protocol.ConnectGetVersionReply{})
	})
	r := &protocol.Request{Proc: &protocol.ConnectGetVersion.Proc, Reply: new(protocol.ConnectGetVersionReply)}
	if err := c.Invoke(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.Sent != 28 || r.Received != 36 {
		t.Errorf("sent %d bytes and received %d, want 28 and 36", r.Sent, r.Received)
	}
}

func TestErrorReply(t *testing.T) {
	sent := &virt.Error{Code: virt.ErrNoDomain, Domain: virt.FromQEMU, Level: virt.LevelError, Message: "Domain not found: x",
		Str1: "a", Str2: "b", Str3: "c", Int1: 3, Int2: -4, Dom: &virt.DomainRef{Name: "x", ID: -1}, Net: &virt.NetworkRef{Name: "n"}}
	c := connect(t, func(p *rpctest.Peer) {
		p.ReplyError(p.Read(), sent)
		p.ReplyError(p.Read(), &virt.Error{Code: virt.ErrRPC, Domain: virt.FromRPC, Level: virt.LevelError, Message: "unknown procedure: 4"})
	})
	_, err := version(t.Context(), c)
	e := new(virt.Error)
	if !errors.As(err, &e) || !errors.Is(err, virt.ErrNoDomain) {
		t.Fatalf("the error is %v", err)
	}
	if *e.Dom != *sent.Dom || *e.Net != *sent.Net {
		t.Errorf("objects of the error: %+v, %+v", e.Dom, e.Net)
	}
	e.Dom, e.Net, sent.Dom, sent.Net = nil, nil, nil, nil
	if *e != *sent {
		t.Errorf("the error lost something: %+v, want %+v", e, sent)
	}
	_, err = version(t.Context(), c)
	if !errors.Is(err, virt.ErrNoSupport) || !strings.Contains(err.Error(), "virConnectGetVersion") {
		t.Errorf("an unknown procedure gives %v", err)
	}
}

func TestRepliesInAnyOrder(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		calls := []rpctest.Frame{p.Read(), p.Read(), p.Read()}
		for i := len(calls) - 1; i >= 0; i-- {
			args := new(protocol.DomainLookupByIDArgs)
			if err := protocol.Unmarshal(calls[i].Payload, args); err != nil {
				t.Error(err)
			}
			p.Reply(calls[i], &protocol.DomainLookupByIDReply{Dom: protocol.Domain{ID: args.ID}})
		}
	})
	var wg sync.WaitGroup
	for id := range int32(3) {
		wg.Go(func() {
			r, err := protocol.DomainLookupByID.Call(t.Context(), c, &protocol.DomainLookupByIDArgs{ID: id})
			if err != nil || r.Dom.ID != id {
				t.Errorf("call %d got %+v, %v", id, r, err)
			}
		})
	}
	wg.Wait()
}

func TestCancelReleasesTheCallerAndKeepsTheConnection(t *testing.T) {
	received := make(chan struct{})
	goOn := make(chan struct{})
	c := connect(t, func(p *rpctest.Peer) {
		hung := p.Read()
		close(received)
		<-goOn
		p.Reply(hung, &protocol.ConnectGetVersionReply{HVVer: 1})
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{HVVer: 2})
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-received
		cancel()
	}()
	_, err := version(ctx, c)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "CONNECT_GET_VERSION") {
		t.Errorf("the cancelled call returned %v", err)
	}
	close(goOn)
	if v, err := version(t.Context(), c); v != 2 || err != nil {
		t.Errorf("the call after it returned %d, %v", v, err)
	}
}

func TestCancelledBeforeItWasSent(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) { p.ExpectEnd() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := version(ctx, c)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "not sent") {
		t.Errorf("the call returned %v", err)
	}
}

func TestCancelCause(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) { p.ExpectEnd() })
	why := errors.New("the user has had enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, err := version(ctx, c)
	if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), why.Error()) {
		t.Errorf("the call returned %v", err)
	}
}

func TestLossTellsEveryWaiterOnce(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		p.Read()
		p.Read()
	})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			err := protocol.DomainCreate.Call(t.Context(), c, &protocol.DomainCreateArgs{})
			lost := new(driver.LostError)
			if !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonEOF {
				t.Errorf("a waiting call got %v", err)
				return
			}
			if !errors.Is(err, virt.ErrSystemError) {
				t.Errorf("the error's code is none of the API's for a lost connection: %v", err)
			}
			for _, want := range []string{"End of file while reading data: Input/output error", "DOMAIN_CREATE", "scripted peer", "unknown"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
		})
	}
	wg.Wait()
	<-c.Done()
	_, err := version(t.Context(), c)
	for _, want := range []string{"client socket is closed", "CONNECT_GET_VERSION was not sent", "scripted peer"} {
		if !errors.Is(err, virt.ErrInternalError) || !strings.Contains(err.Error(), want) {
			t.Errorf("a call after the loss returned %v, want %q", err, want)
		}
	}
	lost := new(driver.LostError)
	if err := c.Err(); !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonEOF {
		t.Errorf("Err is %v", err)
	}
}

// Calls that wait for the writer when the connection breaks were not sent, and
// fail with that. Whether they or the writer see the end first is chance, so it
// is tried often.
func TestLossBeforeSending(t *testing.T) {
	for range 200 {
		a, b := net.Pipe() // whose other end does not read, so that only one is being written
		c := rpc.NewClient(a, "silent peer")
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				_, err := version(t.Context(), c)
				lost := new(driver.LostError)
				if !errors.As(err, &lost) || !strings.Contains(err.Error(), "silent peer") {
					t.Errorf("a call returned %v", err)
				}
			})
		}
		_ = b.Close()
		wg.Wait()
		_ = c.Close(t.Context())
	}
}

func TestClose(t *testing.T) {
	sent := make(chan struct{})
	c := connect(t, func(p *rpctest.Peer) {
		p.Reply(p.Expect(&protocol.ConnectOpen.Proc, nil), nil)
		p.Expect(&protocol.ConnectGetVersion.Proc, nil) // hangs
		close(sent)
		p.Expect(&protocol.ConnectClose.Proc, nil)
		p.ExpectEnd()
	})
	if err := protocol.ConnectOpen.Call(t.Context(), c, &protocol.ConnectOpenArgs{}); err != nil {
		t.Fatal(err)
	}
	waiter := make(chan error)
	go func() {
		_, err := version(t.Context(), c)
		waiter <- err
	}()
	<-sent
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if err := <-waiter; !errors.Is(err, driver.ErrClosed) {
		t.Errorf("the waiting call got %v", err)
	}
	if c.Err() != driver.ErrClosed {
		t.Errorf("Err is %v", c.Err())
	}
	if _, err := version(t.Context(), c); !errors.Is(err, driver.ErrClosed) {
		t.Errorf("a call after Close got %v", err)
	}
}

// A libvirtd may crash if the socket goes while it ends registrations.
func TestCloseWaitsWhereEventsWereRegistered(t *testing.T) {
	var answered atomic.Bool
	c := connect(t, func(p *rpctest.Peer) {
		p.Reply(p.Expect(&protocol.ConnectOpen.Proc, nil), nil)
		p.Reply(p.Expect(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, nil), &protocol.ConnectDomainEventCallbackRegisterAnyReply{})
		end := p.Expect(&protocol.ConnectClose.Proc, nil)
		answered.Store(true)
		p.Reply(end, nil)
		p.ExpectEnd()
	})
	if err := protocol.ConnectOpen.Call(t.Context(), c, &protocol.ConnectOpenArgs{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Subscribe(t.Context(), &protocol.Request{Proc: &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		Args: &protocol.ConnectDomainEventCallbackRegisterAnyArgs{}}, func(protocol.Event) {}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !answered.Load() {
		t.Error("Close did not wait for the answer")
	}
}

func TestCloseOfAStuckConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		defer b.Close()
		c := rpc.NewClient(a, "")
		go func() {
			p := rpctest.New(t, b)
			p.Reply(p.Read(), nil)
			// and reads nothing more
		}()
		if err := protocol.ConnectOpen.Call(t.Context(), c, &protocol.ConnectOpenArgs{}); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(t.Context()); err != nil { // synctest fails if it hangs
			t.Fatal(err)
		}
	})
}

// In a libvirtd a hung guest makes calls hang. They must neither fill the
// daemon's queue, so that it reads nothing more, nor keep others waiting that
// it can answer.
func TestSixHungCallsDoNotCostTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		p := rpctest.New(t, b)

		ctx, cancel := context.WithCancel(t.Context())
		hung := make(chan error, 6)
		for range 6 {
			go func() { hung <- protocol.DomainShutdown.Call(ctx, c, &protocol.DomainShutdownArgs{}) }()
		}
		var calls []rpctest.Frame
		for range 4 {
			calls = append(calls, p.Expect(&protocol.DomainShutdown.Proc, nil))
		}
		synctest.Wait() // whatever is sent beyond that would stand in front of the next

		state := make(chan error)
		go func() {
			_, err := protocol.DomainGetState.Call(t.Context(), c, &protocol.DomainGetStateArgs{})
			state <- err
		}()
		p.Reply(p.Expect(&protocol.DomainGetState.Proc, nil), &protocol.DomainGetStateReply{})
		if err := <-state; err != nil {
			t.Errorf("a call that waits for no guest failed beside hung ones: %v", err)
		}
		p.KeepAlive(protocol.KeepAlivePing)
		p.ExpectKeepAlive(protocol.KeepAlivePong)

		cancel()
		for range 6 {
			if err := <-hung; !errors.Is(err, context.Canceled) {
				t.Errorf("a hung call returned %v", err)
			}
		}
		// The four that were sent are still unanswered: no other may be sent yet.
		next := make(chan error)
		go func() {
			_, err := version(t.Context(), c)
			next <- err
		}()
		synctest.Wait()
		select {
		case err := <-next:
			t.Fatalf("a fifth call was let through, and returned %v", err)
		default:
		}
		p.Reply(calls[0], nil)
		p.Reply(p.Expect(&protocol.ConnectGetVersion.Proc, nil), &protocol.ConnectGetVersionReply{})
		if err := <-next; err != nil {
			t.Error(err)
		}
		if err := c.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestStatisticsBeyondTheLimit(t *testing.T) {
	tests := []struct {
		name   string
		args   protocol.ConnectGetAllDomainStatsArgs
		beyond bool
	}{
		{"state only", protocol.ConnectGetAllDomainStatsArgs{Stats: uint32(virt.DomainStatsState)}, true},
		{"no wait", protocol.ConnectGetAllDomainStatsArgs{Flags: uint32(virt.ConnectGetAllDomainsStatsNowait)}, true},
		{"all groups", protocol.ConnectGetAllDomainStatsArgs{}, false},
		{"balloon too", protocol.ConnectGetAllDomainStatsArgs{Stats: uint32(virt.DomainStatsState | virt.DomainStatsBalloon)}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b := net.Pipe()
				c := rpc.NewClient(a, "")
				p := rpctest.New(t, b)
				ctx, cancel := context.WithCancel(t.Context())
				var wg sync.WaitGroup
				for range 4 {
					wg.Go(func() { _, _ = version(ctx, c) })
				}
				for range 4 {
					p.Read()
				}
				wg.Go(func() { _, _ = protocol.ConnectGetAllDomainStats.Call(ctx, c, &test.args) })
				var came bool
				go func() {
					n, _ := b.Read(make([]byte, 1)) // at the end of the test, 0
					came = n == 1
				}()
				synctest.Wait()
				if came != test.beyond {
					t.Errorf("sent beside four unanswered calls: %v", came)
				}
				cancel()
				wg.Wait()
				_ = c.Close(t.Context())
				_ = b.Close()
			})
		})
	}
}

func TestKeepAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		p := rpctest.New(t, b)
		c.KeepAlive(driver.KeepAlive{Interval: time.Second, Count: 3})
		start := time.Now()
		for range 10 { // answered
			p.ExpectKeepAlive(protocol.KeepAlivePing)
			p.KeepAlive(protocol.KeepAlivePong)
		}
		if c.Err() != nil {
			t.Fatalf("the session of a peer that answers is over: %v", c.Err())
		}
		if d := time.Since(start); d != 10*time.Second {
			t.Errorf("ten pings took %v", d)
		}
		start = time.Now()
		for range 3 { // not answered
			p.ExpectKeepAlive(protocol.KeepAlivePing)
		}
		<-c.Done()
		if d := time.Since(start); d != 4*time.Second {
			t.Errorf("the dead peer was noticed after %v, want 4s", d)
		}
		lost := new(driver.LostError)
		if err := c.Err(); !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonKeepalive ||
			err.Error() != "internal error: connection closed due to keepalive timeout" {
			t.Errorf("Err is %v", err)
		}
	})
}

func TestAnyMessageKeepsAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		c.KeepAlive(driver.KeepAlive{Interval: time.Second, Count: 0})
		for range 10 {
			time.Sleep(900 * time.Millisecond)
			p.Event(&protocol.DomainEventLifecycle.Proc, &protocol.DomainEventLifecycleMsg{})
		}
		if c.Err() != nil {
			t.Errorf("the session of a talking peer is over: %v", c.Err())
		}
	})
}

// A peer that sends pings and does not read the answers must not stop the
// reader.
func TestPingsWithoutEndDoNotStopTheReader(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		for range 1000 {
			p.KeepAlive(protocol.KeepAlivePing)
		}
		var call *rpctest.Frame
		for pongs := 0; pongs == 0 || call == nil; {
			f := p.Read()
			if f.Program == protocol.KeepAliveProgram {
				pongs++
			} else {
				call = &f
			}
		}
		p.Reply(*call, &protocol.ConnectGetVersionReply{HVVer: 5})
	})
	if v, err := version(t.Context(), c); v != 5 || err != nil {
		t.Errorf("version is %d, %v", v, err)
	}
}

func TestArgumentsBeyondALimitAreNotSent(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		p.Reply(p.Expect(&protocol.ConnectGetVersion.Proc, nil), &protocol.ConnectGetVersionReply{})
	})
	_, err := protocol.DomainLookupByName.Call(t.Context(), c, &protocol.DomainLookupByNameArgs{Name: strings.Repeat("x", protocol.StringMax+1)})
	if !errors.Is(err, virt.ErrRPC) || !strings.Contains(err.Error(), "DOMAIN_LOOKUP_BY_NAME") {
		t.Errorf("a name beyond the limit gives %v", err)
	}
	for range 5 { // a slot that was not given back would show
		if _, err := protocol.DomainLookupByName.Call(t.Context(), c, &protocol.DomainLookupByNameArgs{Name: strings.Repeat("x", protocol.StringMax+1)}); err == nil {
			t.Fatal("a name beyond the limit was sent")
		}
	}
	if _, err := version(t.Context(), c); err != nil {
		t.Error(err)
	}
}

func TestCancelBehindAStuckWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		p := rpctest.New(t, b)
		first := make(chan error)
		go func() {
			_, err := version(t.Context(), c)
			first <- err
		}()
		synctest.Wait() // its frame is half out: nobody reads
		for range 10 {  // a slot that was not given back would show
			ctx, cancel := context.WithCancel(t.Context())
			second := make(chan error)
			go func() { second <- protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{}) }()
			synctest.Wait()
			cancel()
			if err := <-second; !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "not sent") {
				t.Errorf("a call that was still queued returned %v", err)
			}
		}
		p.Reply(p.Expect(&protocol.ConnectGetVersion.Proc, nil), &protocol.ConnectGetVersionReply{})
		if err := <-first; err != nil {
			t.Error(err)
		}
		_ = c.Close(t.Context())
	})
}

// mute is a connection that cannot be written to.
type mute struct{ net.Conn }

func (mute) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestWriteFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		defer b.Close()
		c := rpc.NewClient(mute{a}, "")
		_, err := version(t.Context(), c)
		lost := new(driver.LostError)
		if !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonError || !strings.Contains(err.Error(), "Cannot write data: Broken pipe") {
			t.Errorf("the call returned %v", err)
		}
	})
}

// What the peer said before it left is worth more than that it cannot be
// written to.
func TestWriteFailsAfterTheLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(mute{a}, "")
		p := rpctest.New(t, b)
		failed := make(chan error)
		go func() {
			_, err := version(t.Context(), c)
			failed <- err
		}()
		synctest.Wait()
		p.Raw([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
		if err := <-failed; !strings.Contains(err.Error(), "HTTP server") {
			t.Errorf("the call returned %v", err)
		}
	})
}

// A call that has to wait for a place is sent after others were answered, and
// belongs to a later round trip than those.
func TestTrips(t *testing.T) {
	const together = 4 // the most that are unanswered at a time
	c := connect(t, func(p *rpctest.Peer) {
		for range 2 {
			var calls []rpctest.Frame
			for range together {
				calls = append(calls, p.Expect(&protocol.ConnectGetVersion.Proc, nil))
			}
			for _, call := range calls {
				p.Reply(call, &protocol.ConnectGetVersionReply{})
			}
		}
		p.ExpectEnd()
	})
	trips := make(chan int, 2*together)
	var wg sync.WaitGroup
	for range 2 * together {
		wg.Go(func() {
			r := &protocol.Request{Proc: &protocol.ConnectGetVersion.Proc, Reply: new(protocol.ConnectGetVersionReply)}
			if err := c.Invoke(t.Context(), r); err != nil {
				t.Error(err)
			}
			trips <- r.Trip
		})
	}
	wg.Wait()
	close(trips)
	count := map[int]int{}
	for trip := range trips {
		count[trip]++
	}
	if count[1] != together || count[2] != together {
		t.Errorf("number of calls by round trip: %v, want %d of each of 1 and 2", count, together)
	}
}
