package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

var (
	downloadRequest = protocol.Request{Proc: &protocol.StorageVolDownload.Proc, Args: &protocol.StorageVolDownloadArgs{}}
	uploadRequest   = protocol.Request{Proc: &protocol.StorageVolUpload.Proc, Args: &protocol.StorageVolUploadArgs{}}
	consoleRequest  = protocol.Request{Proc: &protocol.DomainOpenConsole.Proc, Args: &protocol.DomainOpenConsoleArgs{}}
)

func openStream(t *testing.T, ctx context.Context, c *rpc.Client, r protocol.Request) driver.Stream {
	t.Helper()
	s, err := c.Stream(ctx, &r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// piece is what one Recv returned.
type piece struct {
	data string
	hole int64
}

func receive(s driver.Stream) (pieces []piece, err error) {
	buf := make([]byte, 1<<20)
	for {
		n, hole, err := s.Recv(buf)
		if err != nil {
			return pieces, err
		}
		pieces = append(pieces, piece{string(buf[:n]), hole})
	}
}

func TestStreamFromTheServer(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Expect(&protocol.StorageVolDownload.Proc, nil)
		p.Reply(call, nil)
		p.Data(call, bytes.Repeat([]byte("a"), 5000))
		p.Hole(call, 1<<40)
		p.Hole(call, 3)
		p.Data(call, bytes.Repeat([]byte("b"), 5001))
		p.Hole(call, 7)
		p.Data(call, nil)
		p.ExpectStream(call, protocol.MessageStatusOK)
		p.EndStream(call, nil)
	})
	s := openStream(t, t.Context(), c, downloadRequest)
	got, err := receive(s)
	if err != io.EOF {
		t.Fatalf("the data ended with %v", err)
	}
	want := []piece{{string(bytes.Repeat([]byte("a"), 5000)), 0}, {"", 1 << 40}, {"", 3}, {string(bytes.Repeat([]byte("b"), 5001)), 0}, {"", 7}}
	if len(got) != len(want) {
		t.Fatalf("%d pieces came, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d is %d bytes, hole %d", i, len(got[i].data), got[i].hole)
		}
	}
	if err := s.Finish(t.Context()); err != nil {
		t.Error(err)
	}
	if _, _, err := s.Recv(make([]byte, 1)); err != io.EOF {
		t.Errorf("Recv after Finish: %v", err)
	}
	if err := s.Finish(t.Context()); err != nil {
		t.Errorf("second Finish: %v", err)
	}
}

func TestShortReadsTakeAllOfAFrame(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		p.Data(call, []byte("hello"))
		p.Data(call, []byte(" world"))
		p.Data(call, nil)
		p.ExpectEnd()
	})
	s := openStream(t, t.Context(), c, downloadRequest)
	var got []byte
	for {
		var b [2]byte
		n, _, err := s.Recv(b[:])
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b[:n]...)
	}
	if string(got) != "hello world" {
		t.Errorf("got %q", got)
	}
}

func TestStreamToTheServer(t *testing.T) {
	sent := bytes.Repeat([]byte("0123456789"), 60_000) // three frames
	var got []byte
	var holes []int64
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Expect(&protocol.StorageVolUpload.Proc, nil)
		p.Reply(call, nil)
		for len(got) < len(sent) || len(holes) < 1 {
			f := p.ExpectStream(call, protocol.MessageStatusContinue)
			if f.Type == protocol.MessageTypeStreamHole {
				m := new(protocol.StreamHole)
				if err := protocol.Unmarshal(f.Payload, m); err != nil {
					t.Error(err)
				}
				holes = append(holes, m.Length)
				continue
			}
			if len(f.Payload) > protocol.MessageLegacyPayloadMax {
				t.Errorf("a frame with %d bytes of data", len(f.Payload))
			}
			got = append(got, f.Payload...)
		}
		p.ExpectStream(call, protocol.MessageStatusOK)
		p.EndStream(call, nil)
	})
	s := openStream(t, t.Context(), c, uploadRequest)
	if n, err := s.Send(sent); n != len(sent) || err != nil {
		t.Fatalf("Send returned %d, %v", n, err)
	}
	if err := s.SendHole(0); err != nil {
		t.Errorf("an empty hole: %v", err)
	}
	if err := s.SendHole(-1); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("a negative hole: %v", err)
	}
	if err := s.SendHole(12345); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, sent) || len(holes) != 1 || holes[0] != 12345 {
		t.Errorf("the peer got %d bytes and the holes %v", len(got), holes)
	}
	if _, err := s.Send([]byte("x")); err == nil {
		t.Error("Send after Finish has no error")
	}
}

