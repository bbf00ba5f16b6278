package vsh_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// pieces is a stream that brings pieces of a size, and after the first a hole.
type pieces struct {
	libvirt.Stream
	size, left int
	tick       func()
}

func (p *pieces) Recv([]byte) (int, int64, error) {
	p.tick()
	switch p.left--; {
	case p.left < 0:
		return 0, 0, io.EOF
	case p.left == 0:
		return 0, int64(p.size), nil
	}
	return p.size, 0, nil
}

// metered runs a stream of four pieces of 1 MiB, each of which takes a time, and
// returns what was shown.
func metered(t *testing.T, s *vsh.Session, total int64, each time.Duration) string {
	t.Helper()
	var shown strings.Builder
	now := time.Unix(0, 0)
	s.Err, s.Now = &shown, func() time.Time { return now }
	m := s.Meter("Download", 0)
	m.Expect(total)
	stream := m.Stream(&pieces{size: 1 << 20, left: 4, tick: func() { now = now.Add(each) }})
	for {
		if _, _, err := stream.Recv(nil); err != nil {
			break
		}
	}
	m.End()
	return shown.String()
}

func TestMeter(t *testing.T) {
	wide := func() int { return 80 }
	for _, c := range []struct {
		name    string
		session vsh.Session
		total   int64
		each    time.Duration
		want    []string // the lines, the last of which is blank
	}{
		{"known", vsh.Session{ErrWidth: wide}, 4 << 20, time.Second, []string{
			"Download  [#####...............]  25%  1.00 MiB/s  3s left",
			"Download  [##########..........]  50%  1.00 MiB/s  2s left",
			"Download  [###############.....]  75%  1.00 MiB/s  1s left",
			"Download  [####################] 100%  1.00 MiB/s  0s left",
		}},
		{"unknown", vsh.Session{ErrWidth: wide}, 0, time.Second, []string{
			"Download  1.00 MiB  1.00 MiB/s", "Download  2.00 MiB  1.00 MiB/s",
			"Download  3.00 MiB  1.00 MiB/s", "Download  4.00 MiB  1.00 MiB/s",
		}},
		{"narrow", vsh.Session{ErrWidth: func() int { return 10 }}, 0, time.Second, []string{"Download ", "Download ", "Download ", "Download "}},
		{"more than expected", vsh.Session{ErrWidth: wide}, 1 << 20, 2 * time.Second, []string{
			"Download  [####################] 100%  512.00 KiB/s  0s left", "Download  [####################] 100%  512.00 KiB/s  0s left",
			"Download  [####################] 100%  512.00 KiB/s  0s left", "Download  [####################] 100%  512.00 KiB/s  0s left",
		}},
		{"short", vsh.Session{ErrWidth: wide}, 4 << 20, 50 * time.Millisecond, nil},
		{"no terminal", vsh.Session{}, 4 << 20, time.Second, nil},
		{"no terminal now", vsh.Session{ErrWidth: func() int { return 0 }}, 4 << 20, time.Second, nil},
		{"quiet", vsh.Session{ErrWidth: wide, Options: vsh.Options{Quiet: true}}, 4 << 20, time.Second, nil},
		{"for a program", vsh.Session{ErrWidth: wide, Options: vsh.Options{Format: format.FormatJSON}}, 4 << 20, time.Second, nil},
	} {
		var got []string
		for line := range strings.SplitSeq(metered(t, &c.session, c.total, c.each), "\r") {
			if line = strings.TrimRight(line, " "); line != "" {
				got = append(got, line)
			}
		}
		var want []string
		for _, line := range c.want {
			want = append(want, strings.TrimRight(line, " "))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestMeterEnds holds that nothing of the line is left.
func TestMeterEnds(t *testing.T) {
	shown := metered(t, &vsh.Session{ErrWidth: func() int { return 80 }}, 4<<20, time.Second)
	lines := strings.Split(shown, "\r")
	last := lines[len(lines)-2]
	if !strings.HasSuffix(shown, "\r") || strings.Trim(last, " ") != "" || len(last) < len("Download  [####") {
		t.Errorf("it ends in %q", shown)
	}
}
