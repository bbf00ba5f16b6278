//go:build unix

package interop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// holeSize is well above what file systems keep holes of.
const holeSize = 4 << 20

// random returns n bytes without a pattern, the same each time.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b) // never fails
	return b
}

// layouts are contents with holes in every place. The sizes are those of no
// buffer.
func layouts() map[string][]part {
	a, b := part{data: random(300_001)}, part{data: random(1_000_003)}
	hole := part{hole: holeSize}
	return map[string][]part{
		"dense":          {a, b},
		"hole first":     {hole, a},
		"hole between":   {a, hole, b},
		"hole last":      {a, hole},
		"holes all over": {hole, a, hole, b, hole},
		"only a hole":    {hole},
		"empty":          {},
	}
}

func TestDownload(t *testing.T) {
	host := &streamHost{volumes: map[string]*volume{}}
	for name, parts := range layouts() {
		host.volumes[strings.ReplaceAll(name, " ", "-")] = newVolume(parts...)
	}
	c := testhost.NewVirsh(t, serveStreams(t, host))
	const offset, length = holeSize - 1000, 300_000
	for name, parts := range layouts() {
		all, holes := flatten(parts)
		for _, test := range []struct {
			options string
			want    []byte
		}{
			{"", all},
			{"--sparse", all},
			{fmt.Sprint("--offset ", offset), all[min(offset, len(all)):]},
			{fmt.Sprint("--length ", length), all[:min(length, len(all))]},
			{fmt.Sprint("--sparse --offset ", offset, " --length ", length), all[min(offset, len(all)):min(offset+length, len(all))]},
		} {
			t.Run(name+" "+test.options, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "out")
				c.Output(t, append([]string{"vol-download", strings.ReplaceAll(name, " ", "-"), file, "--pool", streamPool},
					strings.Fields(test.options)...)...)
				got, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, test.want) {
					t.Errorf("%d bytes came, not the %d that were expected", len(got), len(test.want))
				}
				if test.options == "--sparse" && holes > 0 && allocated(t, file) > int64(len(all))-holes/2 {
					t.Errorf("the file takes %d bytes on the disk: its holes of %d bytes are lost", allocated(t, file), holes)
				}
			})
		}
	}
}

// allocated returns how many bytes a file takes on the disk.
func allocated(t *testing.T, file string) int64 {
	t.Helper()
	var st syscall.Stat_t
	if err := syscall.Stat(file, &st); err != nil {
		t.Fatal(err)
	}
	const block = 512 // the unit of st_blocks
	return st.Blocks * block
}

func TestUpload(t *testing.T) {
	target := newVolume()
	c := testhost.NewVirsh(t, serveStreams(t, &streamHost{volumes: map[string]*volume{"target": target}}))
	for name, parts := range layouts() {
		file := writeSparse(t, parts)
		all, holes := flatten(parts)
		for _, options := range []string{"", "--sparse", "--offset 12345", "--length 100000000", "--sparse --offset 1024 --length 100000000"} {
			t.Run(name+" "+options, func(t *testing.T) {
				c.Output(t, append([]string{"vol-upload", "target", file, "--pool", streamPool}, strings.Fields(options)...)...)
				if err := target.ending(); err != nil {
					t.Fatalf("the transfer ended with %v", err)
				}
				stored, offset := target.contents()
				got, gotHoles := flatten(stored)
				if !bytes.Equal(got, all) {
					t.Errorf("%d bytes came, not the %d that were expected", len(got), len(all))
				}
				if strings.Contains(options, "--sparse") && holes-gotHoles > holes/2 || !strings.Contains(options, "--sparse") && gotHoles > 0 {
					t.Errorf("%d bytes of holes came of %d", gotHoles, holes)
				}
				if words := strings.Fields(options); len(words) > 1 && words[len(words)-2] == "--offset" && fmt.Sprint(offset) != words[len(words)-1] {
					t.Errorf("the offset is %d", offset)
				}
			})
		}
	}
}

