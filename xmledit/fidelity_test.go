package xmledit_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/xmledit"
)

// corpus returns documents of hosts and of users by the names of their files.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/fidelity/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	docs := make(map[string]string)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		docs[filepath.Base(file)] = string(text)
	}
	return docs
}

// An extent is where an element stands, as encoding/xml finds it: another reader
// than the one that the edits are made with.
type extent struct {
	path            string // of positions, which any name can have
	start, tag, end int    // where it begins, its start tag ends, and it ends
	attrs           []string
	children        int // elements
}

func extents(t *testing.T, doc string) []extent {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	var all []extent
	open := []int{}
	roots := 0
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		end := int(d.InputOffset())
		switch token := token.(type) {
		case xml.StartElement:
			e := extent{start: start, tag: end}
			if len(open) == 0 {
				roots++
				e.path = fmt.Sprintf("/*[%d]", roots)
			} else {
				parent := &all[open[len(open)-1]]
				parent.children++
				e.path = fmt.Sprintf("%s/*[%d]", parent.path, parent.children)
			}
			for _, a := range token.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					name := a.Name.Local
					if a.Name.Space != "" {
						name = a.Name.Space + ":" + name
					}
					e.attrs = append(e.attrs, name)
				}
			}
			open = append(open, len(all))
			all = append(all, e)
		case xml.EndElement:
			all[open[len(open)-1]].end = end
			open = open[:len(open)-1]
		}
	}
}

// value returns where the value of an attribute stands.
func (e *extent) value(doc, name string) (start, end int) {
	at := regexp.MustCompile(`\s` + regexp.QuoteMeta(name) + `\s*=\s*("[^"]*"|'[^']*')`).FindStringSubmatchIndex(doc[e.start:e.tag])
	return e.start + at[2] + 1, e.start + at[3] - 1
}

// TestFidelity makes random edits, one after the other: each leaves all bytes as
// they are that are not what it is about, and does what it is to do.
func TestFidelity(t *testing.T) {
	const edits = 300
	values := []string{"", "x", "a b", `<>&'"`, "]]>", "\ttab", "漢字 ☺", "line\nline", "=/[1]"}
	for file, original := range corpus(t) {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 0))
		t.Run(file, func(t *testing.T) {
			doc := original
			for i := range edits {
				all := extents(t, doc)
				if len(all) < 3 {
					doc = original
					continue
				}
				e := all[r.IntN(len(all))]
				value := values[r.IntN(len(values))]
				edit, lo, hi := xmledit.Edit{Value: value}, e.start, e.end
				attr := ""
				if len(e.attrs) > 0 && r.IntN(2) == 0 {
					attr = "/@" + e.attrs[r.IntN(len(e.attrs))]
				}
				switch kind := r.IntN(4); {
				case kind == 0 && attr != "":
					edit.Op, edit.Path = xmledit.Set, e.path+attr
					lo, hi = e.value(doc, attr[len("/@"):])
				case kind == 0:
					edit.Op, edit.Path = xmledit.Set, e.path+"/@added"
					hi = e.tag
				case kind == 1 && attr != "":
					edit.Op, edit.Path = xmledit.Delete, e.path+attr
					hi = e.tag
				case kind == 1:
					if strings.Count(e.path, "/") == 1 {
						continue // the root is the document
					}
					edit.Op, edit.Path = xmledit.Delete, e.path
					before, behind := strings.TrimRight(doc[:lo], " \t"), strings.TrimLeft(doc[hi:], " \t\r")
					if strings.HasSuffix(before, "\n") && strings.HasPrefix(behind, "\n") {
						lo, hi = len(before), len(doc)-len(behind)+1
					}
				case kind == 2:
					edit.Op, edit.Path, edit.Value = xmledit.Add, e.path, `<added a="1"/>`
				case e.children > 0 || strings.Contains(doc[e.tag:e.end], "<!--"):
					continue // it has more than text
				default:
					edit.Op, edit.Path = xmledit.Set, e.path
				}
				got, err := xmledit.Apply(doc, []xmledit.Edit{edit}, false)
				where := fmt.Sprintf("seed %d, edit %d: --%s '%s' with %q", seed, i, edit.Op, edit.Path, edit.Value)
				if err != nil {
					t.Fatalf("%s: %v\n%s", where, err, doc)
				}
				if len(got) < lo+len(doc)-hi || got[:lo] != doc[:lo] || got[len(got)-(len(doc)-hi):] != doc[hi:] {
					t.Fatalf("%s changed more than bytes %d to %d:\n%s\nfrom:\n%s", where, lo, hi, got, doc)
				}
				checkEdit(t, where, edit, doc, got)
				doc = got
			}
		})
	}
}

// checkEdit checks that got says what an edit of doc is to say.
func checkEdit(t *testing.T, where string, edit xmledit.Edit, doc, got string) {
	t.Helper()
	count := func(text, expr string) int {
		found, err := xmledit.Select(text, expr)
		if err != nil {
			t.Fatalf("%s: %s: %v\n%s", where, expr, err, text)
		}
		return len(found.Strings())
	}
	const all = "//* | //@*"
	switch edit.Op {
	case xmledit.Set:
		again, err := xmledit.Apply(got, []xmledit.Edit{edit}, false)
		if err != nil || again != got {
			t.Fatalf("%s, once more: %v\n%s\nfrom:\n%s", where, err, again, got)
		}
	case xmledit.Add:
		if was, is := count(doc, all), count(got, all); is != was+2 {
			t.Fatalf("%s: %d nodes, before %d", where, is, was)
		}
	case xmledit.Delete:
		if was, is := count(doc, all), count(got, all); is >= was {
			t.Fatalf("%s: %d nodes, before %d", where, is, was)
		}
	}
}
