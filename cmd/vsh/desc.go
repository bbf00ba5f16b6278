package vsh

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DescOpts is the options after the object of a command that shows or sets the
// title or the description of one, see RunDesc. of is the word for what it is
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

// RunDesc runs such a command. find returns the object.
func RunDesc(ctx context.Context, s *Session, a *Args, find func(context.Context) (*Described, error)) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	d, err := find(ctx)
	if err != nil {
		return nil, err
	}
	title := a.Bool("title")
	if a.Bool("edit") {
		return d.edit(ctx, s, a, impact, find)
	}
	old, err := d.text(ctx, title, shownImpact(impact))
	if err != nil {
		return nil, err
	}
	if !a.Has("new-desc") {
		shown := &descText{Ref: d.Ref, What: descWord(title)}
		if old != "" {
			shown.Value = &old
		}
		return shown, nil
	}
	if err := d.set(ctx, title, strings.Join(a.Argv("new-desc"), " "), impact); err != nil {
		return nil, err
	}
	return d.updated(title), nil
}

// shownImpact returns of which part of an object the old text is: what runs and
// what will run have it in common unless they are told apart.
func shownImpact(impact virt.DomainModificationImpact) virt.DomainModificationImpact {
	return impact & virt.DomainAffectConfig
}

func descWord(title bool) string {
	if title {
		return "title"
	}
	return "description"
}

func (d *Described) set(ctx context.Context, title bool, text string, impact virt.DomainModificationImpact) error {
	if err := d.Set(ctx, title, text, impact); err != nil {
		return Wrapf(err, "Failed to set new %s %s", d.Ref.Kind, descWord(title))
	}
	return nil
}

func (d *Described) updated(title bool) format.Result {
	return format.Done("updated", d.Ref, "%s %s updated successfully", d.capitalKind(), descWord(title))
}

func (d *Described) capitalKind() string { return strings.ToUpper(d.Ref.Kind[:1]) + d.Ref.Kind[1:] }

// edit lets the user change the text in an editor. It begins with the words that
// were given, if there are any.
func (d *Described) edit(ctx context.Context, s *Session, a *Args, impact virt.DomainModificationImpact, find func(context.Context) (*Described, error)) (format.Result, error) {
	title := a.Bool("title")
	before, after, err := s.editor(ctx, a, s.onConnection(Edit{
		Find: func(ctx context.Context) (err error) {
			d, err = find(ctx)
			return err
		},
		Fetch: func(ctx context.Context) (string, error) { return d.text(ctx, title, shownImpact(impact)) },
		Define: func(ctx context.Context, _ *libvirt.Conn, text string, _ bool) error {
			if title { // which is one line, and editors end lines
				text = strings.TrimSuffix(text, "\n")
			}
			return d.set(ctx, title, text, impact)
		},
		InPlace: true,
		Plain:   true,
		Start:   strings.Join(a.Argv("new-desc"), " "),
		Resume:  func(file string) string { return `--new-desc "$(cat ` + file + `)"` },
	}))
	switch {
	case err != nil:
		return nil, err
	case before == after:
		return format.Done("unchanged", d.Ref, "%s %s not changed\n", d.capitalKind(), descWord(title)), nil
	}
	return d.updated(title), nil
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
