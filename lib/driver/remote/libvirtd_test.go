package remote_test

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestMain(m *testing.M) { testhost.Main(m) }

// openHost opens a session with a private libvirtd and closes it with the test.
func openHost(t *testing.T, uri string, o driver.Options) driver.Conn {
	t.Helper()
	c, err := remote.Open(t.Context(), uri, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestOpenAndList(t *testing.T) {
	h := testhost.Shared(t)
	trace := driver.NewTracer(nil)
	c := openHost(t, h.URI("test"), driver.Options{Trace: trace})
	r, err := protocol.ConnectListAllDomains.Call(t.Context(), c, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Domains) != 1 || r.Domains[0].Name != "test" {
		t.Errorf("domains of the test driver: %+v", r.Domains)
	}
	if got := trace.RoundTrips(); got != 3 {
		t.Errorf("%d round trips, want 3: AUTH_LIST, CONNECT_OPEN and the list", got)
	}
}
