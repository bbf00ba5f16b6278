package format

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestSize(t *testing.T) {
	for bytes, want := range map[uint64]string{
		0: "0.00 B", 1023: "1023.00 B", 1024: "1.00 KiB", 1048575: "1024.00 KiB", 1 << 20: "1.00 MiB",
		1<<30 - 1: "1024.00 MiB", 123456789012: "114.98 GiB", 1<<40 - 1: "1024.00 GiB", 1 << 50: "1.00 PiB",
		1 << 60: "1.00 EiB", math.MaxInt64: "8.00 EiB", math.MaxUint64: "16.00 EiB", 1029: "1.00 KiB", 5125: "5.00 KiB",
	} {
		if got := SizeText(bytes); got != want {
			t.Errorf("SizeText(%d) = %s, want %s", bytes, got, want)
		}
	}
	if value, unit := SizePrecise(1536*1024 + 1024); value != "1.501" || unit != "MiB" {
		t.Errorf("SizePrecise: %s %s", value, unit)
	}
}

func TestTimes(t *testing.T) {
	moment := time.Date(2024, 1, 31, 23, 30, 59, 123456789, time.UTC)
	p := NewPrinter(nil, PrinterOptions{Location: time.FixedZone("", 3600)})
	for _, c := range []struct{ got, want string }{
		{p.DateTime(moment), "2024-02-01 00:30:59 +0100"},
		{p.LocalTime(moment), "2024-02-01 00:30:59"},
		{EventTime(moment.In(time.FixedZone("", -7200))), "2024-01-31 23:30:59.123+0000: "},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for i, name := range Names() {
		f, err := ParseFormat(name)
		if err != nil || f != Format(i) || f.String() != name {
			t.Errorf("ParseFormat(%s) = %s, %v", name, f, err)
		}
		if want := strings.Contains("json yaml csv xml name uuid", name); f.Machine() != want {
			t.Errorf("%s: Machine is %t", name, f.Machine())
		}
	}
	for _, name := range []string{"", "JSON", "js"} {
		_, err := ParseFormat(name)
		if err == nil || !strings.Contains(err.Error(), "'"+name+"', must be one of: text, json, yaml, csv, xml, table, markdown, name, uuid") {
			t.Errorf("ParseFormat(%q): %v", name, err)
		}
	}
	if got := Format(99).String(); got != "Format(99)" {
		t.Error(got)
	}
}
