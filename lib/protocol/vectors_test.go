package protocol

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// A vector is one frame that virsh 9.0.0 or a C client of the same release sent
// to libvirtd 9.0.0, or got from it, with what is in it. The values were not
// written by this package: another decoder, without generated code, read them
// from the frames by the tables in spec.
type vector struct {
	name   string // of the procedure
	kind   string // call, reply, error or event
	frame  []byte
	values []string // one for each word, text or list: path = value
}

// readVectors reads testdata/vectors: for each frame a line "== NAME kind", the
// frame in base 16, "--", and the values.
func readVectors(t testing.TB) []vector {
	t.Helper()
	paths, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []vector
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split("\n"+string(text), "\n== ")[1:] {
			head, values, ok := strings.Cut(strings.TrimSpace(block)+"\n", "\n--\n")
			lines := strings.Split(head, "\n")
			name, kind, ok2 := strings.Cut(lines[0], " ")
			frame, err := hex.DecodeString(strings.Join(lines[1:], ""))
			if !ok || !ok2 || err != nil || len(frame) < 4+MessageHeaderMax {
				t.Fatalf("%s: the vector %q cannot be read: %v", path, lines[0], err)
			}
			v := vector{name: name, kind: kind, frame: frame}
			if values = strings.TrimSuffix(values, "\n"); values != "" {
				v.values = strings.Split(values, "\n")
			}
			out = append(out, v)
		}
	}
	return out
}

// message returns the procedure of v and a new message for its body, nil when
// it has none.
func (v vector) message(h *Header) (*Proc, Message, error) {
	p := Lookup(h.Program, h.Procedure)
	if p == nil || p.Name != v.name {
		return nil, nil, fmt.Errorf("procedure %d of program %#x is %v", h.Procedure, h.Program, p)
	}
	kinds := map[string]Header{
		"call":  {Type: MessageTypeCall, Status: MessageStatusOK},
		"reply": {Type: MessageTypeReply, Status: MessageStatusOK},
		"error": {Type: MessageTypeReply, Status: MessageStatusError},
		"event": {Type: MessageTypeMessage, Status: MessageStatusOK},
	}
	if want, ok := kinds[v.kind]; !ok || h.Type != want.Type || h.Status != want.Status || h.Version != 1 {
		return nil, nil, fmt.Errorf("a %s has the header %+v", v.kind, h)
	}
	switch v.kind {
	case "error":
		return p, new(Error), nil
	case "reply":
		if p.Reply == nil {
			return p, nil, nil
		}
		return p, p.Reply(), nil
	}
	return p, newArgs(p), nil
}

// TestVectors decodes frames of a real conversation, compares every value in
// them, and encodes them again to the same bytes.
func TestVectors(t *testing.T) {
	seen := map[string]bool{}
	kinds := map[string]int{}
	for _, v := range readVectors(t) {
		var h Header
		if n := binary.BigEndian.Uint32(v.frame); int(n) != len(v.frame) {
			t.Fatalf("%s %s: the length is %d, of %d bytes", v.name, v.kind, n, len(v.frame))
		}
		if err := Unmarshal(v.frame[4:4+MessageHeaderMax], &h); err != nil {
			t.Fatalf("%s %s: header: %v", v.name, v.kind, err)
		}
		p, m, err := v.message(&h)
		if err != nil {
			t.Errorf("%s %s: %v", v.name, v.kind, err)
			continue
		}
		seen[p.Name] = true
		kinds[v.kind]++
		again := mustMarshal(t, &h)
		if m != nil {
			if err := Unmarshal(v.frame[4+MessageHeaderMax:], m); err != nil {
				t.Errorf("%s %s: %v", v.name, v.kind, err)
				continue
			}
			v.compare(t, m)
			again = append(again, mustMarshal(t, m)...)
		} else if len(v.values) > 0 {
			t.Errorf("%s %s: has a body of %q", v.name, v.kind, v.values)
		}
		if !bytes.Equal(again, v.frame[4:]) {
			t.Errorf("%s %s: encoded again it is\n%x, not\n%x", v.name, v.kind, again, v.frame[4:])
		}
	}
	if len(seen) < 200 || kinds["call"] < 150 || kinds["reply"] < 100 || kinds["error"] < 15 || kinds["event"] < 15 {
		t.Errorf("only %d procedures have vectors, of the kinds %v", len(seen), kinds)
	}
}

// compare compares the values of m with those of v, path by path.
func (v vector) compare(t *testing.T, m Message) {
	t.Helper()
	got := dump(nil, "", reflect.ValueOf(m).Elem())
	if len(got) != len(v.values) {
		t.Errorf("%s %s: %d values, want %d", v.name, v.kind, len(got), len(v.values))
		return
	}
	for i, want := range v.values {
		path, value, _ := strings.Cut(want, " = ")
		gotPath, gotValue, _ := strings.Cut(got[i], " = ")
		if flat(path) != flat(gotPath) || value != gotValue {
			t.Errorf("%s %s: %s, want %s", v.name, v.kind, got[i], want)
		}
	}
}

// flat makes the protocol's names of fields and Go's the same.
func flat(path string) string {
	path = strings.ReplaceAll(strings.ToLower(path), "_", "")
	return strings.ReplaceAll(path, "idx", "index")
}

// dump appends one line for each value in v.
func dump(out []string, path string, v reflect.Value) []string {
	line := func(format string, args ...any) []string {
		return append(out, path+" = "+fmt.Sprintf(format, args...))
	}
	switch x := v.Interface().(type) {
	case virt.UUID:
		return line("%s", x)
	case virt.TypedParam:
		return line("%s %s %s", quote(x.Name), x.Value.Type(), typedText(x.Value))
	case string:
		return line("%s", quote(x))
	case []byte:
		return line("%s", quote(string(x)))
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			if path != "" {
				field = path + "." + field
			}
			out = dump(out, field, v.Field(i))
		}
		return out
	case reflect.Slice:
		out = line("list of %d", v.Len())
		for i := range v.Len() {
			out = dump(out, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
		return out
	case reflect.Array: // of char
		return line("%s", quote(string(v.Bytes())))
	case reflect.Pointer:
		if v.IsNil() {
			return line("absent")
		}
		return dump(out, path, v.Elem())
	}
	if v.CanUint() {
		return line("%d", v.Uint())
	}
	return line("%d", v.Int())
}

// typedText returns the value of a typed parameter as the vectors have it.
func typedText(v virt.TypedValue) string {
	if s, ok := v.Str(); ok {
		return quote(s)
	}
	return fmt.Sprint(v.Any())
}

// quote returns s with all but plain ASCII as \xNN.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		if c := s[i]; c < 32 || c > 126 || c == '"' || c == '\\' {
			b.WriteString(`\x` + strconv.FormatUint(uint64(c)|0x100, 16)[1:])
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
