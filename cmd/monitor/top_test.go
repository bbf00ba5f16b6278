package monitor

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestGraph(t *testing.T) {
	var g graph
	at := time.Unix(0, 0)
	for i, x := range []float64{0, 50, 1, 100, 200} {
		g.add(at.Add(time.Duration(i)*time.Second), time.Second, &x)
	}
	g.add(at.Add(4500*time.Millisecond), time.Second, nil) // the cell keeps its most
	for _, c := range []struct {
		width int
		full  float64
		want  string
	}{{5, 100, " ▂▁▄█"}, {7, 400, "   ▁▁▂▄"}, {2, 100, "▄█"}, {0, 100, ""}} {
		if got := g.text(c.width, c.full); got != c.want {
			t.Errorf("%d cells up to %v: %q, want %q", c.width, c.full, got, c.want)
		}
	}
	for i := range 1000 {
		g.add(at.Add(time.Duration(i)*time.Minute), time.Second, nil)
	}
	if len(g.cells) > graphCells || strings.TrimSpace(g.text(graphCells, 0)) != "" {
		t.Errorf("%d cells, %q", len(g.cells), g.text(graphCells, 0))
	}
}

func TestKeysOf(t *testing.T) {
	for typed, want := range map[string][]rune{
		"q": {'q'}, "\x1b": {keyEscape}, "\x1b[A\x1bOBk": {keyUp, keyDown, 'k'}, "\x1b[5~\x1b[6~": {keyPageUp, keyPageDown},
		"\x1b[1;5C/é": {keyUnknown, '/', 'é'}, "\x1b[": {keyEscape, '['}, "\x1b[1": {keyUnknown}, "": nil, "\xff": {'\ufffd'},
	} {
		if got := keysOf([]byte(typed)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// topDomains is domains as a host has them, and what was done with them.
func topDomains(t *testing.T) (*topView, *[]string) {
	t.Helper()
	var did []string
	mux := driver.NewMux()
	driver.Handle(mux, &protocol.DomainDestroy, func(_ context.Context, a *protocol.DomainDestroyArgs) error {
		did = append(did, "destroy "+a.Dom.Name)
		return nil
	})
	driver.Handle(mux, &protocol.DomainSuspend, func(context.Context, *protocol.DomainSuspendArgs) error {
		return virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "no")
	})
	driver.Handle(mux, &protocol.ConnectGetAllDomainStats, func(context.Context, *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		r := &protocol.ConnectGetAllDomainStatsReply{}
		for i, name := range []string{"web", "db", "Größe\x1b[2J", "日本語日本語日本語", "off"} {
			id, state := int32(i+1), virt.DomainRunning
			if name == "off" {
				id, state = -1, virt.DomainShutoff
			}
			r.RetStats = append(r.RetStats, protocol.DomainStatsRecord{
				Dom: protocol.Domain{Name: name, UUID: virt.UUID{15: byte(i + 1)}, ID: id},
				Params: []virt.TypedParam{
					{Name: "state.state", Value: virt.IntValue(int32(state))},
					{Name: "balloon.current", Value: virt.UllongValue(uint64(1024 << i))},
				},
			})
		}
		return r, nil
	})
	conn := libvirt.New(driver.NewSession(mux, nil), libvirt.ErrorFunc(func(*virt.Error) {}))
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	ask := func(ctx context.Context) ([]libvirt.DomainStats, error) {
		return conn.AllDomainStats(ctx, usageGroups, 0)
	}
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	rates, err := (&meter{ask: ask, now: now}).read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v := &topView{order: orderCPU, now: now, interval: time.Second}
	v.update(rates)
	return v, &did
}

func names(v *topView) string {
	var list []string
	for _, d := range v.visible() {
		list = append(list, d.Name)
	}
	return strings.Join(list, ",")
}

func TestTopChooses(t *testing.T) {
	v, _ := topDomains(t)
	for _, c := range []struct{ keys, want string }{
		{"", "db,Größe\x1b[2J,web,日本語日本語日本語"},
		{"3", "日本語日本語日本語,Größe\x1b[2J,db,web"},
		{"a", "off,日本語日本語日本語,Größe\x1b[2J,db,web"},
		{"1/b\x7f\x7fWEx\x7f\r", "web"},
		{"/q\x1b", "db,Größe\x1b[2J,off,web,日本語日本語日本語"},
	} {
		for _, k := range keysOf([]byte(c.keys)) {
			if _, quit := v.key(k); quit {
				t.Errorf("%q quits", c.keys)
			}
		}
		if got := names(v); got != c.want {
			t.Errorf("%q: %q, want %q", c.keys, got, c.want)
		}
	}
	if _, quit := v.key('q'); !quit {
		t.Error("q does not quit")
	}
}

// TestTopActions: nothing is done that was not confirmed, and it is done to the
// domain that was asked about.
func TestTopActions(t *testing.T) {
	v, did := topDomains(t)
	press := func(keys string) (last *topAction) {
		for _, k := range keysOf([]byte(keys)) {
			last, _ = v.key(k)
		}
		return last
	}
	for _, keys := range []string{"k", "n", "k\r", "kk", "k\x1b", "y", "zy", "\x1b[Bkn"} {
		if press(keys) != nil {
			t.Errorf("%q does something", keys)
		}
		v.question = nil
	}
	done := make(chan string, 1)
	for _, c := range []struct{ keys, question, message string }{
		{"\x1b[A\x1b[A\x1b[Bk", "Destroy 'Größe\x1b[2J'? (y/n)", "Domain 'Größe\x1b[2J' destroyed"},
		{"p", "Pause 'Größe\x1b[2J'? (y/n)", "error: Requested operation is not valid: no"},
		{"d", "Shut down 'Größe\x1b[2J'? (y/n)", "error: this function is not supported by the connection driver: virDomainShutdown"},
	} {
		press(c.keys)
		if got := v.footline(); got != c.question {
			t.Errorf("asked %q, want %q", got, c.question)
		}
		v.order = topOrder((int(v.order) + 1) % 3) // what is asked about does not change with the order
		action := press("y")
		if action == nil {
			t.Fatalf("%q: nothing to do", c.keys)
		}
		act(t.Context(), action, done)
		if got := <-done; got != c.message {
			t.Errorf("%q: %q, want %q", c.keys, got, c.message)
		}
	}
	if want := []string{"destroy Größe\x1b[2J"}; !slices.Equal(*did, want) {
		t.Errorf("did %q, want %q", *did, want)
	}
	v.question = &topAction{}
	if _, quit := v.key(keyInterrupt); !quit {
		t.Error("Ctrl-C does not quit")
	}
}

// TestTopFrames: no line is wider than any terminal, none is too many, and the
// chosen domain is there where there is room for one.
func TestTopFrames(t *testing.T) {
	v, _ := topDomains(t)
	v.all = true
	for width := 1; width < 150; width++ {
		for height := 1; height < 12; height++ {
			v.move(1)
			lines := v.frame(width, height)
			if len(lines) > height {
				t.Fatalf("%d lines in %dx%d", len(lines), width, height)
			}
			marked := 0
			for _, line := range lines {
				shown := strings.ReplaceAll(line, `\`, "/") // which is escaped once only
				if line != "" && format.Fit(shown, width) != shown {
					t.Fatalf("%q in %dx%d", line, width, height)
				}
				if strings.HasPrefix(line, ">") {
					marked++
				}
			}
			if want := height > 3; (marked == 1) != want {
				t.Fatalf("%d chosen in %dx%d: %q", marked, width, height, lines)
			}
		}
	}
	v.color = true
	if line := v.frame(80, 24)[1]; !strings.HasPrefix(line, reverse) || !strings.HasSuffix(line, plain) {
		t.Errorf("%q has no colour", line)
	}
}

func TestTopNeedsATerminal(t *testing.T) {
	h := vshtest.NewHost(Commands())
	const want = "error: top needs a terminal; use 'domstats --rate SECONDS' where there is none\n"
	if got := h.Text(t, "top"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := h.Text(t, "top", "--sort", "size"); got != "error: unknown order 'size', must be one of: name, cpu, memory, disk, network\n" {
		t.Errorf("%q", got)
	}
}

// TestTopScreen: only what changed is written, and all of it after a new size.
func TestTopScreen(t *testing.T) {
	var out strings.Builder
	columns, sizeErr := 10, error(nil)
	s := &topScreen{out: &out, size: func() (int, int, error) { return columns, 5, sizeErr }}
	for _, c := range []struct {
		columns int
		err     error
		frame   []string
		want    string
	}{
		{10, nil, []string{"a", "b"}, "\x1b[2J\x1b[1;1H\x1b[Ka\x1b[2;1H\x1b[Kb"},
		{10, nil, []string{"a", "c"}, "\x1b[2;1H\x1b[Kc"},
		{10, nil, []string{"a", "c"}, ""},
		{9, nil, []string{"a", "c"}, "\x1b[2J\x1b[1;1H\x1b[Ka\x1b[2;1H\x1b[Kc"},
		{0, errors.New("no size"), []string{"a"}, "\x1b[2J\x1b[1;1H\x1b[Ka"},
	} {
		out.Reset()
		columns, sizeErr = c.columns, c.err
		if err := s.draw(func(int, int) []string { return c.frame }); err != nil || out.String() != c.want {
			t.Errorf("%v: %q, %v, want %q", c.frame, out.String(), err, c.want)
		}
	}
}
