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
// volumes in its pool, and refusing, or accepting without doing anything, the
// procedures that a second line of the comment names. virsh and virgo both reach
// them over a socket.
func TestGoldenServed(t *testing.T) {
	eachGolden(t, "testdata/served", func(t *testing.T, file string, golden *txtar.Archive) {
		line, second, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		var answers scripted
		switch verb, procs, _ := strings.Cut(second, " "); verb {
		case "":
		case "refuses":
			answers.refused = strings.Fields(procs)
		case "accepts":
			answers.accepted = strings.Fields(procs)
		default:
			t.Fatalf("comment: %q, want a second line \"refuses PROCEDURE...\", \"accepts PROCEDURE...\" or none", second)
		}
		checkGolden(t, file, golden, serveVolumes(t, answers), line)
	})
}

// serveVolumes starts a host with two volumes that gives the answers to some
// procedures, and returns its URI.
func serveVolumes(t *testing.T, answers scripted) (uri string) {
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
		answers := answers
		answers.Conn = c
		return answers, err
	}).uri
}

// scripted is a session that refuses or accepts the named procedures.
type scripted struct {
	driver.Conn
	refused, accepted []string
}

func (c scripted) Invoke(ctx context.Context, r *protocol.Request) error {
	switch {
	case slices.Contains(c.refused, r.Proc.Name):
		return virt.Errorf(virt.FromTest, virt.ErrOperationFailed, "%s is refused", r.Proc.Name)
	case slices.Contains(c.accepted, r.Proc.Name):
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}
