package protocol

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// kind is one kind of message.
type kind struct {
	name string
	make func() Message
}

// messages returns every kind of message: arguments, reply or event of every
// procedure, and those around them.
func messages() []kind {
	kinds := []kind{
		{"Error", func() Message { return new(Error) }},
		{"Header", func() Message { return new(Header) }},
		{"StreamHole", func() Message { return new(StreamHole) }},
	}
	for p := range AllProcs() {
		for _, f := range []func() Message{p.Args, p.Reply} {
			if f != nil {
				kinds = append(kinds, kind{reflect.TypeOf(f()).Elem().Name(), f})
			}
		}
	}
	return kinds
}

// TestAllTypesReached checks that messages, with what is inside them, are all
// the generated types that have a codec: what the tests here do with messages
// they do with every structure of all programs.
func TestAllTypesReached(t *testing.T) {
	reached := map[string]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice:
			visit(typ.Elem())
		case reflect.Struct:
			if typ.PkgPath() != reflect.TypeFor[Domain]().PkgPath() || reached[typ.Name()] {
				return
			}
			reached[typ.Name()] = true
			for i := range typ.NumField() {
				visit(typ.Field(i).Type)
			}
		}
	}
	for _, k := range messages() {
		visit(reflect.TypeOf(k.make()))
	}
	declared := declaredMessages(t)
	for name := range declared {
		if !reached[name] {
			t.Errorf("%s is in no message", name)
		}
	}
	if len(declared) < 700 {
		t.Errorf("only %d generated types have a codec", len(declared))
	}
}

// declaredMessages returns the types with an Encode method in generated files.
func declaredMessages(t *testing.T) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob("z_*.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, path := range paths {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Encode" {
				continue
			}
			names[fn.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name] = true
		}
	}
	return names
}

// fill sets v to a random value. Lists are short enough for every limit of the
// protocol. Empty lists are nil, as decoders make them.
func fill(r *rand.Rand, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *virt.TypedParam:
		*p = virt.TypedParam{Name: randomString(r), Value: randomTypedValue(r)}
		return
	case *string:
		*p = randomString(r)
		return
	case *[]byte:
		if n := r.IntN(9); n > 0 {
			*p = []byte(randomString(r) + "x")
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Pointer:
		if r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Int8, reflect.Int32, reflect.Int64:
		v.SetInt(int64(randomWord(r)))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(randomWord(r))
	default:
		panic(fmt.Sprintf("a field of type %s", v.Type()))
	}
}

// randomWord returns numbers of all sizes, with the edges often. What is above
// the size of a field is cut off by setting it.
func randomWord(r *rand.Rand) uint64 {
	edges := []uint64{0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, math.MaxInt32, 1 << 31, math.MaxUint32, math.MaxInt64, 1 << 63, math.MaxUint64}
	if r.IntN(2) == 0 {
		return edges[r.IntN(len(edges))]
	}
	return r.Uint64() >> r.IntN(64)
}

func randomString(r *rand.Rand) string {
	words := []string{"", "a", "vm", "vda", "névé", "日本", "\x01\xff", "a longer text than the others"}
	return words[r.IntN(len(words))] + words[r.IntN(len(words))]
}

func randomTypedValue(r *rand.Rand) virt.TypedValue {
	w := randomWord(r)
	switch 1 + r.IntN(7) {
	case 1:
		return virt.IntValue(int32(w))
	case 2:
		return virt.UintValue(uint32(w))
	case 3:
		return virt.LlongValue(int64(w))
	case 4:
		return virt.UllongValue(w)
	case 5:
		return virt.DoubleValue(math.Float64frombits(w))
	case 6:
		return virt.BooleanValue(w&1 == 1)
	}
	return virt.StringValue(randomString(r))
}

// TestIdentity encodes and decodes random messages of every kind: nothing is
// lost, nothing is added, into a fresh message and into a used one.
func TestIdentity(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range messages() {
		for range 30 {
			m := k.make()
			fill(r, reflect.ValueOf(m).Elem())
			out, err := Marshal([]byte("before"), m)
			if err != nil {
				t.Fatalf("%s: encoding %+v: %v", k.name, m, err)
			}
			b, ok := strings.CutPrefix(string(out), "before")
			if !ok || len(b)%4 != 0 {
				t.Fatalf("%s: encoding did not append whole words", k.name)
			}
			back, used := k.make(), k.make()
			fill(r, reflect.ValueOf(used).Elem())
			for _, got := range []Message{back, used} {
				if err := Unmarshal([]byte(b), got); err != nil {
					t.Fatalf("%s: decoding %+v: %v", k.name, m, err)
				}
				if !reflect.DeepEqual(got, m) {
					t.Fatalf("%s: got %+v, want %+v", k.name, got, m)
				}
			}
		}
	}
}
