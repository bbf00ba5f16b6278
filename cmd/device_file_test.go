package cmd_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// TestDeviceFile: a device comes from a file or from standard input, and one that
// no message can hold is refused before it is sent.
func TestDeviceFile(t *testing.T) {
	const device = `<disk><target dev='vdq'/></disk>`
	write := func(name, text string) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	padded := func(size int) string { return device + strings.Repeat(" ", size-len(device)) }
	largest := write("largest", padded(protocol.StringMax))
	tooLarge := write("too-large", padded(protocol.StringMax+1))
	for _, c := range []struct {
		file, stdin string
		sent        int // bytes; 0 if nothing may be
		want        string
	}{
		{"-", device, len(device), `"target": "vdq"`},
		{"-", "", 0, `"verb": "attached"`},
		{largest, "", protocol.StringMax, `"target": "vdq"`},
		{tooLarge, "", 0, "has length 4194305, above the protocol's limit of 4194304"},
		{t.TempDir(), "", 0, "Is a directory"},
	} {
		var sent atomic.Int64
		var d test.Driver
		uri := serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
			conn, err := d.Open(ctx, uri, o)
			return &devices{conn, &sent}, err
		}).uri
		var stdout, stderr bytes.Buffer
		cmd.Main(cmd.Process{
			Args:   []string{"-c", uri, "-o", "json", "attach-device", "test", c.file},
			Stdin:  strings.NewReader(c.stdin),
			Stdout: &stdout, Stderr: &stderr,
			LookupEnv: func(string) (string, bool) { return "", false },
		})
		if got := stdout.String() + stderr.String(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.file, got, c.want)
		}
		if sent := int(sent.Load()); sent != c.sent {
			t.Errorf("%s: %d bytes were sent, want %d", c.file, sent, c.sent)
		}
	}
}

// devices is a session that takes every device and counts their bytes.
type devices struct {
	driver.Conn
	bytes *atomic.Int64
}

func (c *devices) Invoke(ctx context.Context, r *protocol.Request) error {
	if a, ok := r.Args.(*protocol.DomainAttachDeviceArgs); ok {
		c.bytes.Add(int64(len(a.XML)))
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}
