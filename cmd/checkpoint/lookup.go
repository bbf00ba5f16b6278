package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// checkpointArgs is the domain, one of those that domains names, and its
// checkpoint.
func checkpointArgs(domains string) []vsh.Opt {
	return []vsh.Opt{
		vsh.DomainArg("name, id or UUID of the domain", domains),
		vsh.StringOpt("checkpointname", "name of the checkpoint", "checkpoints").Pos(),
	}
}

// lookup returns the checkpoint that the options that checkpointArgs makes name.
func lookup(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.DomainCheckpoint, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	name, err := a.String("checkpointname")
	if err != nil {
		return nil, err
	}
	if name == "" {
		return nil, vsh.Failf("--checkpointname is required")
	}
	return dom.LookupCheckpointByName(ctx, name, 0)
}

// action is the result of a command that changed a checkpoint.
type action struct {
	format.Action
	Domain string `json:"domain"`
}

// done is format.Done for a checkpoint.
func done(verb string, point *libvirt.DomainCheckpoint, text string, args ...any) action {
	return action{format.Done(verb, format.Ref(point.Ref()), text, args...), point.Domain().Name()}
}
