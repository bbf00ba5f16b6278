package vsh

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// MetadataOpts is the options after the object of a command that shows or sets
// the metadata of one, see RunMetadata. of is the word for what it is of.
func MetadataOpts(of string) []Opt {
	return []Opt{
		StringArg("uri", "URI of the namespace that the metadata is in", "none"),
		BoolOpt("live", "of the running "+of),
		BoolOpt("config", "of the next start"),
		BoolOpt("current", "of the "+of+" as it is now: running, else of the next start"),
		BoolOpt("edit", "change it in an editor"),
		StringOpt("key", "prefix of the namespace in the XML", "none").Loose(),
		StringOpt("set", "the new metadata: one element", "none").Loose(),
		BoolOpt("remove", "remove it"),
	}
}

// Annotated is an object that has metadata: elements of namespaces of others,
// one for each.
type Annotated struct {
	Ref     format.Ref
	Missing error // of an object that has none, among the errors of Get

	Get func(ctx context.Context, uri string, impact virt.DomainModificationImpact) (string, error)
	// Set removes the element when xml is nil.
	Set func(ctx context.Context, xml *string, key, uri string, impact virt.DomainModificationImpact) error
}

// RunMetadata runs such a command. find returns the object.
func RunMetadata(ctx context.Context, s *Session, a *Args, find func(context.Context) (*Annotated, error)) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	for _, pair := range [][]string{{"edit", "set"}, {"remove", "set"}, {"remove", "edit"}} {
		if err := Exclusive(a, pair...); err != nil {
			return nil, err
		}
	}
	o, err := find(ctx)
	if err != nil {
		return nil, err
	}
	uri, err := a.String("uri")
	if err != nil {
		return nil, err
	}
	key, err := a.String("key")
	if err != nil {
		return nil, err
	}
	xml, err := a.String("set")
	if err != nil {
		return nil, err
	}
	if key == "" && (a.Has("set") || a.Bool("edit")) {
		return nil, Failf("namespace key is required when modifying metadata")
	}
	switch {
	case a.Bool("edit"):
		return o.edit(ctx, s, a, annotation{key, uri, impact}, find)
	case a.Bool("remove"):
		if err := o.Set(ctx, nil, key, uri, impact); err != nil {
			return nil, err
		}
		return format.Done("removed", o.Ref, "Metadata removed\n"), nil
	case a.Has("set"):
		if err := o.Set(ctx, &xml, key, uri, impact); err != nil {
			return nil, err
		}
		return format.Done("modified", o.Ref, "Metadata modified\n"), nil
	}
	if xml, err = o.Get(ctx, uri, impact); err != nil {
		return nil, err
	}
	return format.ValueText("metadata", xml, xml+"\n"), nil
}

// An annotation is which metadata of an object is meant.
type annotation struct {
	key, uri string
	impact   virt.DomainModificationImpact
}

// edit lets the user change the metadata in an editor.
func (o *Annotated) edit(ctx context.Context, s *Session, a *Args, which annotation, find func(context.Context) (*Annotated, error)) (format.Result, error) {
	before, after, err := s.editor(ctx, a, s.onConnection(Edit{
		Find: func(ctx context.Context) (err error) {
			o, err = find(ctx)
			return err
		},
		Fetch: func(ctx context.Context) (string, error) {
			xml, err := o.Get(ctx, which.uri, which.impact)
			if errors.Is(err, o.Missing) {
				return "\n", nil
			}
			return xml, err
		},
		Define: func(ctx context.Context, _ *libvirt.Conn, xml string, _ bool) error {
			return o.Set(ctx, &xml, which.key, which.uri, which.impact)
		},
		InPlace: true,
		Resume:  func(file string) string { return `--set "$(cat ` + file + `)"` },
	}))
	switch {
	case err != nil:
		return nil, err
	case before == after:
		return format.Done("unchanged", o.Ref, "Metadata not changed"), nil
	}
	return format.Done("modified", o.Ref, "Metadata modified\n"), nil
}
