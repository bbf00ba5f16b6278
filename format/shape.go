package format

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// A shape is what the tags of a struct type say, read once per walk.
type shape struct {
	fields []field
	names  map[string]bool // of the fields that are not embedded
}

// A field is a field of a struct that is part of the output.
type field struct {
	index     int
	name      string
	embedded  bool // its own fields stand in its place
	omitEmpty bool
	omitZero  bool
}

func (w *walker) shape(t reflect.Type) *shape {
	if s := w.types[t]; s != nil {
		return s
	}
	s := &shape{names: map[string]bool{}}
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		if tag == "-" {
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		options := strings.Split(rest, ",")
		f := field{
			index: i, name: name, embedded: sf.Anonymous && name == "" && embeds(sf.Type),
			omitEmpty: slices.Contains(options, "omitempty"), omitZero: slices.Contains(options, "omitzero"),
		}
		if !sf.IsExported() && !f.embedded {
			continue
		}
		if f.name == "" {
			f.name = sf.Name
		}
		if !f.embedded {
			s.names[f.name] = true
		}
		s.fields = append(s.fields, f)
	}
	w.types[t] = s
	return s
}

// embeds reports whether an embedded field of type t has fields to give.
func embeds(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t == reflect.TypeFor[Object]() || t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

// omitted reports whether the field's options leave out the value v.
func (f *field) omitted(v reflect.Value) bool {
	if f.omitZero && v.IsZero() {
		return true
	}
	if !f.omitEmpty {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
