package format

import (
	"bytes"
	"strings"
	"testing"
)

// machine is a row with fields of each kind.
type machine struct {
	ID    *int   `json:"id"`
	Name  string `json:"name"`
	State string `json:"state"`
	Bytes uint64 `json:"bytes"`
	Title string `json:"title,omitempty"`
	Disk  disk   `json:"disk"`
}

type machines struct {
	Machines []machine `json:"machines"`
}

func (m machines) Text(p *Printer) error {
	for _, x := range m.Machines {
		p.Println(x.Name)
	}
	return nil
}

func fleet() machines {
	one, ten := 1, 10
	return machines{[]machine{
		{ID: &ten, Name: "b", State: "running", Bytes: 1<<64 - 1, Disk: disk{Target: "vda"}},
		{Name: "C", State: "shut off", Bytes: 9},
		{ID: &one, Name: "a", State: "paused", Bytes: 1<<64 - 2},
	}}
}

func encodeWith(t *testing.T, f Format, r Result, o PrinterOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, f, r, o); err != nil {
		t.Fatalf("%s %+v: %v", f, o, err)
	}
	return b.String()
}

func TestSort(t *testing.T) {
	for column, want := range map[string]string{
		"name": "a b C", "-name": "C b a", // letters go without their case
		"id": "a b C", "-id": "b a C", // 10 is more than 1, and no ID is last
		"bytes": "C a b", "-bytes": "b a C", // exact to 64 bits
		"disk.target": "C a b",
		"title":       "b C a", // nobody has one: the order stays
	} {
		o := PrinterOptions{Sort: column}
		if got := strings.Fields(encodeWith(t, FormatText, fleet(), o)); strings.Join(got, " ") != want {
			t.Errorf("text by %s: %s, want %s", column, got, want)
		}
		for _, f := range []Format{FormatName, FormatCSV} {
			o := o
			o.Columns = []string{"name"}
			got := strings.TrimPrefix(encodeWith(t, f, fleet(), o), "name\n")
			if strings.Join(strings.Fields(got), " ") != want {
				t.Errorf("%s by %s: %q, want %s", f, column, got, want)
			}
		}
	}
}

func TestSortLongList(t *testing.T) {
	var l machines
	for i := range 3 * longList {
		l.Machines = append(l.Machines, machine{Name: "x", Bytes: uint64(i * 7919 % (3 * longList))})
	}
	last := -1
	for i, text := range strings.Fields(encodeWith(t, FormatCSV, l, PrinterOptions{Sort: "bytes", Columns: []string{"bytes"}})) {
		if i == 0 {
			continue // the header
		}
		if last++; text != strings.TrimSpace(compact(t, last)) {
			t.Fatalf("row %d has %s", i, text)
		}
	}
	if last != 3*longList-1 {
		t.Errorf("%d rows", last+1)
	}
}

func TestColumns(t *testing.T) {
	o := PrinterOptions{Columns: []string{"state", "name", "id", "disk.target", "title"}}
	for f, want := range map[Format]string{
		FormatText: " state      name   id   disk.target   title\n" +
			"---------------------------------------------\n" +
			" running    b      10   vda           -\n" +
			" shut off   C      -    -             -\n" +
			" paused     a      1    -             -\n",
		FormatCSV:      "state,name,id,disk.target,title\nrunning,b,10,vda,\nshut off,C,,,\npaused,a,1,,\n",
		FormatMarkdown: "| state | name | id | disk.target | title |\n| --- | --- | --- | --- | --- |\n| running | b | 10 | vda | |\n| shut off | C | | | |\n| paused | a | 1 | | |\n",
		FormatYAML: "machines:\n  - state: running\n    name: b\n    id: 10\n    disk.target: vda\n    title: null\n" +
			"  - state: shut off\n    name: C\n    id: null\n    disk.target: \"\"\n    title: null\n" +
			"  - state: paused\n    name: a\n    id: 1\n    disk.target: \"\"\n    title: null\n",
	} {
		if got := encodeWith(t, f, fleet(), o); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", f, got, want)
		}
	}
	for f, want := range map[Format]string{
		FormatJSON: "{\n  \"machines\": []\n}\n",
		FormatCSV:  "name\n",
	} {
		if got := encodeWith(t, f, machines{}, PrinterOptions{Columns: []string{"name"}}); got != want {
			t.Errorf("no row as %s: %q, want %q", f, got, want)
		}
	}
	one := stats{Object{{"name", "x"}, {"size", 7}}}
	if got, want := encodeWith(t, FormatCSV, one, PrinterOptions{Columns: []string{"size"}}), "size\n7\n"; got != want {
		t.Errorf("one object: %q, want %q", got, want)
	}
}

func TestRowsRefused(t *testing.T) {
	for _, c := range []struct {
		result  Result
		options PrinterOptions
		want    string
	}{
		{fleet(), PrinterOptions{Columns: []string{"name", "nam"}}, "unknown column 'nam', must be one of: id, name, state, bytes, title, disk"},
		{machines{}, PrinterOptions{Sort: "x"}, "unknown column 'x', must be one of: id, name, state, bytes, title, disk"},
		{fleet(), PrinterOptions{Sort: "disk.x"}, "unknown column 'disk.x'"},
		{Value("n", 1), PrinterOptions{Sort: "n"}, "there is no list to sort"},
		{Value("n", 1), PrinterOptions{Columns: []string{"m"}}, "unknown column 'm', must be one of: n"},
		{events(nil), PrinterOptions{Sort: "event"}, "what has no end cannot be sorted"},
	} {
		for f := FormatText; f <= FormatUUID; f++ {
			var b bytes.Buffer
			err := Write(t.Context(), &b, f, c.result, c.options)
			if err == nil || !strings.Contains(err.Error(), c.want) || b.Len() > 0 {
				t.Errorf("%s %+v: error %v, output %q, want %s", f, c.options, err, b.String(), c.want)
			}
		}
	}
}

func TestNames(t *testing.T) {
	action := results()["action"]
	for _, c := range []struct {
		result     Result
		name, uuid string // empty: an error
	}{
		{action, "web\n", "6695eb01-f6a4-8304-79aa-97f2502e193f\n"},
		{fleet(), "b\nC\na\n", ""},
		{stats{Object{{"names", []string{"a", "b\nc"}}}}, "a\nb\\x0ac\n", ""},
		{stats{Object{{"pool", Ref{Kind: "pool", Name: "p"}}}}, "p\n", ""},
		{Value("n", 1), "", ""},
	} {
		for f, want := range map[Format]string{FormatName: c.name, FormatUUID: c.uuid} {
			var b bytes.Buffer
			err := Encode(&b, f, c.result, PrinterOptions{})
			if b.String() != want || (err == nil) != (want != "") {
				t.Errorf("%+v as %s: %q, %v, want %q", c.result, f, b.String(), err, want)
			}
		}
	}
	if got := encodeWith(t, FormatUUID, machines{}, PrinterOptions{}); got != "" {
		t.Errorf("no object: %q", got)
	}
}
