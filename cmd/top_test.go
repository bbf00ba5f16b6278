//go:build linux

package cmd_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// serveFive serves a host of five domains, each with more of all than the one
// before. destroyed gets the names of those that are destroyed.
func serveFive(t *testing.T) (uri string, destroyed chan string) {
	destroyed = make(chan string, 10)
	mux := driver.NewMux()
	driver.Handle(mux, &protocol.DomainDestroy, func(_ context.Context, a *protocol.DomainDestroyArgs) error {
		destroyed <- a.Dom.Name
		return nil
	})
	driver.Handle(mux, &protocol.ConnectGetAllDomainStats, func(context.Context, *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		r := &protocol.ConnectGetAllDomainStatsReply{}
		for i := range 5 {
			id, state := int32(i+1), virt.DomainRunning
			if i == 4 {
				id, state = -1, virt.DomainShutoff
			}
			r.RetStats = append(r.RetStats, protocol.DomainStatsRecord{
				Dom: protocol.Domain{Name: fmt.Sprint("guest", i+1), UUID: virt.UUID{15: byte(i + 1)}, ID: id},
				Params: []virt.TypedParam{
					{Name: "state.state", Value: virt.IntValue(int32(state))},
					{Name: "cpu.time", Value: virt.UllongValue(uint64(i))},
					{Name: "balloon.current", Value: virt.UllongValue(uint64(i+1) << 18)},
				},
			})
		}
		return r, nil
	})
	uri = serve(t, func(context.Context, string, driver.Options) (driver.Conn, error) {
		return driver.NewSession(mux, nil), nil
	}).uri
	return uri, destroyed
}

// screenOf returns the lines of a terminal that was sent text, of the control
// sequences that top uses.
func screenOf(text string, columns, rows int) string {
	sequence := regexp.MustCompile(`^\x1b\[[?]?([0-9;]*)([A-Za-z])`)
	var cells [][]rune
	clearFrom := func(y, x int) {
		for ; x < columns; x++ {
			cells[y][x] = ' '
		}
	}
	for range rows {
		cells = append(cells, make([]rune, columns))
		clearFrom(len(cells)-1, 0)
	}
	y, x := 0, 0
	for text != "" {
		if m := sequence.FindStringSubmatch(text); m != nil {
			switch m[2] {
			case "H":
				row, column, _ := strings.Cut(m[1], ";")
				y, _ = strconv.Atoi(row)
				x, _ = strconv.Atoi(column)
				y, x = y-1, x-1
			case "J":
				for y := range cells {
					clearFrom(y, 0)
				}
			case "K":
				clearFrom(y, x)
			}
			text = text[len(m[0]):]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		if y < rows && x < columns {
			cells[y][x] = r
			x++
		}
	}
	var lines []string
	for _, row := range cells {
		lines = append(lines, strings.TrimRight(string(row), " "))
	}
	return strings.Join(lines, "\n")
}

// TestTop watches five domains on a terminal, and destroys one of them.
func TestTop(t *testing.T) {
	uri, destroyed := serveFive(t)
	x := startTerminal(t, []string{"NO_COLOR=1"}, "-c", uri, "top", "--sort", "memory", "--interval", "1000")
	x.expect("q quit")
	x.goesRaw()
	x.send("\x1b[Bk") // the second one
	x.expect("Destroy 'guest3'? (y/n)")
	screen := screenOf(x.screen.String(), 80, 24)
	screen = regexp.MustCompile(`\d\d:\d\d:\d\d`).ReplaceAllString(screen, "HH:MM:SS")
	want := `HH:MM:SS  5 domains, 4 running, 4 shown  by memory  every 16m40s  test+unix:///…
  Name                         State       CPU       Memory       Disk
  guest4                       running     -         1.00 GiB     -
> guest3                       running     -         768.00 MiB   -
  guest2                       running     -         512.00 MiB   -
  guest1                       running     -         256.00 MiB   -
` + strings.Repeat("\n", 17) + `Destroy 'guest3'? (y/n)`
	if d := cmp.Diff(want, screen); d != "" {
		t.Errorf("the screen (-want +got):\n%s", d)
	}
	x.send("n")
	x.expect("q quit")
	x.send("k")
	x.expect("Destroy 'guest3'? (y/n)")
	x.send("y")
	x.expect("Domain 'guest3' destroyed")
	if got := <-destroyed; got != "guest3" {
		t.Errorf("%s was destroyed", got)
	}
	x.send("a/5") // no more than it needs is drawn
	x.expect("Filter: 5")
	if err := pty.Setsize(x.tty, &pty.Winsize{Rows: 4, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	x.expect("\x1b[2J")
	x.expect("> guest5             -")
	x.send("\rq")
	x.expect("\x1b[?25h\x1b[?1049l")
	x.ends(0)
	if len(destroyed) > 0 {
		t.Errorf("%s was destroyed too", <-destroyed)
	}
}

// TestTopGivesTheTerminalBack whatever ends it.
func TestTopGivesTheTerminalBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		signal syscall.Signal // 0: Ctrl-C
		status int
	}{
		{"Ctrl-C", 0, 0}, {"SIGTERM", syscall.SIGTERM, 128 + 15}, {"SIGHUP", syscall.SIGHUP, 128 + 1}, {"SIGINT", syscall.SIGINT, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			uri, _ := serveFive(t)
			x := startTerminal(t, nil, "-c", uri, "top")
			x.expect("q quit")
			x.goesRaw()
			if c.signal == 0 {
				x.send("\x03")
			} else if err := x.cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			x.expect("\x1b[?1049l")
			x.ends(c.status)
		})
	}
}

// TestTopWithoutATerminal names what serves then.
func TestTopWithoutATerminal(t *testing.T) {
	const want = "error: top needs a terminal; use 'domstats --rate SECONDS' where there is none\n"
	if got := virgo("", nil, "-c", builtinHost, "top"); got.status != 1 || got.stderr != want || strings.Contains(got.stdout, "\x1b") {
		t.Errorf("%+v", got)
	}
	x := startTerminal(t, nil, "-c", builtinHost, "-o", "json", "top")
	x.expect("top needs a terminal; use 'domstats --rate SECONDS'")
	x.ends(1)
}
