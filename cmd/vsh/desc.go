package vsh

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DescOpts is the options after the object of a command that shows or sets the
// title or the description of one, see Described. of is the word for what it is
// of.
func DescOpts(of string) []Opt {
	return []Opt{
		BoolOpt("live", "of the running "+of),
		BoolOpt("config", "of the next start"),
		BoolOpt("current", "of the "+of+" as it is now: running, else of the next start"),
		BoolOpt("title", "the title, and not the description"),
		BoolOpt("edit", "change it in an editor"),
		ArgvOpt("new-desc", "the new text, its words parted by blanks", "none"),
	}
}

// Described is an object that has a title and a description.
type Described struct {
	Ref     format.Ref
	Missing error // of an object that has none, among the errors of Get

	Get func(ctx context.Context, title bool, impact virt.DomainModificationImpact) (string, error)
	Set func(ctx context.Context, title bool, text string, impact virt.DomainModificationImpact) error
	XML func(ctx context.Context, impact virt.DomainModificationImpact) (string, error) // for hosts without Get
}

// Show sets the title or description if there is a new one, else it shows it.
func (d *Described) Show(ctx context.Context, a *Args, impact virt.DomainModificationImpact) (format.Result, error) {
	if a.Bool("edit") {
		return nil, noEditor(a)
	}
	title := a.Bool("title")
	what := "description"
	if title {
		what = "title"
	}
	// What runs and what will run have it in common unless they are told apart.
	old, err := d.text(ctx, title, impact&virt.DomainAffectConfig)
	if err != nil {
		return nil, err
	}
	if !a.Has("new-desc") {
		shown := &descText{Ref: d.Ref, What: what}
		if old != "" {
			shown.Value = &old
		}
		return shown, nil
	}
	if err := d.Set(ctx, title, strings.Join(a.Argv("new-desc"), " "), impact); err != nil {
		return nil, Wrapf(err, "Failed to set new %s %s", d.Ref.Kind, what)
	}
	kind := strings.ToUpper(d.Ref.Kind[:1]) + d.Ref.Kind[1:]
	return format.Done("updated", d.Ref, "%s %s updated successfully", kind, what), nil
}

// text returns the title or description, empty if there is none. Hosts that do
// not tell it by itself have it in the XML.
func (d *Described) text(ctx context.Context, title bool, impact virt.DomainModificationImpact) (string, error) {
	text, err := d.Get(ctx, title, impact)
	switch {
	case errors.Is(err, d.Missing):
		return "", nil
	case !errors.Is(err, virt.ErrNoSupport):
		return text, err
	}
	doc, err := d.XML(ctx, impact)
	if err != nil {
		return "", Wrapf(err, "Failed to get %s description xml", d.Ref.Kind)
	}
	var o struct {
		Title       string `xml:"title"`
		Description string `xml:"description"`
	}
	if err := xml.Unmarshal([]byte(doc), &o); err != nil {
		return "", fmt.Errorf("the host sent a %s whose XML cannot be read: %w", d.Ref.Kind, err)
	}
	if title {
		return o.Title, nil
	}
	return o.Description, nil
}

// descText is the title or the description of an object.
type descText struct {
	format.Ref
	What  string  `json:"type"`  // title or description
	Value *string `json:"value"` // null if there is none
}

// Text prints it without a newline.
func (d *descText) Text(p *format.Printer) error {
	if d.Value == nil {
		p.Message("No %s for %s: %s", d.What, d.Ref.Kind, d.Ref.Name)
		return nil
	}
	p.Print(*d.Value)
	return nil
}

// noEditor is the error of a command that was to open an editor.
func noEditor(a *Args) error {
	return Failf("%s cannot open an editor: give the new text on the command line", a.spec.Name)
}
