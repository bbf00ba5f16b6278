package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// domainArg is the required domain.
func domainArg() vsh.Opt {
	return vsh.DomainArg("name, id or UUID of the domain", "domains-with-snapshots")
}

// snapshotOpt is the snapshot of the domain.
func snapshotOpt(help string) vsh.Opt { return vsh.StringOpt("snapshotname", help, "snapshots").Pos() }

// snapshotArgs is the domain and its snapshot, which is one by name or the current
// one.
func snapshotArgs() []vsh.Opt {
	return []vsh.Opt{
		domainArg(),
		snapshotOpt("name of the snapshot"),
		vsh.BoolOpt("current", "the current snapshot of the domain"),
	}
}

// lookup returns the snapshot that the options that snapshotArgs makes name.
func lookup(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.DomainSnapshot, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	return lookupOf(ctx, dom, a, "snapshotname")
}

// lookupOf returns the snapshot of a domain that the option called opt names, or
// the current one with --current.
func lookupOf(ctx context.Context, dom *libvirt.Domain, a *vsh.Args, opt string) (*libvirt.DomainSnapshot, error) {
	word, err := a.String(opt)
	switch {
	case err != nil:
		return nil, err
	case a.Has(opt) && a.Bool("current"):
		return nil, vsh.Failf("--%s and --current are mutually exclusive", opt)
	case a.Has(opt):
		return dom.LookupSnapshotByName(ctx, word, 0)
	case a.Bool("current"):
		return dom.CurrentSnapshot(ctx, 0)
	}
	return nil, vsh.Failf("--%s or --current is required", opt)
}

// action is the result of a command that changed a snapshot or its domain.
type action struct {
	format.Action
	Domain string `json:"domain"`
}

// done is format.Done for a snapshot.
func done(verb string, snap *libvirt.DomainSnapshot, text string, args ...any) action {
	return action{format.Done(verb, format.Ref(snap.Ref()), text, args...), snap.Domain().Name()}
}

// name returns the name of a snapshot as a result, whose text ends without a newline.
func name(snap *libvirt.DomainSnapshot) format.Result {
	return format.ValueText("name", snap.Name(), snap.Name())
}
