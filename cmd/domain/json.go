package domain

import (
	"encoding/json"
	"strings"

	"github.com/virgo-vm/virgo/format"
)

// parseJSON reads a document as values of package format: an object is a
// format.Object, in its order, a list []any, a number a json.Number.
func parseJSON(text string) (any, error) {
	// Unmarshal bounds the depth, which Decoder.Token does not.
	if err := json.Unmarshal([]byte(text), new(json.RawMessage)); err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return nextJSON(d)
}

func nextJSON(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := format.Object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := nextJSON(d)
			if err != nil {
				return nil, err
			}
			o = append(o, format.Field{Name: name.(string), Value: value})
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := nextJSON(d)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}

// member returns a member of an object.
func member(value any, name string) (any, bool) {
	o, _ := value.(format.Object)
	for _, f := range o {
		if f.Name == name {
			return f.Value, true
		}
	}
	return nil, false
}

// A jsonWriter writes values of parseJSON as libvirt does: in one line, or pretty.
type jsonWriter struct {
	strings.Builder
	pretty bool
}

// compactJSON returns a document without blanks.
func compactJSON(value any) string {
	var w jsonWriter
	w.value(value, 0)
	return w.String()
}

// prettyJSON returns a document with a line for each value, and no newline at its
// end.
func prettyJSON(value any) string {
	w := jsonWriter{pretty: true}
	w.value(value, 0)
	return w.String()
}

func (w *jsonWriter) value(value any, depth int) {
	switch v := value.(type) {
	case format.Object:
		w.WriteByte('{')
		for i, f := range v {
			w.next(i, depth)
			w.text(f.Name)
			w.WriteByte(':')
			if w.pretty {
				w.WriteByte(' ')
			}
			w.value(f.Value, depth+1)
		}
		w.end('}', len(v), depth)
	case []any:
		w.WriteByte('[')
		for i, e := range v {
			w.next(i, depth)
			w.value(e, depth+1)
		}
		w.end(']', len(v), depth)
	case string:
		w.text(v)
	case json.Number:
		w.WriteString(v.String())
	case bool:
		if v {
			w.WriteString("true")
		} else {
			w.WriteString("false")
		}
	case nil:
		w.WriteString("null")
	}
}

// next begins the line of element i.
func (w *jsonWriter) next(i, depth int) {
	if i > 0 {
		w.WriteByte(',')
	}
	if w.pretty {
		w.WriteString("\n" + strings.Repeat("  ", depth+1))
	}
}

// end ends a list or an object of n elements. One without has an empty line.
func (w *jsonWriter) end(bracket byte, n, depth int) {
	if w.pretty {
		if n == 0 {
			w.WriteByte('\n')
		}
		w.WriteString("\n" + strings.Repeat("  ", depth))
	}
	w.WriteByte(bracket)
}

// text writes a string, of which only what must be is escaped.
func (w *jsonWriter) text(s string) {
	const hex = "0123456789ABCDEF"
	w.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			w.WriteByte('\\')
			w.WriteByte(c)
		case '\b':
			w.WriteString(`\b`)
		case '\f':
			w.WriteString(`\f`)
		case '\n':
			w.WriteString(`\n`)
		case '\r':
			w.WriteString(`\r`)
		case '\t':
			w.WriteString(`\t`)
		default:
			if c < ' ' {
				w.WriteString(`\u00`)
				w.WriteByte(hex[c>>4])
				w.WriteByte(hex[c&0xf])
				continue
			}
			w.WriteByte(c)
		}
	}
	w.WriteByte('"')
}
