// Package drivertest is the conformance suite that every driver passes. A driver
// of a host like test:///default must besides answer word for word as libvirt's
// does: the transcripts in testdata are written by libvirtd's own test driver.
package drivertest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// Harness is a driver as the suite sees it.
type Harness struct {
	// Open opens a session. All sessions of one test see the same host, and the
	// host is fresh when the test begins.
	Open func(ctx context.Context, o driver.Options) (driver.Conn, error)
	// Default says that the host is like test:///default.
	Default bool
	// Oracle says that the host is libvirt's own, so that it may write the
	// transcripts.
	Oracle bool
	// DomainXML returns the definition of a domain that the host can start.
	DomainXML func(name string) string
	// Record, if not nil, is told every procedure that a test of the suite calls,
	// and how that ended.
	Record func(test string, p *protocol.Proc, err error)
}

// Run runs the whole suite.
func Run(t *testing.T, h Harness) {
	if h.Default {
		t.Run("transcript", func(t *testing.T) { runTranscripts(t, h) })
	}
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) { c.run(t, h) })
	}
}

// open opens a session that ends with the test.
func (h Harness) open(t testing.TB, o driver.Options) driver.Conn {
	t.Helper()
	c, err := h.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	if h.Record != nil {
		c = recorder{c, t.Name(), h.Record}
	}
	return c
}

// recorder tells which procedures a test calls.
type recorder struct {
	driver.Conn
	test   string
	record func(test string, p *protocol.Proc, err error)
}

func (c recorder) Invoke(ctx context.Context, r *protocol.Request) error {
	err := c.Conn.Invoke(ctx, r)
	c.record(c.test, r.Proc, err)
	return err
}

func (c recorder) Stream(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
	s, err := c.Conn.Stream(ctx, r)
	c.record(c.test, r.Proc, err)
	return s, err
}

func (c recorder) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	stop, err := c.Conn.Subscribe(ctx, r, sink)
	c.record(c.test, r.Proc, err)
	return stop, err
}

// update is the test flag that rewrites golden files. It is looked up, not
// defined, since the packages that use the suite define it.
func update() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

func runTranscripts(t *testing.T, h Harness) {
	for _, sc := range scenarios() {
		t.Run(sc.name, func(t *testing.T) {
			c := &transcript{Conn: h.open(t, driver.Options{})}
			sc.run(&script{t: t, ctx: t.Context(), c: c})
			compare(t, h, filepath.Join("testdata", "transcript", sc.name+".golden"), c.text.String())
		})
	}
}

// compare compares a transcript with the golden file, or writes that file where
// the host is an oracle.
func compare(t *testing.T, h Harness, file, got string) {
	t.Helper()
	if update() && h.Oracle {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := lineDiff(string(want), got); diff != "" {
		t.Errorf("%s: - as libvirt, + here\n%s", file, diff)
	}
}
