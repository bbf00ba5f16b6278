package format

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// update rewrites the golden files of the machine formats. virsh.golden is not
// among them: the real virsh writes it.
var update = flag.Bool("update", false, "write the golden files")

// checkGolden compares got with a file below testdata.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

// A guest is a row as a command would define it.
type guest struct {
	ID        *int32    `json:"id"`
	Name      string    `json:"name"`
	State     string    `json:"state"`
	MaxKiB    uint64    `json:"maxMemoryKiB"`
	Autostart bool      `json:"autostart"`
	Load      float64   `json:"load"`
	Tags      []string  `json:"tags"`
	Disks     []disk    `json:"disks"`
	Since     time.Time `json:"since,omitzero"`
	Title     string    `json:"title,omitempty"`
}

type disk struct {
	Target string `json:"target"`
	Source string `json:"source"`
}

type guestList struct {
	Domains []guest `json:"domains"`
}

func (l guestList) Text(p *Printer) error {
	t := NewTable("Id", "Name", "State")
	t.StateColumn(2)
	for _, g := range l.Domains {
		t.Row("-", g.Name, g.State)
	}
	p.Table(t)
	return nil
}

// saved is an action that has more to tell.
type saved struct {
	Action
	File string `json:"file"`
}

func guests() guestList {
	id := int32(7)
	return guestList{[]guest{
		{
			ID: &id, Name: "日本 <&>", State: "running", MaxKiB: 1<<64 - 1, Autostart: true, Load: 0.25,
			Tags:  []string{"yes", "1.5", "a, b"},
			Disks: []disk{{"vda", "/a b"}, {"vdb", ""}},
			Since: time.Date(2024, 2, 29, 23, 59, 59, 5e8, time.FixedZone("", 3600)),
		},
		{Name: "line\nbreak\x01\"q\"\\x", State: "shut off", Title: " null"},
	}}
}

// results are the values that the goldens show in every format.
func results() map[string]Result {
	ref := Ref{Kind: "domain", Name: "web", UUID: "6695eb01-f6a4-8304-79aa-97f2502e193f"}
	return map[string]Result{
		"list":       guests(),
		"list_empty": guestList{},
		"action":     Done("started", ref, "Domain '%s' started\n", "web"),
		"saved":      saved{Done("saved", ref, "Domain 'web' saved\n"), "/tmp/x"},
		"value":      Value("maxVcpus", 4096),
		"value_text": ValueText("autostart", true, "enabled\n"),
		"xml":        XML("<domain>\n  <name>a &amp; b</name>\n</domain>\n"),
		"object": stats{Object{
			{"state.state", 1}, {"vcpu.0.time", uint64(1 << 63)}, {"weird key", nil},
			{"nested", Object{{"a", []int{1, 2}}, {"b", Object(nil)}}},
		}},
	}
}

type stats struct{ Object }

func (s stats) Text(p *Printer) error {
	for _, f := range s.Object {
		p.Printf("  %s=%v\n", f.Name, f.Value)
	}
	return nil
}

func TestGolden(t *testing.T) {
	for name, r := range results() {
		for _, f := range []Format{FormatText, FormatJSON, FormatYAML, FormatCSV, FormatXML, FormatTable, FormatMarkdown} {
			var b bytes.Buffer
			if err := Encode(&b, f, r, PrinterOptions{}); err != nil {
				t.Fatalf("%s as %s: %v", name, f, err)
			}
			checkGolden(t, name+"."+f.String()+".golden", b.String())
		}
	}
}

func TestGoldenError(t *testing.T) {
	e := ErrorInfo{
		Code: 42, Name: "NO_DOMAIN", Domain: "QEMU", Level: "error",
		Message: "Domain not found: no domain with matching name 'x'",
		Object:  &Ref{Kind: "domain", Name: "x"}, URI: "qemu:///system",
	}
	for _, f := range []Format{FormatText, FormatJSON, FormatYAML, FormatCSV, FormatXML, FormatTable, FormatMarkdown} {
		var b bytes.Buffer
		if err := EncodeError(&b, f, e); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		checkGolden(t, "error."+f.String()+".golden", b.String())
	}
}

// TestBoxedFits holds that the boxed table keeps to the terminal, down to the
// least width of a column.
func TestBoxedFits(t *testing.T) {
	for _, c := range []struct{ width, want int }{{0, 40}, {100, 40}, {30, 30}, {3, 18}} {
		var b bytes.Buffer
		r := struct{ rows }{rows{Rows: []Object{
			{{"a", "日本語日本語日本語"}, {"long column", "x"}, {"c", "1"}},
		}}}
		if err := Encode(&b, FormatTable, r, PrinterOptions{Width: c.width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if got := columns(strings.TrimSuffix(line, "\n")); got != c.want {
				t.Errorf("width %d: a line of %d columns\n%s", c.width, got, b.String())
			}
		}
	}
}

type rows struct {
	Rows []Object `json:"rows"`
}

func (rows) Text(*Printer) error { return nil }
