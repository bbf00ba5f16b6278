package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// trickyStrings are values that some format could mistake for something else.
func trickyStrings() []string {
	return []string{
		"", " ", "a ", " a", "true", "No", "null", "~", "1", "1.5", "1e3", "0x1F", "0o7", "1_000", "12:30:45",
		"2024-01-31", ".inf", "-", "- a", "? a", ": ", "a: b", "a #b", "#", "&a", "*a", "!t", "|", ">", "%", "@", "`",
		"[]", "{}", "'", `"`, `\`, "a\nb", "a\n", "\na", "a\n\n", "  a\nb", "\ta\nb", "a\r\nb", "a\rb", "a\tb",
		"\x00", "\x1b[31m", "\u0085", "\u2028", "\ufeff", "\ufffe", "\U0001f44d", "\xff", "é", "a\n b\n\n c",
		"---", "a\n---\nb", "...", "a,b", `a"b`, "=1+1", "<&>", "]]>", "y", "/a b", "a-b_c.d", "<<", "null ",
	}
}

func FuzzEncode(f *testing.F) {
	for _, s := range trickyStrings() {
		f.Add("key", s)
		f.Add(s, "x")
	}
	f.Add(strings.Repeat("k", longKey), "x")
	f.Add("N", "x")
	f.Fuzz(func(t *testing.T, key, value string) {
		for _, taken := range []string{"n", "list", "nested", "all"} {
			if strings.EqualFold(key, taken) { // the decoder ignores case
				return
			}
		}
		object := Object{
			{key, value}, {"n", uint64(1<<64 - 1)}, {"list", []string{value, value}},
			{"nested", Object{{key, []Object{{{key, value}}}}}},
		}
		encoded := func(f Format, r Result) []byte {
			var b bytes.Buffer
			if err := Encode(&b, f, r, PrinterOptions{}); err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			return b.Bytes()
		}
		key, value = validUTF8(key), validUTF8(value)
		checkDecoded(t, "JSON", encoded(FormatJSON, stats{object}), json.Unmarshal, key, value)
		checkDecoded(t, "YAML", encoded(FormatYAML, stats{object}), yaml.Unmarshal, key, value)
		checkXML(t, encoded(FormatXML, stats{object[:1]}), key, value)
		checkCSV(t, encoded(FormatCSV, stats{object[:1]}), key, value)
	})
}

// checkDecoded compares what a decoder makes of doc with what was encoded.
func checkDecoded(t *testing.T, name string, doc []byte, decode func([]byte, any) error, key, value string) {
	t.Helper()
	var got struct {
		All    map[string]any `yaml:",inline"`
		N      uint64
		List   []string
		Nested map[string][]map[string]string
	}
	if err := decode(doc, &got); err != nil {
		t.Fatalf("%s: %v in\n%s", name, err, doc)
	}
	if name == "JSON" {
		if err := decode(doc, &got.All); err != nil {
			t.Fatal(err)
		}
	}
	if got.N != 1<<64-1 || len(got.List) != 2 || got.List[0] != value || got.List[1] != value ||
		got.All[key] != value || len(got.Nested[key]) != 1 || got.Nested[key][0][key] != value {
		t.Fatalf("%s: %q: %q reads back as %+v from\n%s", name, key, value, got, doc)
	}
}

func checkXML(t *testing.T, doc []byte, key, value string) {
	t.Helper()
	var got struct {
		Fields []struct {
			XMLName xml.Name
			Name    string `xml:"name,attr"`
			Text    string `xml:",chardata"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(doc, &got); err != nil {
		t.Fatalf("XML: %v in\n%s", err, doc)
	}
	if len(got.Fields) != 1 {
		t.Fatalf("XML: %d fields in\n%s", len(got.Fields), doc)
	}
	f := got.Fields[0]
	if f.Text != legalXML(value) || f.XMLName.Local != key && f.Name != legalXML(key) {
		t.Fatalf("XML: %q: %q reads back as %+v from\n%s", key, value, f, doc)
	}
}

// legalXML replaces what XML cannot carry.
func legalXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
}

func checkCSV(t *testing.T, doc []byte, key, value string) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(doc)).ReadAll()
	if err != nil {
		t.Fatalf("CSV: %v in\n%s", err, doc)
	}
	if key == "" {
		key = "value" // the column of what has no name
	}
	// The reader takes CR LF inside a field for LF.
	lf := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	if len(records) != 2 || len(records[0]) != 1 || records[0][0] != lf(key) || records[1][0] != lf(value) {
		t.Fatalf("CSV: %q: %q reads back as %q from\n%s", key, value, records, doc)
	}
}

// TestGrid holds how values become rows and columns.
func TestGrid(t *testing.T) {
	type row struct {
		A int    `json:"a"`
		B string `json:"b"`
	}
	for _, c := range []struct {
		value Object
		want  string
	}{
		{Object{{"rows", []row{{1, "x"}, {2, "y"}}}}, "a,b\n1,x\n2,y\n"},
		{Object{{"rows", []row(nil)}}, "a,b\n"},
		{Object{{"rows", []*row(nil)}}, "a,b\n"},
		{Object{{"rows", []Object{}}}, ""},
		{Object{{"names", []string{"x", ""}}}, "names\nx\n\"\"\n"},
		{Object{{"names", []string{}}}, "names\n"},
		{Object{{"pool", "p"}, {"rows", []row{{1, "x"}}}}, "pool,rows.a,rows.b\np,1,x\n"},
		{Object{{"rows", []row{{1, "x"}}}, {"more", []row{{2, "y"}}}}, "rows.0.a,rows.0.b,more.0.a,more.0.b\n1,x,2,y\n"},
		{Object{{"a", 1}, {"tags", []string{"x", "y"}}}, "a,tags.0,tags.1\n1,x,y\n"},
		{Object{{"rows", []Object{{{"a", 1}}, {{"b", 2}}, {{"a", nil}, {"b", 3}}}}}, "a,b\n1,\n,2\n,3\n"},
		{Object{{"rows", [][]int{{1, 2}, {3}}}}, "rows.0,rows.1\n1,2\n3,\n"},
		{nil, ""},
	} {
		var b bytes.Buffer
		if err := Encode(&b, FormatCSV, stats{c.value}, PrinterOptions{}); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%v: got\n%swant\n%s", c.value, b.String(), c.want)
		}
	}
}

func TestEncodeUnencodable(t *testing.T) {
	for f := FormatJSON; f <= FormatMarkdown; f++ {
		err := Encode(io.Discard, f, Value("handler", func() {}), PrinterOptions{})
		if err == nil || !strings.Contains(err.Error(), "handler: a func() has no output format") {
			t.Errorf("%s: %v", f, err)
		}
	}
}
