package format

import (
	"context"
	"errors"
	"fmt"
)

// A Result is what a command returns: usually a plain struct with json tags
// (camelCase names, the unit in the name: maxMemoryKiB) and virsh's text.
//
// The struct's fields make up the machine formats, see [Encode]. Text prints the
// same value the way virsh does. It need not look at write errors: the Printer
// keeps the first one and [Write] reports it. Text returns an error only when
// the value itself cannot be shown.
type Result interface {
	Text(p *Printer) error
}

// A Stream is a Result whose values appear one at a time, such as events.
// [Write] prints each as soon as it is there: as text, or as one document each
// (JSON: one compact document per line).
type Stream interface {
	Result
	// Each calls yield with each value in turn until the source ends, ctx ends or
	// yield fails; it then returns nil at the normal end, or the first error.
	// yield is never called concurrently.
	Each(ctx context.Context, yield func(Result) error) error
}

// StreamFunc makes a [Stream] of a function with the contract of Each.
type StreamFunc func(ctx context.Context, yield func(Result) error) error

// Each calls f.
func (f StreamFunc) Each(ctx context.Context, yield func(Result) error) error {
	return f(ctx, yield)
}

// Text prints every value of the stream until its source ends. It cannot be
// cancelled; [Write], which can, does not use it.
func (f StreamFunc) Text(p *Printer) error {
	return f(context.Background(), printEach(p))
}

// printEach returns a yield function that prints values on p and flushes after
// each, so that a reader at the other end of a pipe sees it at once.
func printEach(p *Printer) func(Result) error {
	return func(r Result) error {
		return errors.Join(r.Text(p), p.Flush())
	}
}

// Raw is a [Result] whose text may be bytes of someone else's, to which nothing
// is added: no empty line stands after it.
type Raw interface {
	Result
	// Raw reports whether the text on p is such bytes.
	Raw(o PrinterOptions) bool
}

// A Ref names the object a command worked on.
type Ref struct {
	Kind string `json:"kind"`           // domain, network, pool, volume, …
	Name string `json:"name"`           // empty only for kinds without names
	UUID string `json:"uuid,omitempty"` // canonical text form; empty for kinds without one
	ID   *int32 `json:"id,omitempty"`   // running domains only
	Key  string `json:"key,omitempty"`  // volumes only
	Pool string `json:"pool,omitempty"` // name of a volume's pool
}

// An Action is the result of a command that changed something and has nothing
// else to tell. A result with more to say embeds it:
//
//	type saved struct {
//		format.Action
//		File string `json:"file"`
//	}
type Action struct {
	Verb string `json:"verb"` // past participle: "started", "defined"
	Ref
	text string
}

// Done returns the result of an action on ref. verb is the past participle that
// the machine formats carry; text and args, as for fmt.Sprintf, are virsh's
// confirmation with its newline, which --quiet drops.
func Done(verb string, ref Ref, text string, args ...any) Action {
	return Action{Verb: verb, Ref: ref, text: fmt.Sprintf(text, args...)}
}

// Text prints the confirmation unless the printer is quiet.
func (a Action) Text(p *Printer) error {
	if !p.Quiet() {
		p.Print(a.text)
	}
	return nil
}

// A Field is one named value of an [Object].
type Field struct {
	Name  string
	Value any
}

// An Object is a value whose field names are known only at run time, such as
// typed parameters. The machine formats keep its order. A later field of the
// same name replaces the earlier one's value.
type Object []Field

// scalar is the result of a command with one value.
type scalar struct {
	Object
	text string
}

func (s scalar) Text(p *Printer) error {
	p.Print(s.text)
	return nil
}

// Value returns a result with the single field name. Its text is value as
// fmt.Print formats it, with a newline.
func Value(name string, value any) Result {
	return ValueText(name, value, fmt.Sprintln(value))
}

// ValueText is [Value] with a text of its own, newline included.
func ValueText(name string, value any, text string) Result {
	return scalar{Object{{name, value}}, text}
}

// document is a result that is an XML document.
type document string

func (d document) Text(p *Printer) error {
	p.XML(string(d))
	return nil
}

// XML returns a result that is the XML document doc. As text and in the XML
// format it is printed as it came, without a newline added; the other formats
// have it as the string field xml, and JSON and YAML besides that as the field
// tree: objects with the name of an element, its attributes, its text and its
// children, each of them absent where there is none.
func XML(doc string) Result { return document(doc) }