func TestStreamBothWays(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Expect(&protocol.DomainOpenConsole.Proc, nil)
		p.Reply(call, nil)
		for range 3 { // echo
			p.Data(call, p.ExpectStream(call, protocol.MessageStatusContinue).Payload)
		}
		p.ExpectStream(call, protocol.MessageStatusError)
		p.EndStream(call, nil)
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{})
	})
	s := openStream(t, t.Context(), c, consoleRequest)
	for _, word := range []string{"one", "two", "three"} {
		if _, err := s.Send([]byte(word)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 10)
		n, _, err := s.Recv(buf)
		if err != nil || string(buf[:n]) != word {
			t.Fatalf("echo of %q is %q, %v", word, buf[:n], err)
		}
	}
	if err := s.Abort(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Recv(make([]byte, 1)); !errors.Is(err, virt.ErrOperationAborted) {
		t.Errorf("Recv after Abort: %v", err)
	}
	if _, err := version(t.Context(), c); err != nil {
		t.Error(err)
	}
}

func TestStreamRefused(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		p.ReplyError(p.Read(), virt.Errorf(virt.FromStorage, virt.ErrNoStorageVol, "x"))
		p.Reply(p.Expect(&protocol.ConnectGetVersion.Proc, nil), &protocol.ConnectGetVersionReply{}) // and no abort before it
	})
	r := downloadRequest
	if _, err := c.Stream(t.Context(), &r); !errors.Is(err, virt.ErrNoStorageVol) {
		t.Errorf("Stream returned %v", err)
	}
	if _, err := version(t.Context(), c); err != nil {
		t.Error(err)
	}
	if _, err := c.Stream(t.Context(), &protocol.Request{Proc: &protocol.ConnectGetVersion.Proc}); err == nil {
		t.Error("a procedure without a stream opened one")
	}
}

func TestErrorInTheMiddleOfAStream(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		p.Data(call, []byte("some"))
		p.EndStream(call, virt.Errorf(virt.FromStorage, virt.ErrReadFailed, "disk on fire"))
		p.ExpectEnd()
	})
	s := openStream(t, t.Context(), c, downloadRequest)
	got, err := receive(s)
	if len(got) != 1 || got[0].data != "some" || !errors.Is(err, virt.ErrReadFailed) {
		t.Errorf("got %v and then %v", got, err)
	}
	if err := s.Finish(t.Context()); !errors.Is(err, virt.ErrReadFailed) {
		t.Errorf("Finish returned %v", err)
	}
}

// The peer neither reads nor is it silent: its error must get through to a
// sender that waits for it to read.
func TestBlockedSenderGetsThePeersError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		defer c.Close(t.Context())
		p := rpctest.New(t, b)
		opened := make(chan driver.Stream)
		go func() { opened <- openStream(t, t.Context(), c, uploadRequest) }()
		call := p.Read()
		p.Reply(call, nil)
		s := <-opened
		failed := make(chan error)
		go func() {
			_, err := s.Send(make([]byte, 10<<20))
			failed <- err
		}()
		synctest.Wait() // the sender is stuck
		p.EndStream(call, virt.Errorf(virt.FromStorage, virt.ErrWriteFailed, "disk full"))
		if err := <-failed; !errors.Is(err, virt.ErrWriteFailed) {
			t.Errorf("Send returned %v", err)
		}
		_ = b.Close()
	})
}

func TestFinishReportsThePeersVerdict(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		p.ExpectStream(call, protocol.MessageStatusOK)
		p.EndStream(call, virt.Errorf(virt.FromStorage, virt.ErrWriteFailed, "disk full"))
	})
	s := openStream(t, t.Context(), c, uploadRequest)
	if err := s.Finish(t.Context()); !errors.Is(err, virt.ErrWriteFailed) {
		t.Errorf("Finish returned %v", err)
	}
}

func TestEndOfContextAbortsTheStream(t *testing.T) {
	aborted := make(chan struct{})
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		p.ExpectStream(call, protocol.MessageStatusError)
		close(aborted)
		p.Data(call, []byte("too late"))
		p.EndStream(call, nil)
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{})
	})
	ctx, cancel := context.WithCancel(t.Context())
	s := openStream(t, ctx, c, consoleRequest)
	got := make(chan error)
	go func() {
		_, _, err := s.Recv(make([]byte, 10))
		got <- err
	}()
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("Recv returned %v", err)
	}
	<-aborted
	if _, err := s.Send([]byte("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("Send returned %v", err)
	}
	if err := s.Finish(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("Finish returned %v", err)
	}
	if _, err := version(t.Context(), c); err != nil {
		t.Error(err)
	}
}

