package testhost

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// carry runs one direction with the line over in-memory connections and the
// bubble's clock, sends data into it and returns what came out and when each
// piece did. It ends when the line does, or when it has been quiet for an hour.
func carry(t *testing.T, line Line, data ...[]byte) (out []byte, at []time.Duration, cut bool) {
	t.Helper()
	sender, from := net.Pipe()
	to, receiver := net.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	d := &direction{
		line: line, from: from, to: to, seen: func(int) {}, eof: func() {},
		cut: func() { cut = true; from.Close(); to.Close(); cancel() },
	}
	done := make(chan struct{})
	go func() { defer close(done); d.run(ctx) }()
	go func() {
		for _, piece := range data {
			if _, err := sender.Write(piece); err != nil {
				return
			}
		}
	}()
	start := time.Now()
	buf := make([]byte, 1<<20)
	for {
		if err := receiver.SetReadDeadline(time.Now().Add(time.Hour)); err != nil {
			break // the line was cut
		}
		n, err := receiver.Read(buf)
		if err != nil {
			break
		}
		out = append(out, buf[:n]...)
		at = append(at, time.Since(start))
	}
	cancel()
	sender.Close()
	from.Close()
	to.Close()
	receiver.Close()
	<-done
	return out, at, cut
}

func TestLineDelaysWithoutLimitingTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const pieces = 200
		piece := bytes.Repeat([]byte("x"), chunkSize)
		data := make([][]byte, pieces)
		for i := range data {
			data[i] = piece
		}
		out, at, _ := carry(t, Line{Delay: 10 * time.Millisecond}, data...)
		if len(out) != pieces*chunkSize {
			t.Fatalf("%d bytes came out of %d", len(out), pieces*chunkSize)
		}
		if first, last := at[0], at[len(at)-1]; first != 10*time.Millisecond || last != first {
			t.Errorf("first byte after %v, last after %v; both want 10ms", first, last)
		}
	})
}

func TestLineRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, at, _ := carry(t, Line{Rate: 1000}, make([]byte, 3000))
		if len(out) != 3000 {
			t.Fatalf("%d bytes came out of 3000", len(out))
		}
		if last := at[len(at)-1]; last != 2980*time.Millisecond { // 3 s less the first piece's 20 ms
			t.Errorf("last byte after %v, want 2.98s", last)
		}
	})
}

func TestLineBreaks(t *testing.T) {
	for _, test := range []struct {
		name string
		line Line
		want string
		cut  bool
	}{
		{"whole", Line{}, "abcdefgh", false},
		{"cut inside a piece", Line{CutAfter: 6}, "abcdef", true},
		{"cut between pieces", Line{CutAfter: 4}, "abcd", true},
		{"cut after the end", Line{CutAfter: 9}, "abcdefgh", false},
		{"stall", Line{StallAfter: 3}, "abc", false},
		{"cut before stall", Line{CutAfter: 2, StallAfter: 3}, "ab", true},
		{"stall before cut", Line{CutAfter: 3, StallAfter: 2}, "ab", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out, _, cut := carry(t, test.line, []byte("abcd"), []byte("efgh"))
				if string(out) != test.want || cut != test.cut {
					t.Errorf("out %q, cut %v; want %q, %v", out, cut, test.want, test.cut)
				}
			})
		})
	}
}

func TestRecorderPutsMessagesTogether(t *testing.T) {
	for _, test := range []struct {
		name   string
		pieces []string
		want   string
	}{
		{"one", []string{"\x00\x00\x00\x05a"}, "C 0000000561\n"},
		{"two in one piece", []string{"\x00\x00\x00\x05a\x00\x00\x00\x06bc"}, "C 0000000561\nC 000000066263\n"},
		{"one in pieces", []string{"\x00", "\x00\x00\x06", "b", "c"}, "C 000000066263\n"},
		{"a message cut short is not one", []string{"\x00\x00\x00\x06b"}, ""},
		{"not a message", []string{"HTTP/1.1", "\x00\x00\x00\x05a"}, "C not a message: 48545450\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			f := (&recorder{w: &out}).direction('C')
			for _, piece := range test.pieces {
				f.write([]byte(piece))
			}
			if out.String() != test.want {
				t.Errorf("recorded %q, want %q", out.String(), test.want)
			}
		})
	}
}

func TestNoRecorderRecordsNothing(t *testing.T) {
	var r *recorder
	r.direction('C').write([]byte("\x00\x00\x00\x05a")) // must not panic
}

// askAndAnswer is a server that answers each byte with the same byte, after
// having seen gather of them.
func askAndAnswer(t *testing.T, gather int) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				buf := make([]byte, gather)
				for {
					if _, err := io.ReadFull(c, buf); err != nil {
						return
					}
					if _, err := c.Write(buf); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l
}

func TestProxyCounts(t *testing.T) {
	const gather = 3
	l := askAndAnswer(t, gather)
	for _, network := range []string{"unix", "tcp"} {
		t.Run(network, func(t *testing.T) {
			p := StartProxy(t, ProxyOptions{Network: "tcp", Address: l.Addr().String(), ListenTCP: network == "tcp"})
			c, err := net.Dial(network, p.Addr())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			buf := make([]byte, gather)
			for range 5 {
				for range gather { // requests sent together are one round trip
					if _, err := c.Write([]byte("?")); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := io.ReadFull(c, buf); err != nil {
					t.Fatal(err)
				}
			}
			want := ProxyStats{Connections: 1, ToServer: 15, ToClient: 15, RoundTrips: 5}
			if got := p.Stats(); got != want {
				t.Errorf("counted %+v, want %+v", got, want)
			}
		})
	}
}

func TestProxyCutEndsBothSides(t *testing.T) {
	l := askAndAnswer(t, 1)
	p := StartProxy(t, ProxyOptions{Network: "tcp", Address: l.Addr().String(), ToClient: Line{CutAfter: 1}})
	c, err := net.Dial("unix", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("??")); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(c); err != nil || string(got) != "?" {
		t.Errorf("the client reads %q, %v; want one byte and the end", got, err)
	}
}

func TestProxyToNobodyEndsTheConnection(t *testing.T) {
	p := StartProxy(t, ProxyOptions{Network: "unix", Address: "/nonexistent"})
	c, err := net.Dial("unix", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, err := io.ReadAll(c); len(got) > 0 {
		t.Errorf("the client reads %q, %v", got, err)
	}
}

func TestProxyCloseLeavesNothing(t *testing.T) {
	l := askAndAnswer(t, 1)
	p, err := NewProxy(ProxyOptions{Network: "tcp", Address: l.Addr().String(), ToServer: Line{StallAfter: 1}})
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("unix", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("??")); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil { // returns only when its goroutines have ended
		t.Error(err)
	}
	if _, err := net.Dial("unix", p.Addr()); err == nil {
		t.Error("the proxy still listens")
	}
}
