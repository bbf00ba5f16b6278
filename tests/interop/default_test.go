//go:build unix

package interop

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/tests/diff"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// serveDefault serves test:///default and returns its URI for clients of
// libvirt. All clients see one host, which lasts while one of them is there.
func serveDefault(t testing.TB) string {
	t.Helper()
	return "test+unix:///default?socket=" + serve(t, new(test.Driver).Open)
}

// serveFresh is serveDefault with a host of its own for each client, since a
// client cannot know when the one before it is gone.
func serveFresh(t testing.TB) string {
	t.Helper()
	open := func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		return new(test.Driver).Open(ctx, uri, o)
	}
	return "test+unix:///default?socket=" + serve(t, open)
}

// TestDefaultHost gives the same lines to virsh on its built-in host, to virsh
// on our server with our test driver, and to virgo there. What they print must
// be the same: the words of the host, the codec, the session and the driver all
// have a part in it.
func TestDefaultHost(t *testing.T) {
	testhost.NeedVirsh(t)
	files, err := filepath.Abs("../diff/files") // those of the comparison of virgo with virsh
	if err != nil {
		t.Fatal(err)
	}
	uri := serveFresh(t)
	builtIn, served, ours := testhost.NewVirsh(t, "test:///default"), testhost.NewVirsh(t, uri), testhost.NewVirgo(t, uri)
	builtIn.Files, served.Files, ours.Files = files, files, files
	for _, line := range readLines(t, "default.txt") {
		t.Run(line, func(t *testing.T) {
			words, err := diff.Split(line)
			if err != nil {
				t.Fatal(err)
			}
			want := diff.Mask(diff.Result(builtIn.Run(t, words...)))
			for _, c := range []testhost.Client{served, ours} {
				got := diff.Mask(diff.Result(c.Run(t, words...)))
				for _, difference := range diff.Compare(want, got) {
					t.Errorf("%s: %s", filepath.Base(c.Program), difference)
				}
			}
		})
	}
}

// readLines returns the lines of a file in testdata, without blank ones and
// comments.
func readLines(t testing.TB, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s has no lines", name)
	}
	return lines
}
