package main

import (
	"bytes"
	"fmt"
	"strings"
)

// structNames are the structures whose Go name is not what the rules would
// give, because a procedure has that one or because the API has another.
var structNames = map[string]string{
	"remote_node_get_cpu_stats":    "NodeCPUStats",
	"remote_node_get_memory_stats": "NodeMemoryStats",
	"remote_vcpu_info":             "VcpuInfo",
	"virNetMessageHeader":          "Header",
	"virNetStreamHole":             "StreamHole",
}

// fieldNames are the fields whose Go name is not what the rules would give.
var fieldNames = map[string]string{
	"virNetMessageHeader.prog": "Program",
	"virNetMessageHeader.vers": "Version",
	"virNetMessageHeader.proc": "Procedure",
}

// virtTypes are the structures that lib/virt has by hand.
var virtTypes = map[string]string{"remote_typed_param": "virt.TypedParam"}

// scalar is how one kind of word is written in Go and what methods of Encoder
// and Decoder take it.
type scalar struct {
	goType string
	method string
	size   int
}

var scalars = map[string]scalar{
	"int":    {"int32", "Int32", 4},
	"uint":   {"uint32", "Uint32", 4},
	"hyper":  {"int64", "Int64", 8},
	"uhyper": {"uint64", "Uint64", 8},
	"double": {"float64", "Float64", 8},
}

// smallScalars take a word too, but not all of its values; their methods get
// the field's name for the error.
var smallScalars = map[string]scalar{
	"char":   {"int8", "Int8", 4},
	"uchar":  {"uint8", "Uint8", 4},
	"ushort": {"uint16", "Uint16", 4},
}

// element is the type of a field without its array.
type element struct {
	kind     string // a key of the scalars, or string, uuid, typedparam, opaque, struct, enum
	goType   string // without the * of an optional one
	optional bool
	max      int    // of string and opaque
	limit    string // the Go constant of max
	size     int    // the least that its encoding takes, with the flag of an optional one
}

// resolve follows the references of a field to what is on the wire.
func (g *protocolGen) resolve(f fieldSpec) (element, error) {
	if s, ok := scalars[f.Kind]; ok {
		return element{kind: f.Kind, goType: s.goType, size: s.size}, nil
	}
	if s, ok := smallScalars[f.Kind]; ok {
		return element{kind: f.Kind, goType: s.goType, size: s.size}, nil
	}
	switch f.Kind {
	case "string":
		return element{kind: "string", goType: "string", max: f.Max, limit: g.limit(f), size: 4}, nil
	case "opaque_var":
		return element{kind: "opaque", goType: "[]byte", max: f.Max, limit: g.limit(f), size: 4}, nil
	case "opaque_fixed":
		if f.Limit == "VIR_UUID_BUFLEN" {
			return element{kind: "uuid", goType: "virt.UUID", size: f.Len}, nil
		}
	case "ref":
		return g.resolveRef(f)
	}
	return element{}, fmt.Errorf("field %s: kind %q is not supported", f.Name, f.Kind)
}

func (g *protocolGen) resolveRef(f fieldSpec) (element, error) {
	if t, ok := g.typedefs[f.Type]; ok {
		e, err := g.resolve(t)
		if t.Optional {
			e.optional, e.size = true, 4
		}
		return e, err
	}
	if t, ok := virtTypes[f.Type]; ok {
		// a name, a type, and at least a word of value
		return element{kind: "typedparam", goType: t, size: 12}, nil
	}
	if _, ok := g.enums[f.Type]; ok {
		return element{kind: "enum", goType: g.typeName(f.Type), size: 4}, nil
	}
	if s, ok := g.structs[f.Type]; ok {
		size, err := g.minSize(s)
		return element{kind: "struct", goType: g.typeName(f.Type), size: size}, err
	}
	return element{}, fmt.Errorf("field %s: unknown type %q", f.Name, f.Type)
}

// minSize returns the least number of bytes that a structure takes.
func (g *protocolGen) minSize(s structSpec) (int, error) {
	size := 0
	for _, f := range s.Fields {
		e, err := g.resolve(f)
		if err != nil {
			return 0, err
		}
		switch f.Array {
		case "var":
			size += 4
		case "fixed":
			size += f.Len * e.size
		default:
			size += e.size
		}
	}
	return size, nil
}

// limit returns the Go constant for the limit of f.
func (g *protocolGen) limit(f fieldSpec) string {
	if name, ok := g.constNames[f.Limit]; ok {
		return name
	}
	return fmt.Sprint(max(f.Max, f.Len))
}

// goType returns the Go type of a field.
func goType(f fieldSpec, e element) string {
	switch {
	case f.Kind == "char" && f.Array == "var":
		return "[]byte"
	case f.Kind == "char" && f.Array == "fixed":
		return fmt.Sprintf("[%d]byte", f.Len)
	case f.Array == "var":
		return "[]" + e.goType
	case e.optional:
		return "*" + e.goType
	}
	return e.goType
}

// fieldDoc is the remark behind a field: its limit and its shape, where the Go
// type does not say them.
func (g *protocolGen) fieldDoc(f fieldSpec, e element) string {
	switch {
	case f.Array == "var":
		return " // at most " + g.limit(f)
	case f.Kind == "char" && f.Array == "fixed":
		return " // text up to the first NUL: CString"
	case f.Kind == "opaque_var":
		return " // at most " + e.limit
	}
	return ""
}

