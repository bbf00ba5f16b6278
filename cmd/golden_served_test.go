package cmd_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestGoldenServed is TestGolden on hosts that the built-in one cannot be: with
// volumes in its pool, and refusing the procedures that a second line of the
// comment names. virsh and virgo both reach them over a socket.
func TestGoldenServed(t *testing.T) {
	eachGolden(t, "testdata/served", func(t *testing.T, file string, golden *txtar.Archive) {
		line, second, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		refused, ok := strings.CutPrefix(second, "refuses ")
		if ok == (second == "") {
			t.Fatalf("comment: %q, want a second line \"refuses PROCEDURE...\" or none", second)
		}
		checkGolden(t, file, golden, serveVolumes(t, strings.Fields(refused)), line)
	})
}

// serveVolumes starts a host with two volumes that refuses some procedures, and returns
// its URI.
func serveVolumes(t *testing.T, refused []string) (uri string) {
	t.Helper()
	var d test.Driver
	base, err := d.Open(t.Context(), builtinHost, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	conn := libvirt.New(base) // stays open, so that the host does
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	pool, err := conn.LookupStoragePoolByName(t.Context(), "default-pool")
	if err != nil {
		t.Fatal(err)
	}
	for _, xml := range []string{
		`<volume><name>small</name><capacity>1000000</capacity><allocation>5000</allocation></volume>`,
		`<volume><name>Großes 日本</name><capacity unit='GiB'>30</capacity><allocation>0</allocation></volume>`,
	} {
		if _, err := pool.CreateVolXML(t.Context(), xml, 0); err != nil {
			t.Fatal(err)
		}
	}

	return serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := d.Open(ctx, uri, o)
		return refusing{c, refused}, err
	}).uri
}

// refusing is a session that refuses the named procedures.
type refusing struct {
	driver.Conn
	procs []string
}

func (c refusing) Invoke(ctx context.Context, r *protocol.Request) error {
	if slices.Contains(c.procs, r.Proc.Name) {
		return virt.Errorf(virt.FromTest, virt.ErrOperationFailed, "%s is refused", r.Proc.Name)
	}
	return c.Conn.Invoke(ctx, r)
}