// writeSparse makes a file of parts, with holes where they have some.
func writeSparse(t *testing.T, parts []part) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "in"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var at int64
	for _, p := range parts {
		if _, err := f.WriteAt(p.data, at); err != nil {
			t.Fatal(err)
		}
		at += p.size()
	}
	if err := f.Truncate(at); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// A stream that fails on the host's side fails for the client, with the host's
// words, and without harm to the connection: the second command of the line uses
// it.
func TestStreamFails(t *testing.T) {
	failure := virt.Errorf(virt.FromStorage, virt.ErrOperationFailed, "the disk is on fire")
	const inTheMiddle = 5 << 20
	dir := t.TempDir()
	big := filepath.Join(dir, "big")
	if err := os.WriteFile(big, random(40<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	download, upload := "vol-download v "+filepath.Join(dir, "out")+" default-pool", "vol-upload v "+big+" default-pool"
	for _, test := range []struct {
		name, line   string
		faults       faults
		said, reason string // on stderr
	}{
		{"download, at once", download, faults{failure: failure, endless: true}, "cannot receive data from volume v", "the disk is on fire"},
		{"download, in the middle", download, faults{failure: failure, failAfter: inTheMiddle, endless: true}, "cannot receive data from volume v", "the disk is on fire"},
		{"download, at the end", download, faults{verdict: failure}, "cannot close volume v", "the disk is on fire"},
		{"upload, at once", upload, faults{failure: failure}, "cannot send data to volume v", "the disk is on fire"},
		{"upload, in the middle", upload, faults{failure: failure, failAfter: inTheMiddle}, "cannot send data to volume v", "the disk is on fire"},
		{"upload, at the end", upload, faults{verdict: failure}, "cannot close volume v", "the disk is on fire"},
		{"upload of more than fits", upload + " --length 1000000", faults{}, "cannot send data to volume v", "the volume takes 1000000 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := newVolume()
			v.faults = test.faults
			c := testhost.NewVirsh(t, serveStreams(t, &streamHost{volumes: map[string]*volume{"v": v}}))
			got := c.Run(t, "-q", test.line+"; domname 1")
			if want := "error: " + test.said + "\nerror: operation failed: " + test.reason + "\n"; got.Stderr != want || got.Stdout != "test\n" {
				t.Errorf("got %+v, want the error %q, then the domain's name", got, want)
			}
		})
	}
}

// A client that cannot write what it gets gives up the stream.
func TestClientAborts(t *testing.T) {
	v := newVolume()
	v.endless = true
	c := testhost.NewVirsh(t, serveStreams(t, &streamHost{volumes: map[string]*volume{"v": v}}))
	got := c.Run(t, "-q", "vol-download v /dev/full default-pool; domname 1")
	if got.Stdout != "test\n" || !strings.Contains(got.Stderr, "No space left on device") {
		t.Errorf("got %+v, want the error of the full device, then the domain's name", got)
	}
	if err := v.ending(); !errors.Is(err, errAborted) && !errors.Is(err, context.Canceled) {
		t.Errorf("the transfer ended with %v", err)
	}
}

// A client that is killed takes its stream with it, and nothing of anybody else.
func TestClientDies(t *testing.T) {
	v := newVolume()
	v.endless = true
	// How a client that is killed leaves: with or without bytes that it had not read.
	c := testhost.NewVirsh(t, serveStreams(t, &streamHost{volumes: map[string]*volume{"v": v}}, "Broken pipe", "reset by peer"))
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	cmd := c.Command(ctx, t, "vol-download", "v", "/dev/null", "default-pool")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-v.begun
	if got := c.Output(t, "-q", "domname", "1"); got != "test\n" {
		t.Errorf("another client got %q", got)
	}
	kill()
	_ = cmd.Wait() // it was killed
	if err := v.ending(); !errors.Is(err, context.Canceled) {
		t.Errorf("the transfer ended with %v", err)
	}
	if got := c.Output(t, "-q", "domname", "1"); got != "test\n" {
		t.Errorf("another client got %q", got)
	}
}