// message writes the type of a structure and its codec.
func (g *protocolGen) message(b *bytes.Buffer, s structSpec, doc string) error {
	name := g.typeName(s.Name)
	var decl, enc, dec bytes.Buffer
	for _, f := range s.Fields {
		e, err := g.resolve(f)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		field := fieldName(s, f)
		fmt.Fprintf(&decl, "%s %s%s\n", field, goType(f, e), g.fieldDoc(f, e))
		what := fmt.Sprintf("%q", name+"."+f.Name)
		g.encode(&enc, f, e, "m."+field, what)
		g.decode(&dec, f, e, "m."+field, what)
	}
	fmt.Fprintf(b, "// %s\ntype %s struct {\n%s}\n\n", doc, name, decl.Bytes())
	fmt.Fprintf(b, "// Encode appends m to e.\nfunc (m *%s) Encode(e *Encoder) {\n%s}\n\n", name, enc.Bytes())
	fmt.Fprintf(b, "// Decode reads m from d.\nfunc (m *%s) Decode(d *Decoder) {\n%s}\n\n", name, dec.Bytes())
	if hasCallback(s) && strings.HasSuffix(s.Name, "_msg") {
		fmt.Fprintf(b, "// EventCallbackID implements CallbackMessage.\nfunc (m *%s) EventCallbackID() int32 { return m.CallbackID }\n\n", name)
	}
	return nil
}

// hasCallback reports whether a message starts with the number of the
// registration that it belongs to.
func hasCallback(s structSpec) bool {
	return len(s.Fields) > 0 && s.Fields[0].Name == "callbackID"
}

func fieldName(s structSpec, f fieldSpec) string {
	if n, ok := fieldNames[s.Name+"."+f.Name]; ok {
		return n
	}
	return camel(f.Name)
}

func (g *protocolGen) encode(b *bytes.Buffer, f fieldSpec, e element, v, what string) {
	switch {
	case f.Kind == "char" && f.Array == "fixed":
		fmt.Fprintf(b, "e.FixedChars(%s[:])\n", v)
	case f.Kind == "char" && f.Array == "var":
		fmt.Fprintf(b, "e.Chars(%s, %s, %s)\n", what, v, g.limit(f))
	case f.Array == "var":
		fmt.Fprintf(b, "e.Count(%s, len(%s), %s)\n", what, v, g.limit(f))
		fmt.Fprintf(b, "for i := range %s {\n%s}\n", v, encodeElement(e, v+"[i]", what))
	case e.optional && e.kind == "string":
		fmt.Fprintf(b, "e.OptionalString(%s, %s, %s)\n", what, v, e.limit)
	case e.optional:
		fmt.Fprintf(b, "e.Bool(%s != nil)\nif %s != nil {\n%s}\n", v, v, encodeElement(e, v, what))
	default:
		b.WriteString(encodeElement(e, v, what))
	}
}

func encodeElement(e element, v, what string) string {
	if s, ok := scalars[e.kind]; ok {
		return fmt.Sprintf("e.%s(%s)\n", s.method, v)
	}
	switch e.kind {
	case "string":
		return fmt.Sprintf("e.String(%s, %s, %s)\n", what, v, e.limit)
	case "opaque":
		return fmt.Sprintf("e.Opaque(%s, %s, %s)\n", what, v, e.limit)
	case "uuid":
		return fmt.Sprintf("e.Fixed(%s[:])\n", v)
	case "typedparam":
		return fmt.Sprintf("e.TypedParam(%s, &%s)\n", what, v)
	case "struct":
		return fmt.Sprintf("%s.Encode(e)\n", v)
	}
	return fmt.Sprintf("e.Int32(int32(%s))\n", v) // enums and small scalars
}

func (g *protocolGen) decode(b *bytes.Buffer, f fieldSpec, e element, v, what string) {
	switch {
	case f.Kind == "char" && f.Array == "fixed":
		fmt.Fprintf(b, "d.FixedChars(%s[:])\n", v)
	case f.Kind == "char" && f.Array == "var":
		fmt.Fprintf(b, "%s = d.Chars(%s, %s)\n", v, what, g.limit(f))
	case f.Array == "var":
		fmt.Fprintf(b, "%s = nil\n", v)
		fmt.Fprintf(b, "if n := d.Count(%s, %s, %d); n > 0 {\n", what, g.limit(f), e.size)
		fmt.Fprintf(b, "%s = make([]%s, n)\n", v, e.goType)
		fmt.Fprintf(b, "for i := range %s {\n%s}\n}\n", v, decodeElement(e, v+"[i]", what))
	case e.optional && e.kind == "string":
		fmt.Fprintf(b, "%s = d.OptionalString(%s, %s)\n", v, what, e.limit)
	case e.optional:
		fmt.Fprintf(b, "%s = nil\nif d.Bool() {\n%s = new(%s)\n%s}\n", v, v, e.goType, decodeElement(e, v, what))
	default:
		b.WriteString(decodeElement(e, v, what))
	}
}

func decodeElement(e element, v, what string) string {
	if s, ok := scalars[e.kind]; ok {
		return fmt.Sprintf("%s = d.%s()\n", v, s.method)
	}
	if s, ok := smallScalars[e.kind]; ok {
		return fmt.Sprintf("%s = d.%s(%s)\n", v, s.method, what)
	}
	switch e.kind {
	case "string":
		return fmt.Sprintf("%s = d.String(%s, %s)\n", v, what, e.limit)
	case "opaque":
		return fmt.Sprintf("%s = d.Opaque(%s, %s)\n", v, what, e.limit)
	case "uuid":
		return fmt.Sprintf("d.Fixed(%s[:])\n", v)
	case "typedparam":
		return fmt.Sprintf("d.TypedParam(%s, &%s)\n", what, v)
	case "struct":
		return fmt.Sprintf("%s.Decode(d)\n", v)
	}
	return fmt.Sprintf("%s = %s(d.Int32())\n", v, e.goType) // enums
}
