package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// hostileNames are names that a host may send and no format may be broken by.
func hostileNames() []string {
	return append(trickyStrings(),
		"two\nlines", "tab\there", `"quoted", 'so'`, "👩‍👩‍👧 family", "שלום\u200f עולם", "\u202egnp.exe", "bad\xff\xfeutf8", "\xe6\x97",
		"nul\x00", "\x1b]0;title\a", "a|b", "`code` *bold* _it_ [l](u)", "<script>", "&amp;", "\u0085\u2028\u2029", "=cmd()")
}

// TestHostileNames holds that a list whose names are hostile reads back as it was
// in every format that is read by programs, and stays one line a row in those that
// are read by people.
func TestHostileNames(t *testing.T) {
	names := hostileNames()
	l := machines{}
	for _, name := range names {
		l.Machines = append(l.Machines, machine{Name: name, State: "running"})
	}
	o := PrinterOptions{Columns: []string{"name", "state"}}
	type row struct {
		Name  string `xml:"name"`
		State string `xml:"state"`
	}
	var fromJSON, fromYAML struct{ Machines []row }
	var fromXML struct {
		Rows []row `xml:"machines>item"`
	}
	if err := json.Unmarshal([]byte(encodeWith(t, FormatJSON, l, o)), &fromJSON); err != nil {
		t.Error(err)
	}
	if err := yaml.Unmarshal([]byte(encodeWith(t, FormatYAML, l, o)), &fromYAML); err != nil {
		t.Error(err)
	}
	if err := xml.Unmarshal([]byte(encodeWith(t, FormatXML, l, o)), &fromXML); err != nil {
		t.Error(err)
	}
	records, err := csv.NewReader(bytes.NewReader([]byte(encodeWith(t, FormatCSV, l, o)))).ReadAll()
	if err != nil {
		t.Error(err)
	}
	if len(fromJSON.Machines) != len(names) || len(fromYAML.Machines) != len(names) || len(fromXML.Rows) != len(names) || len(records) != len(names)+1 {
		t.Fatalf("of %d rows JSON has %d, YAML %d, XML %d, CSV %d and a header", len(names),
			len(fromJSON.Machines), len(fromYAML.Machines), len(fromXML.Rows), len(records)-1)
	}
	for i, name := range names {
		name = validUTF8(name)
		for format, got := range map[string][2]string{
			"JSON": {fromJSON.Machines[i].Name, name}, "YAML": {fromYAML.Machines[i].Name, name},
			"XML": {fromXML.Rows[i].Name, legalXML(name)}, "CSV": {records[i+1][0], strings.ReplaceAll(name, "\r\n", "\n")},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %q reads back as %q", format, got[1], got[0])
			}
		}
		if records[i+1][1] != "running" || fromJSON.Machines[i].State != "running" || fromXML.Rows[i].State != "running" {
			t.Errorf("%q changes the next column", name)
		}
	}
	for f, others := range map[Format]int{FormatText: 2, FormatMarkdown: 2, FormatTable: 4} {
		shown := encodeWith(t, f, l, o)
		if got := strings.Count(shown, "\n"); got != len(names)+others {
			t.Errorf("%s: %d lines for %d rows", f, got, len(names))
		}
		if i := strings.IndexFunc(shown, func(r rune) bool { return r != '\n' && escapeJSON(r) }); i >= 0 {
			t.Errorf("%s: a control character in %q", f, shown[max(i-20, 0):i+1])
		}
	}
	if got := strings.Count(encodeWith(t, FormatName, l, PrinterOptions{}), "\n"); got != len(names) {
		t.Errorf("name: %d lines for %d names", got, len(names))
	}
}

// TestMarkdownCells holds that a cell is one cell and shows the text that it has.
func TestMarkdownCells(t *testing.T) {
	for text, want := range map[string]string{
		"":          "| ",
		"plain":     "| plain ",
		"a|b":       `| a\|b `,
		"a\nb\r\nc": "| a<br>b<br>c ",
		"<b>&":      "| &lt;b&gt;&amp; ",
		"`*_[]~\\":  "| \\`\\*\\_\\[\\]\\~\\\\ ",
		"a\tb\x1b":  `| a\x09b\x1b `,
	} {
		if got := string(appendMarkdownCell(nil, text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
