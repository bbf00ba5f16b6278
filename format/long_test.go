package format

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// longResult is a list of many rows.
func longResult(rows int) machines {
	l := machines{make([]machine, rows)}
	for i := range l.Machines {
		l.Machines[i] = machine{Name: fmt.Sprint("guest", i), State: "running", Bytes: uint64(i)}
	}
	return l
}

// growthWriter keeps the size of the heap at its first write and the largest
// after it.
type growthWriter struct {
	first, most uint64
	bytes       int
}

func (w *growthWriter) Write(b []byte) (int, error) {
	if w.bytes == 0 || w.bytes/(4<<20) != (w.bytes+len(b))/(4<<20) {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if w.bytes == 0 {
			w.first = m.HeapAlloc
		}
		w.most = max(w.most, m.HeapAlloc)
	}
	w.bytes += len(b)
	return len(b), nil
}

// TestLongListFlat holds that a list of 100,000 rows is written row by row: its
// beginning is out before more than a small part of it has been made, and the
// memory does not grow on the way.
func TestLongListFlat(t *testing.T) {
	const rows = 100_000
	l := longResult(rows)
	for _, f := range []Format{FormatJSON, FormatYAML, FormatCSV, FormatXML, FormatMarkdown, FormatName} {
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		var w growthWriter
		if err := Encode(&w, f, l, PrinterOptions{}); err != nil {
			t.Fatal(err)
		}
		const limit = 1 << 20 // all rows as a tree take more than 50 times as much
		if w.most > before.HeapAlloc+limit {
			t.Errorf("%s: the heap grew by %d KiB, want at most %d", f, (w.most-before.HeapAlloc)>>10, limit>>10)
		}
		if w.bytes < rows*len("guest00000") {
			t.Errorf("%s: %d bytes for %d rows", f, w.bytes, rows)
		}
	}
	runtime.KeepAlive(l)
}

// TestLongListSame holds that a long list looks as a short one does.
func TestLongListSame(t *testing.T) {
	for f := FormatJSON; f <= FormatName; f++ {
		short := encodeWith(t, f, longResult(longList-1), PrinterOptions{})
		long := encodeWith(t, f, longResult(longList), PrinterOptions{})
		if f == FormatTable {
			continue // whose end depends on all rows
		}
		// All of the long one but its last row is the short one.
		end := 0
		for end < len(short) && short[end] == long[end] {
			end++
		}
		if rest := short[end:]; !strings.HasSuffix(long, rest) {
			t.Errorf("%s: the short list ends in %q, the long one in %q", f, rest, long[end:])
		}
	}
}

type badRow struct {
	F func() `json:"f"`
}

type badRows struct {
	Rows []badRow `json:"rows"`
}

func (badRows) Text(*Printer) error { return nil }

// TestLongListErrors holds that an element that cannot be shown is told, and so
// is a device that is full.
func TestLongListErrors(t *testing.T) {
	for f := FormatJSON; f <= FormatMarkdown; f++ {
		if err := Encode(io.Discard, f, badRows{make([]badRow, longList)}, PrinterOptions{}); err == nil ||
			!strings.Contains(err.Error(), "func() has no output format") {
			t.Errorf("%s: error %v", f, err)
		}
		if err := Encode(&fullDevice{3}, f, longResult(5000), PrinterOptions{}); err == nil {
			t.Errorf("%s: no error of a full device", f)
		}
	}
}
