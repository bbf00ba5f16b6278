package format

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// walk makes a tree of a Go value by the rules of encoding/json (names, "-",
// omitempty, omitzero, embedded structs, TextMarshaler, base64 for bytes), except
// that
//
//   - a nil slice is an empty list, never null;
//   - an [Object] is an object in its own order, and embedded it adds its fields;
//   - a number that JSON has not (NaN, infinity) is null;
//   - the tag option "string" and MarshalJSON methods are not looked at: numbers
//     stay numbers, and one walk decides the shape for all formats.
//
// Elements of long lists are walked as they are looked at, see [lazyList].
func walk(value any) (*node, error) { return newWalker().walk(value) }

func newWalker() *walker { return &walker{types: map[reflect.Type]*shape{}} }

func (w *walker) walk(value any) (*node, error) {
	if doc, ok := value.(document); ok {
		value = Object{{"xml", string(doc)}}
	}
	return w.value(reflect.ValueOf(value))
}

// maxDepth bounds the nesting of a value, which ends a cycle of pointers with an
// error.
const maxDepth = 100

// A walker is the state of one walk.
type walker struct {
	types map[reflect.Type]*shape
	depth int
	err   error // the first one of an element that was walked late
	all   bool  // keep empty fields: the value is a stand-in that shows the shape
}

func (w *walker) value(v reflect.Value) (*node, error) {
	if w.depth++; w.depth > maxDepth {
		return nil, fmt.Errorf("value is nested more than %d deep", maxDepth)
	}
	defer func() { w.depth-- }()
	if !v.IsValid() {
		return &node{}, nil
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return &node{}, nil
		}
	}
	if special(v.Type()) {
		return w.special(v.Interface())
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return w.value(v.Elem())
	case reflect.Bool:
		return &node{kind: boolNode, text: strconv.FormatBool(v.Bool())}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &node{kind: numberNode, text: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return &node{kind: numberNode, text: strconv.FormatUint(v.Uint(), 10)}, nil
	case reflect.Float32, reflect.Float64:
		return floatOf(v.Float(), v.Type().Bits()), nil
	case reflect.String:
		return stringOf(v.String()), nil
	case reflect.Slice, reflect.Array:
		return w.list(v)
	case reflect.Map:
		return w.mapping(v)
	case reflect.Struct:
		n := newObject(v.NumField())
		n.source = v
		return n, w.fields(n, v)
	}
	return nil, fmt.Errorf("a %s has no output format", v.Type())
}

// special reports whether values of t do not go by their kind.
func special(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[json.Number](), reflect.TypeFor[Object]():
		return true
	}
	return t.NumMethod() > 0 && t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

func (w *walker) special(value any) (*node, error) {
	switch x := value.(type) {
	case time.Time:
		return stringOf(x.Format(time.RFC3339Nano)), nil
	case json.Number:
		if !json.Valid([]byte(x)) || strings.Trim(string(x), "+-.0123456789Ee") != "" {
			return nil, fmt.Errorf("%q is not a number", string(x))
		}
		return &node{kind: numberNode, text: x.String()}, nil
	case Object:
		n := newObject(len(x))
		return n, w.object(n, x)
	}
	text, err := value.(encoding.TextMarshaler).MarshalText()
	return stringOf(string(text)), err
}

func floatOf(f float64, bits int) *node {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return &node{}
	}
	verb := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		verb = 'e'
	}
	return &node{kind: numberNode, text: strconv.FormatFloat(f, verb, -1, bits)}
}

func (w *walker) list(v reflect.Value) (*node, error) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return stringOf(base64.StdEncoding.EncodeToString(v.Bytes())), nil
	}
	if v.Len() >= longList {
		return &node{kind: listNode, source: v, lazy: &lazyList{w: w, v: v, depth: w.depth}}, nil
	}
	n := &node{kind: listNode, source: v, items: make([]*node, 0, v.Len())}
	for i := range v.Len() {
		item, err := w.value(v.Index(i))
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	if v.Len() == 0 && !w.all {
		n.element = w.standIn(v.Type().Elem())
	}
	return n, nil
}

// standIn returns a value of the type t that has all its fields, however empty.
// A type without output format is no error as long as there is no value of it;
// nothing is known of it then.
func (w *walker) standIn(t reflect.Type) *node {
	before := w.all
	w.all = true
	defer func() { w.all = before }()
	n, _ := w.value(elementOf(t))
	return n
}

// elementOf returns a zero value of t, or of what t points to.
func elementOf(t reflect.Type) reflect.Value {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return reflect.Zero(t)
}

func (w *walker) mapping(v reflect.Value) (*node, error) {
	n := newObject(v.Len())
	type entry struct {
		name  string
		value reflect.Value
	}
	entries := make([]entry, 0, v.Len())
	for k, value := range v.Seq2() {
		name, err := w.value(k)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{name.text, value})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for _, e := range entries {
		item, err := w.value(e.value)
		if err != nil {
			return nil, err
		}
		n.set(e.name, item)
	}
	return n, nil
}

func (w *walker) object(n *node, o Object) error {
	for _, f := range o {
		item, err := w.value(reflect.ValueOf(f.Value))
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		n.set(f.Name, item)
	}
	return nil
}

// fields adds the fields of the struct v to n. Fields of an embedded struct come
// at its place; a field of the same name nearer to the surface wins.
func (w *walker) fields(n *node, v reflect.Value) error {
	s := w.shape(v.Type())
	for _, f := range s.fields {
		fv := v.Field(f.index)
		if f.embedded {
			if err := w.embedded(n, s, fv); err != nil {
				return err
			}
			continue
		}
		if !w.all && f.omitted(fv) {
			continue
		}
		item, err := w.value(fv)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		n.set(f.name, item)
	}
	return nil
}

// embedded adds the fields of the embedded v to n, leaving out the names that
// the outer struct has itself.
func (w *walker) embedded(n *node, outer *shape, v reflect.Value) error {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	inner := newObject(0)
	var err error
	if v.Type() == reflect.TypeFor[Object]() {
		err = w.object(inner, v.Interface().(Object))
	} else {
		err = w.fields(inner, v)
	}
	for i, name := range inner.keys {
		if !outer.names[name] {
			n.set(name, inner.items[i])
		}
	}
	return err
}
