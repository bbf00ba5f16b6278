package drivertest_test

import (
	"context"
	"flag"
	"net"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/drivertest"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/tests/testhost"
)

var _ = flag.Bool("update", false, "rewrite the golden files; transcripts come from libvirtd only")

func TestMain(m *testing.M) { testhost.Main(m) }

func testDomain(name string) string {
	return "<domain type='test'><name>" + name + "</name><memory>1024</memory><os><type>hvm</type></os></domain>"
}

// embedded is the test driver in process, behind wrap.
func embedded(wrap func(driver.Conn) driver.Conn) drivertest.Harness {
	var d test.Driver
	return drivertest.Harness{
		Default: true, DomainXML: testDomain,
		Open: func(ctx context.Context, o driver.Options) (driver.Conn, error) {
			c, err := d.Open(ctx, "test:///default", o)
			if err != nil {
				return nil, err
			}
			return wrap(c), nil
		},
	}
}

func TestEmbedded(t *testing.T) {
	drivertest.Run(t, embedded(func(c driver.Conn) driver.Conn { return c }))
}

func TestEncoding(t *testing.T) { drivertest.Run(t, embedded(drivertest.Encoding)) }

// TestServed runs the suite on the test driver behind our server and our client.
func TestServed(t *testing.T) {
	var d test.Driver
	l, err := net.Listen("unix", t.TempDir()+"/s")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _ = rpc.Serve(t.Context(), conn, d.Open) }()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	uri := "test+unix:///default?socket=" + l.Addr().String()
	drivertest.Run(t, drivertest.Harness{
		Default: true, DomainXML: testDomain,
		Open: func(ctx context.Context, o driver.Options) (driver.Conn, error) { return openFresh(ctx, uri, o) },
	})
}

func TestLibvirtdTest(t *testing.T) { drivertest.Run(t, libvirtdTest(t)) }

// libvirtdTest is libvirtd's own test driver.
func libvirtdTest(t *testing.T) drivertest.Harness {
	testhost.NeedLibvirtd(t)
	uri := testhost.Shared(t).URI("test")
	return drivertest.Harness{
		Default: true, Oracle: true, DomainXML: testDomain,
		Open: func(ctx context.Context, o driver.Options) (driver.Conn, error) { return openFresh(ctx, uri, o) },
	}
}

func TestLibvirtdQEMU(t *testing.T) { drivertest.Run(t, libvirtdQEMU(t)) }

// libvirtdQEMU is libvirtd's QEMU driver, which has a guest to start.
func libvirtdQEMU(t *testing.T) drivertest.Harness {
	testhost.NeedQEMU(t)
	host := testhost.Shared(t)
	uri := host.URI("qemu")
	if err := host.WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	return drivertest.Harness{
		DomainXML: testhost.BootGuestXML,
		Open:      func(ctx context.Context, o driver.Options) (driver.Conn, error) { return remote.Open(ctx, uri, o) },
	}
}

// openFresh opens a session with a served default host, the first of a test on
// the host as it is at first: the server may be a moment behind with closing the
// session before.
func openFresh(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
	for {
		c, err := remote.Open(ctx, uri, o)
		if err != nil {
			return nil, err
		}
		ids, err := protocol.ConnectListDomains.Call(ctx, c, &protocol.ConnectListDomainsArgs{MaxIDs: 10})
		if err == nil && len(ids.IDs) == 1 && ids.IDs[0] == 1 {
			return dirtying{c}, nil
		}
		_ = c.Close(ctx)
		if err != nil {
			return nil, err
		}
		time.Sleep(time.Millisecond)
	}
}
