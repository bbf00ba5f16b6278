package dom_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/model/dom"
)

func parse(t *testing.T, xml string) *dom.Node {
	t.Helper()
	n, err := dom.Parse("doc", xml)
	if err != nil {
		t.Fatalf("%s: %v", xml, err)
	}
	return n
}

func write(n *dom.Node) string {
	var b strings.Builder
	n.Write(&b, 0)
	return b.String()
}

func TestWrite(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{`<a/>`, `<a/>`},
		{`<a></a>`, `<a/>`},
		{`<a b='"' c="'"/>`, `<a b="&quot;" c="'"/>`},
		{`<a b="&#10;&#9;&lt;&gt;&amp;"/>`, `<a b="&#10;&#9;&lt;&gt;&amp;"/>`},
		{"<a b='x\ny'/>", `<a b="x y"/>`},
		{`<a>&lt;&gt;&amp;&quot;&apos;&#xe9;</a>`, `<a>&lt;&gt;&amp;"'é</a>`},
		{`<a><b/><c/></a>`, "<a>\n  <b/>\n  <c/>\n</a>"},
		{`<a>t<b><c/></b></a>`, `<a>t<b><c/></b></a>`},
		{`<a><![CDATA[<b>]]></a>`, `<a><![CDATA[<b>]]></a>`},
		{`<a><!-- c --><?p d?></a>`, "<a>\n  <!-- c -->\n  <?p d?>\n</a>"},
		{"<a>x\r\ny\rz</a>", "<a>x\ny\nz</a>"},
		{"\uFEFF<?xml version='1.0' encoding='utf-8' standalone='no'?><!-- --><a/><!-- -->\n", `<a/>`},
		{`<x:a xmlns:x="u"><x:b/></x:a>`, "<x:a xmlns:x=\"u\">\n  <x:b/>\n</x:a>"},
	} {
		if got := write(parse(t, c.in)); got != c.out {
			t.Errorf("%q becomes\n%s\nwant\n%s", c.in, got, c.out)
		}
	}
}

func TestNamespaces(t *testing.T) {
	root := parse(t, `<a xmlns="d" xmlns:p="u"><p:b/><c xmlns=""/><q:d/><e xmlns:p="v"><p:f/></e></a>`)
	want := []struct{ prefix, name, space string }{{"p", "b", "u"}, {"", "c", ""}, {"", "q:d", ""}, {"", "e", "d"}}
	for i, w := range want {
		if k := root.Kids[i]; k.Prefix != w.prefix || k.Name != w.name || k.Space != w.space {
			t.Errorf("child %d is %q %q in %q, want %v", i, k.Prefix, k.Name, k.Space, w)
		}
	}
	if f := root.Kids[3].Kids[0]; f.Space != "v" {
		t.Errorf("the inner declaration does not win: %q", f.Space)
	}
	if root.Is("a") || !root.Kids[1].Is("c") {
		t.Error("Is must compare with names in no namespace")
	}
}

func TestText(t *testing.T) {
	n := parse(t, `<a>x<b>y<!-- no --></b><![CDATA[z]]></a>`)
	if n.Text() != "xyz" {
		t.Errorf("text is %q", n.Text())
	}
}

func TestLines(t *testing.T) {
	n := parse(t, "<a>\n<b/>\n\n<c\n/><d/></a>")
	var lines []int
	for _, k := range n.Kids {
		if k.Kind == dom.Element {
			lines = append(lines, k.Line)
		}
	}
	if len(lines) != 3 || lines[0] != 2 || lines[1] != 4 || lines[2] != 5 {
		t.Errorf("lines are %v", lines)
	}
}

func TestDropBlanks(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"<a>\n <b/>\n</a>", "<a>\n  <b/>\n</a>"},
		{"<a> </a>", "<a> </a>"},
		{"<a>t <b/> </a>", "<a>t <b/> </a>"},
		{"<a><b> <c/> </b></a>", "<a>\n  <b>\n    <c/>\n  </b>\n</a>"},
	} {
		n := parse(t, c.in)
		n.DropBlanks()
		if got := write(n); got != c.out {
			t.Errorf("%q becomes\n%s\nwant\n%s", c.in, got, c.out)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		in, msg   string
		line, col int
	}{
		{"<a>\n  <b></c></a>", "Opening and ending tag mismatch: b line 2 and c", 2, 9},
		{"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "declarations in a DOCTYPE are not supported", 1, 12},
		{"<a>&e;</a>", "Entity 'e' not defined", 1, 6},
		{strings.Repeat("<a>", dom.MaxDepth+1), "Excessive depth in document: 256 use XML_PARSE_HUGE option", 1, 3*dom.MaxDepth + 1},
		{"", "Document is empty", 1, 0},
	} {
		_, err := dom.Parse("doc", c.in)
		var e *dom.SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%.40q: %v", c.in, err)
			continue
		}
		if e.Msg != c.msg || e.Line != c.line || e.Column != c.col || e.Doc != "(doc)" {
			t.Errorf("%.40q: %q at %d:%d, want %q at %d:%d", c.in, e.Msg, e.Line, e.Column, c.msg, c.line, c.col)
		}
	}
	if _, err := dom.Parse("doc", strings.Repeat(" ", dom.MaxSize+1)); err == nil {
		t.Error("a document beyond the bound is read")
	}
	if _, err := dom.Parse("doc", "<a "+strings.Repeat("b='' ", 10000)+"/>"); err == nil {
		t.Error("an element with 10,000 attributes of one name is read")
	}
}

// FuzzParse: no panic, and what is read, written and read again is the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<a/>`, `<?xml version="1.0"?><a b="c">&lt;<![CDATA[x]]><!-- c --><?p d?></a>`, `<x:a xmlns:x="u"><x:b x:c="d"/></x:a>`,
		"<a>\r\n\t<b>é</b></a>", `<!DOCTYPE a SYSTEM "x"><a/>`, `<a>&#x41;&#10;]]&gt;</a>`, "<a", "</a>", "<a>\xff</a>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		n, err := dom.Parse("doc", xml)
		if err != nil {
			return
		}
		first := write(n)
		again, err := dom.Parse("doc", first)
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%q", err, first)
		}
		again.DropBlanks()
		n.DropBlanks()
		if a, b := write(n), write(again); a != b {
			t.Fatalf("%q\n%q", a, b)
		}
	})
}
