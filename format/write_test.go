package format

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// An event is one value of a stream.
type event struct {
	Object
	text string
}

func (e event) Text(p *Printer) error {
	p.Print(e.text)
	return nil
}

// events is a stream of three values, of two shapes, and then ends with err.
func events(err error) Stream {
	return StreamFunc(func(ctx context.Context, yield func(Result) error) error {
		for _, e := range []event{
			{Object{{"event", "lifecycle"}, {"domain", "a"}}, "one\n"},
			{Object{{"event", "lifecycle"}, {"domain", "b,c"}}, "two\n"},
			{Object{{"event", "reboot"}}, "three\n"},
		} {
			if err := errors.Join(ctx.Err(), yield(e)); err != nil {
				return err
			}
		}
		return err
	})
}

func TestWriteStream(t *testing.T) {
	errEnd := errors.New("the end")
	for f, want := range map[Format]string{
		FormatText: "one\ntwo\nthree\n",
		FormatJSON: `{"event":"lifecycle","domain":"a"}` + "\n" + `{"event":"lifecycle","domain":"b,c"}` + "\n" +
			`{"event":"reboot"}` + "\n",
		FormatYAML: "---\nevent: lifecycle\ndomain: a\n---\nevent: lifecycle\ndomain: \"b,c\"\n---\nevent: reboot\n",
		FormatCSV:  "event,domain\nlifecycle,a\nlifecycle,\"b,c\"\n\nevent\nreboot\n",
		FormatXML: xmlHeader + "<results>\n  <result>\n    <event>lifecycle</event>\n    <domain>a</domain>\n  </result>\n" +
			"  <result>\n    <event>lifecycle</event>\n    <domain>b,c</domain>\n  </result>\n" +
			"  <result>\n    <event>reboot</event>\n  </result>\n</results>\n",
	} {
		var b bytes.Buffer
		if err := Write(t.Context(), &b, f, events(errEnd), PrinterOptions{}); !errors.Is(err, errEnd) {
			t.Errorf("%s: error %v", f, err)
		}
		if b.String() != want {
			t.Errorf("%s: got\n%s\nwant\n%s", f, b.String(), want)
		}
	}
}

func TestWriteStreamEmpty(t *testing.T) {
	empty := StreamFunc(func(context.Context, func(Result) error) error { return nil })
	for f := FormatText; f <= FormatMarkdown; f++ {
		want := ""
		if f == FormatXML {
			want = xmlHeader + "<results>\n</results>\n"
		}
		var b bytes.Buffer
		if err := Write(t.Context(), &b, f, empty, PrinterOptions{}); err != nil || b.String() != want {
			t.Errorf("%s: %q, %v", f, b.String(), err)
		}
	}
}

func TestWriteStreamCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b bytes.Buffer
	if err := Write(ctx, &b, FormatJSON, events(nil), PrinterOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestWriteStreamPromptly holds that each value is out before the next comes.
func TestWriteStreamPromptly(t *testing.T) {
	for f := FormatText; f <= FormatMarkdown; f++ {
		var b bytes.Buffer
		seen := 0
		s := StreamFunc(func(_ context.Context, yield func(Result) error) error {
			for range 2 {
				if err := yield(event{Object{{"k", "value"}}, "value"}); err != nil {
					return err
				}
				seen++
				if got := strings.Count(b.String(), "value\n") + strings.Count(b.String(), "value"); got < seen {
					t.Errorf("%s: after %d values the output is %q", f, seen, b.String())
				}
			}
			return nil
		})
		if err := Write(t.Context(), &b, f, s, PrinterOptions{}); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestWriteStreamFullDevice(t *testing.T) {
	for f := FormatText; f <= FormatMarkdown; f++ {
		if err := Write(t.Context(), &fullDevice{2}, f, events(nil), PrinterOptions{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestStreamText(t *testing.T) {
	got := render(PrinterOptions{}, func(p *Printer) {
		if err := events(nil).Text(p); err != nil {
			t.Error(err)
		}
	})
	if got != "one\ntwo\nthree\n" {
		t.Errorf("got %q", got)
	}
}

func TestDoneQuiet(t *testing.T) {
	r := Done("started", Ref{Kind: "domain", Name: "a"}, "Domain '%s' started\n", "a")
	var b bytes.Buffer
	if err := Encode(&b, FormatText, r, PrinterOptions{Quiet: true}); err != nil || b.Len() != 0 {
		t.Errorf("quiet prints %q, %v", b.String(), err)
	}
}