func TestLateStreamIsAborted(t *testing.T) {
	received, left, aborted := make(chan struct{}), make(chan struct{}), make(chan struct{})
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		close(received)
		<-left
		p.Reply(call, nil)
		p.Data(call, []byte("nobody wants this"))
		p.ExpectStream(call, protocol.MessageStatusError)
		p.EndStream(call, nil)
		close(aborted)
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{})
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-received
		cancel()
	}()
	r := downloadRequest
	if _, err := c.Stream(ctx, &r); !errors.Is(err, context.Canceled) {
		t.Errorf("Stream returned %v", err)
	}
	close(left)
	<-aborted
	if _, err := version(t.Context(), c); err != nil {
		t.Error(err)
	}
}

func TestLossEndsStreams(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		p.Data(call, []byte("half"))
	})
	s := openStream(t, t.Context(), c, downloadRequest)
	got, err := receive(s)
	lost := new(driver.LostError)
	if len(got) != 1 || !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonEOF {
		t.Errorf("got %v and then %v", got, err)
	}
	if err := s.Finish(t.Context()); !errors.As(err, &lost) {
		t.Errorf("Finish returned %v", err)
	}
	if err := s.Abort(t.Context()); err != nil {
		t.Errorf("Abort returned %v", err)
	}
}

// A stream that nobody reads takes 16 MiB of memory and no more, unless a call
// of the same connection waits for its reply.
func TestFullStreamStopsTheReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		p := rpctest.New(t, b)
		opened := make(chan driver.Stream)
		go func() { opened <- openStream(t, t.Context(), c, downloadRequest) }()
		call := p.Read()
		p.Reply(call, nil)
		s := <-opened

		const frames = 200 // of a quarter of a MiB
		sent := 0
		calls := make(chan rpctest.Frame, 1)
		go func() {
			for ; sent < frames; sent++ {
				p.Data(call, make([]byte, protocol.MessageLegacyPayloadMax))
				select {
				case ask := <-calls:
					p.Reply(ask, &protocol.ConnectGetVersionReply{HVVer: 9})
				default:
				}
			}
			p.Data(call, nil)
		}()
		synctest.Wait()
		if sent < 40 || sent > 65 { // memory counts, and a buffer may be larger than its frame
			t.Errorf("the reader stopped after %d frames, want somewhat below 64", sent)
		}
		stopped := sent

		answered := make(chan error)
		go func() {
			_, err := version(t.Context(), c)
			answered <- err
		}()
		calls <- p.Read()
		if err := <-answered; err != nil {
			t.Errorf("a call beside a full stream: %v", err)
		}
		synctest.Wait()
		if sent > stopped+10 {
			t.Errorf("%d more frames were read for one reply", sent-stopped)
		}

		got, err := receive(s)
		if err != io.EOF {
			t.Fatal(err)
		}
		total := 0
		for _, piece := range got {
			total += len(piece.data)
		}
		if want := frames * protocol.MessageLegacyPayloadMax; total != want {
			t.Errorf("%d bytes came, want %d", total, want)
		}
		_ = c.Close(t.Context())
		_ = b.Close()
	})
}

func TestAbortFreesAStoppedReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		p := rpctest.New(t, b)
		opened := make(chan driver.Stream)
		go func() { opened <- openStream(t, t.Context(), c, downloadRequest) }()
		call := p.Read()
		p.Reply(call, nil)
		s := <-opened
		go func() {
			for range 100 {
				p.Data(call, make([]byte, protocol.MessageLegacyPayloadMax))
			}
		}()
		synctest.Wait()
		aborted := make(chan error)
		go func() { aborted <- s.Abort(t.Context()) }()
		p.ExpectStream(call, protocol.MessageStatusError)
		synctest.Wait() // all frames are read and dropped
		p.EndStream(call, nil)
		if err := <-aborted; err != nil {
			t.Error(err)
		}
		_ = c.Close(t.Context())
		_ = b.Close()
	})
}

func TestSmallFramesDoNotFillTheBuffer(t *testing.T) {
	c := connect(t, func(p *rpctest.Peer) {
		call := p.Read()
		p.Reply(call, nil)
		for range 100_000 { // each in a buffer of its own, they would take far more than a stream may
			p.Data(call, []byte("x"))
		}
		p.Data(call, nil)
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{})
	})
	s := openStream(t, t.Context(), c, consoleRequest)
	if _, err := version(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	got, err := receive(s)
	n := 0
	for _, piece := range got {
		n += len(piece.data)
	}
	if n != 100_000 || err != io.EOF {
		t.Errorf("%d bytes came, then %v", n, err)
	}
}
