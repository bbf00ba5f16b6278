package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func render(o PrinterOptions, f func(p *Printer)) string {
	var b bytes.Buffer
	p := NewPrinter(&b, o)
	f(p)
	_ = p.Flush() // to a bytes.Buffer
	return b.String()
}

func TestTable(t *testing.T) {
	filled := NewTable("Id", "Name", "State")
	filled.Row("1", "a", "running")
	filled.Row("-", "", "")
	for _, c := range []struct {
		name  string
		o     PrinterOptions
		table *Table
		want  string
	}{
		{"header", PrinterOptions{}, filled, "" +
			" Id   Name   State\n----------------------\n 1    a      running\n -           \n"},
		{"quiet: narrower without the header", PrinterOptions{Quiet: true}, filled, "" +
			" 1   a   running\n -       \n"},
		{"empty", PrinterOptions{}, NewTable("Id", "Name"), " Id   Name\n------------\n"},
		{"empty and quiet", PrinterOptions{Quiet: true}, NewTable("Id", "Name"), ""},
		{"no columns", PrinterOptions{}, NewTable(), ""},
	} {
		if got := render(c.o, func(p *Printer) { p.Table(c.table) }); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestTableColor(t *testing.T) {
	table := NewTable("Name", "State", "Autostart")
	table.StateColumn(1)
	for _, state := range []string{"running", "paused", "crashed", "shut off"} {
		table.Row("running", state, "no")
	}
	got := render(PrinterOptions{Color: true, Quiet: true}, func(p *Printer) { p.Table(table) })
	want := " running   \x1b[32mrunning\x1b[0m    no\n running   \x1b[33mpaused\x1b[0m     no\n" +
		" running   \x1b[31mcrashed\x1b[0m    no\n running   shut off   no\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	plain := render(PrinterOptions{Quiet: true}, func(p *Printer) { p.Table(table) })
	if strings.Contains(plain, "\x1b") {
		t.Errorf("colour without being asked: %q", plain)
	}
}

func TestTableRowPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a row of the wrong length was taken")
		}
	}()
	NewTable("a", "b").Row("only one")
}

func TestPrinter(t *testing.T) {
	all := func(p *Printer) {
		p.Print("a", "b\n")
		p.Printf("%d\n", 1)
		p.Println("x", 2)
		p.Message("done %s\n", "it")
		p.KeyValue(15, "Max memory:", "%d KiB", 5)
		p.KeyValue(4, "longer:", "v")
		fmt.Fprint(p, p.State("running"), "\n")
	}
	want := "ab\n1\nx 2\ndone it\nMax memory:     5 KiB\nlonger: v\nrunning\n"
	if got := render(PrinterOptions{}, all); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := render(PrinterOptions{Quiet: true}, all); got != strings.Replace(want, "done it\n", "", 1) {
		t.Errorf("quiet: got %q", got)
	}
	if got := render(PrinterOptions{Color: true}, all); !strings.Contains(got, "\x1b[32mrunning\x1b[0m\n") {
		t.Errorf("colour: got %q", got)
	}
}

// fullDevice fails after n bytes.
type fullDevice struct{ n int }

var errFull = errors.New("no space left on device")

func (d *fullDevice) Write(b []byte) (int, error) {
	if d.n < len(b) {
		return d.n, errFull
	}
	d.n -= len(b)
	return len(b), nil
}

func TestPrinterKeepsFirstError(t *testing.T) {
	p := NewPrinter(&fullDevice{}, PrinterOptions{})
	p.Print("x")
	if p.Err() != nil {
		t.Errorf("error before anything was written: %v", p.Err())
	}
	for range 2 {
		p.Print(strings.Repeat("x", 2*flushAt))
		if err := p.Flush(); !errors.Is(err, errFull) || !errors.Is(p.Err(), errFull) {
			t.Errorf("Flush: %v, Err: %v", err, p.Err())
		}
	}
}

// TestWriteErrors holds that no format swallows the error of a full device.
func TestWriteErrors(t *testing.T) {
	for f := FormatText; f <= FormatMarkdown; f++ {
		if err := Encode(&fullDevice{5}, f, guests(), PrinterOptions{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
		if err := Encode(&fullDevice{3}, f, XML("<abc/>"), PrinterOptions{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestPrinterSpills(t *testing.T) {
	w := &countingWriter{}
	p := NewPrinter(w, PrinterOptions{})
	for range 4 * flushAt {
		p.Print("x")
	}
	if w.writes < 3 || w.writes > 5 {
		t.Errorf("%d writes for %d bytes", w.writes, 4*flushAt)
	}
}

type countingWriter struct{ writes int }

func (w *countingWriter) Write(b []byte) (int, error) {
	w.writes++
	return len(b), nil
}

func names(n int) []string {
	s := make([]string, n)
	for i := range s {
		s[i] = fmt.Sprintf("guest-%04d", i)
	}
	return s
}

func list(p *Printer, names []string) {
	t := NewTable("Id", "Name", "State")
	t.Grow(len(names))
	for _, n := range names {
		t.Row("-", n, "shut off")
	}
	p.Table(t)
}

// TestTableAllocations holds that a table's cost does not grow with its rows:
// the two lists of cells, the buffer, and a few small things.
func TestTableAllocations(t *testing.T) {
	names := names(1000)
	n := testing.AllocsPerRun(10, func() { list(NewPrinter(io.Discard, PrinterOptions{}), names) })
	if n > 12 {
		t.Errorf("%v allocations for a table of 1000 rows, at most 12 are fine", n)
	}
}

func BenchmarkTable(b *testing.B) {
	for _, rows := range []int{1, 1000} {
		names := names(rows)
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list(NewPrinter(io.Discard, PrinterOptions{}), names)
			}
		})
	}
}

func BenchmarkTableWide(b *testing.B) {
	names := names(1000)
	for i := range names {
		names[i] = "日本語-" + names[i]
	}
	b.ReportAllocs()
	for b.Loop() {
		list(NewPrinter(io.Discard, PrinterOptions{}), names)
	}
}

func BenchmarkEncode(b *testing.B) {
	l := guestList{}
	for _, n := range names(1000) {
		l.Domains = append(l.Domains, guest{Name: n, State: "shut off"})
	}
	for f := FormatJSON; f <= FormatXML; f++ {
		b.Run(f.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Encode(io.Discard, f, l, PrinterOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
