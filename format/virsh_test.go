package format

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// virshList returns what the real virsh prints of domains with these names and
// titles, and nothing else, all of them running.
func virshList(t *testing.T, quiet bool, names []string) string {
	t.Helper()
	var doc strings.Builder
	doc.WriteString("<node>\n")
	for _, name := range names {
		var text strings.Builder
		if err := xml.EscapeText(&text, []byte(name)); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&doc, "<domain type='test'><name>%s</name><memory>1024</memory>"+
			"<os><type>hvm</type></os></domain>\n", text.String())
	}
	doc.WriteString("</node>\n")
	file := filepath.Join(t.TempDir(), "node.xml")
	if err := os.WriteFile(file, []byte(doc.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-c", "test://" + file, "list"}
	if quiet {
		args = append([]string{"-q"}, args...)
	}
	c := exec.Command("virsh", args...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
	}
	return string(out)
}

// ourList is the table that virshList prints.
func ourList(quiet bool, names []string) string {
	var b bytes.Buffer
	p := NewPrinter(&b, PrinterOptions{Quiet: quiet})
	table := NewTable("Id", "Name", "State")
	for i, name := range names {
		table.Row(fmt.Sprint(i+1), name, "running")
	}
	p.Table(table)
	if !quiet {
		p.Println() // every command ends in an empty line
	}
	_ = p.Flush() // to a bytes.Buffer
	return b.String()
}

// oddNames are cells that tables show in some special way.
func oddNames() []string {
	return []string{
		`pl\ain`, `a\xb`, `a\x`, `a\X41`, `\\x41`, `x\`, "c1\u0085x", "zero\u200bwidth", "private\ue000",
		"line\u2028", "para\u2029", "unassigned\u0378", "e\u0301", "日本語", "👍🏽", "👨‍👩‍👧", "del\u007f",
		"soft\u00ad", "\u1100\u1161", "\ufeffbom", "\U000e0fff", "nb\u00a0sp", "\ufffd",
		"rtl\u202e", "ﾊﾝｶｸ", "ＡＢ", "①", "±", "ℵ", "\U0001f1e9\U0001f1ea",
	}
}

// TestVirshTables compares whole tables byte for byte with virsh's, and writes
// what virsh printed to a golden file, which the same test checks without virsh.
func TestVirshTables(t *testing.T) {
	testhost.NeedVirsh(t)
	want := virshList(t, false, oddNames()) + virshList(t, true, oddNames())
	checkGolden(t, "virsh.golden", want)
}

func TestTablesAreVirshs(t *testing.T) {
	want, err := os.ReadFile("testdata/virsh.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got := ourList(false, oddNames()) + ourList(true, oddNames()); got != string(want) {
		t.Errorf("got\n%s\nvirsh prints\n%s", got, want)
	}
}

// TestVirshAllCharacters compares the cells of all characters that can stand in
// a domain's name, a few to a name.
func TestVirshAllCharacters(t *testing.T) {
	testhost.NeedVirsh(t)
	const perName, perTable = 8, 500
	var names []string
	var name strings.Builder
	count := 0
	for r := rune(0x7f); r <= unicode.MaxRune; r++ {
		switch {
		case !utf8.ValidRune(r), r == 0xfffe, r == 0xffff, sinceUnicode14(r):
			continue
		case unicode.Is(unicode.Han, r) && r%61 != 0, unicode.Is(unicode.Co, r) && r%509 != 0,
			!unicode.IsGraphic(r) && r > 0x20000 && r%509 != 0:
			continue // a sample of the large uniform blocks
		}
		name.WriteRune(r)
		if count++; count%perName == 0 {
			names = append(names, fmt.Sprintf("x%s-%d", name.String(), len(names)))
			name.Reset()
		}
	}
	for len(names) > 0 {
		part := names[:min(perTable, len(names))]
		names = names[len(part):]
		want := strings.Split(virshList(t, true, part), "\n")
		got := strings.Split(ourList(true, part), "\n")
		if len(got) != len(want) {
			t.Fatalf("%d lines, virsh prints %d", len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%+q:\ngot  %q\nwant %q", part[i], got[i], want[i])
			}
		}
	}
}

// sinceUnicode14 reports whether r is a character that glibc 2.36 does not know
// yet. virsh shows it as \xff bytes; later systems, and we, show it.
func sinceUnicode14(r rune) bool {
	for _, x := range [][2]rune{
		{0xcf3, 0xcf3}, {0xece, 0xece}, {0x10efd, 0x10eff}, {0x1123f, 0x11241}, {0x11b00, 0x11b09},
		{0x11f00, 0x11f10}, {0x11f12, 0x11f3a}, {0x11f3e, 0x11f59}, {0x1342f, 0x1342f},
		{0x13439, 0x13455}, {0x1b132, 0x1b132}, {0x1b155, 0x1b155}, {0x1d2c0, 0x1d2d3},
		{0x1df25, 0x1df2a}, {0x1e030, 0x1e06d}, {0x1e08f, 0x1e08f}, {0x1e4d0, 0x1e4f9},
		{0x1f6dc, 0x1f6dc}, {0x1f774, 0x1f776}, {0x1f77b, 0x1f77f}, {0x1f7d9, 0x1f7d9},
		{0x1fa75, 0x1fa77}, {0x1fa87, 0x1fa88}, {0x1faad, 0x1faaf}, {0x1fabb, 0x1fabd},
		{0x1fabf, 0x1fabf}, {0x1face, 0x1facf}, {0x1fada, 0x1fadb}, {0x1fae8, 0x1fae8},
		{0x1faf7, 0x1faf8}, {0x2b739, 0x2b739}, {0x31350, 0x323af},
	} {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}
