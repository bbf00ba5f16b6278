package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestGoldenAnswers is TestGolden on hosts that give the answers written in the
// comment of a golden file, a line for each procedure: its name, and the fields
// of the reply as JSON, where typed parameters are lists of name, type and value,
// and Data is what a stream brings: texts, and lengths of holes. The section
// calls is what virsh asks of such a procedure, byte for byte: virgo asks the
// same.
func TestGoldenAnswers(t *testing.T) {
	eachGolden(t, "testdata/answers", func(t *testing.T, file string, golden *txtar.Archive) {
		line, rest, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		host := newAnswering(t, rest)
		uri := serve(t, func(ctx context.Context, _ string, o driver.Options) (driver.Conn, error) {
			var d test.Driver
			c, err := d.Open(ctx, builtinHost, o)
			return answeringConn{c, host}, err
		}).uri
		text := run(t, uri, line)
		calls := host.take()
		json := strings.ReplaceAll(run(t, uri, "-o", "json", line), uri, "URI") // a socket is new each time
		host.take()
		if *update {
			virsh := virshText(t, uri, line)
			golden.Files = []txtar.File{
				{Name: "text", Data: []byte(virsh)},
				{Name: "calls", Data: []byte(host.take())},
				{Name: "json", Data: []byte(json)},
			}
			if err := os.WriteFile(file, txtar.Format(golden), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, section := range golden.Files {
			got := map[string]string{"text": text, "calls": calls, "json": json}[section.Name]
			// txtar ends each section with a newline, which not every text does.
			want := string(section.Data)
			if !strings.HasSuffix(got, "\n") {
				want = strings.TrimSuffix(want, "\n")
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s of %q (-want +got):\n%s", section.Name, line, d)
			}
		}
	})
}

// answering is a host with written answers.
type answering struct {
	t       *testing.T
	answers map[string]map[string]json.RawMessage // by procedure

	mu    sync.Mutex
	calls strings.Builder
}

func newAnswering(t *testing.T, text string) *answering {
	t.Helper()
	h := &answering{t: t, answers: map[string]map[string]json.RawMessage{}}
	for line := range strings.Lines(text) {
		proc, reply, _ := strings.Cut(strings.TrimSpace(line), " ")
		fields := map[string]json.RawMessage{}
		if reply != "" {
			if err := json.Unmarshal([]byte(reply), &fields); err != nil {
				t.Fatalf("comment: %q: %v", line, err)
			}
		}
		h.answers[proc] = fields
	}
	return h
}

// take returns what was asked since the last time.
func (h *answering) take() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	defer h.calls.Reset()
	return h.calls.String()
}

func (h *answering) note(text string, args ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fmt.Fprintf(&h.calls, text+"\n", args...)
}

// answer fills in the reply to r; ok is false for a procedure without answer.
func (h *answering) answer(r *protocol.Request) (fields map[string]json.RawMessage, ok bool) {
	fields, ok = h.answers[r.Proc.Name]
	if !ok {
		return nil, false
	}
	h.note("%s %s", r.Proc.Name, describe(r.Args))
	if r.Reply == nil {
		return fields, true
	}
	reply := reflect.ValueOf(r.Reply).Elem()
	for name, text := range fields {
		field := reply.FieldByName(name)
		switch {
		case name == "Data":
			continue
		case !field.IsValid():
			h.t.Errorf("%s has no field %s", r.Proc.Name, name)
		case field.Type() == reflect.TypeFor[[]virt.TypedParam]():
			field.Set(reflect.ValueOf(typedParams(h.t, text)))
		default:
			if err := json.Unmarshal(text, field.Addr().Interface()); err != nil {
				h.t.Errorf("%s: %s: %v", r.Proc.Name, name, err)
			}
		}
	}
	return fields, true
}

// typedParams reads lists of name, type and value.
func typedParams(t *testing.T, text json.RawMessage) []virt.TypedParam {
	var lists [][3]string
	if err := json.Unmarshal(text, &lists); err != nil {
		t.Errorf("parameters: %v", err)
	}
	var params []virt.TypedParam
	for _, l := range lists {
		var value virt.TypedValue
		switch l[1] {
		case "string":
			value = virt.StringValue(l[2])
		case "uint":
			var n uint32
			_, _ = fmt.Sscan(l[2], &n)
			value = virt.UintValue(n)
		case "ullong":
			var n uint64
			_, _ = fmt.Sscan(l[2], &n)
			value = virt.UllongValue(n)
		case "int":
			var n int32
			_, _ = fmt.Sscan(l[2], &n)
			value = virt.IntValue(n)
		case "boolean":
			value = virt.BooleanValue(l[2] == "true")
		default:
			t.Errorf("parameter %s: unknown type %s", l[0], l[1])
		}
		params = append(params, virt.TypedParam{Name: l[0], Value: value})
	}
	return params
}

// describe returns the fields of a message as text. Domains are their names.
func describe(m any) string {
	if m == nil {
		return "-"
	}
	v := reflect.ValueOf(m).Elem()
	var parts []string
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		if name == "NParams" { // where nothing is to be set, virsh sends what is in memory
			continue
		}
		var text string
		switch x := field.Interface().(type) {
		case protocol.Domain:
			text = x.Name
		case protocol.StorageVol:
			text = x.Pool + "/" + x.Name
		case protocol.Interface:
			text = x.Name
		case []virt.TypedParam:
			var params []string
			for _, p := range x {
				params = append(params, fmt.Sprintf("%s=%v:%q", p.Name, p.Value.Type(), p.Value.String()))
			}
			text = strings.Join(params, ",")
		default:
			var b bytes.Buffer
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			if err := e.Encode(x); err != nil {
				text = err.Error()
			} else {
				text = strings.TrimSpace(b.String())
			}
		}
		parts = append(parts, name+"="+text)
	}
	return strings.Join(parts, " ")
}

// answeringConn is a session with a host that gives answers.
type answeringConn struct {
	driver.Conn
	host *answering
}

func (c answeringConn) Invoke(ctx context.Context, r *protocol.Request) error {
	if _, ok := c.host.answer(r); ok {
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}

func (c answeringConn) Stream(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
	fields, ok := c.host.answer(r)
	if !ok {
		return c.Conn.Stream(ctx, r)
	}
	s := &answeringStream{host: c.host}
	if text, ok := fields["Data"]; ok {
		if err := json.Unmarshal(text, &s.pieces); err != nil {
			c.host.t.Errorf("data: %v", err)
		}
	}
	return s, nil
}

// answeringStream brings pieces, and notes what it gets.
type answeringStream struct {
	host   *answering
	pieces []any // text, or the length of a hole
	mu     sync.Mutex
	got    strings.Builder
}

func (s *answeringStream) Recv(p []byte) (n int, hole int64, err error) {
	if len(s.pieces) == 0 {
		return 0, 0, io.EOF
	}
	switch piece := s.pieces[0].(type) {
	case string:
		n = copy(p, piece)
		if s.pieces[0] = piece[n:]; n == len(piece) {
			s.pieces = s.pieces[1:]
		}
	case float64:
		hole, s.pieces = int64(piece), s.pieces[1:]
	}
	return n, hole, nil
}

func (s *answeringStream) Send(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got.Write(p)
}

func (s *answeringStream) SendHole(n int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(&s.got, "[hole of %d]", n)
	return nil
}

func (s *answeringStream) Finish(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.host.note("finish %q", s.got.String())
	return nil
}

func (s *answeringStream) Abort(context.Context) error {
	s.host.note("abort")
	return nil
}
