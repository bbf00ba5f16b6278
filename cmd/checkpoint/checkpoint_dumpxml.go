package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func checkpointDumpxmlSpec() *vsh.Spec {
	opts := append(checkpointArgs("domains-with-checkpoints"),
		vsh.BoolOpt("security-info", "print passwords and the like too"),
		vsh.BoolOpt("no-domain", "leave out the domain as it was"),
		vsh.BoolOpt("size", "tell how much of each disk was written since"))
	return &vsh.Spec{
		Name: "checkpoint-dumpxml", Help: "print the XML of a checkpoint",
		Examples: []string{"checkpoint-dumpxml web monday --no-domain"},
		Opts:     append(opts, vsh.XPathOpts()...),
		Run:      runCheckpointDumpxml,
	}
}

func runCheckpointDumpxml(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if _, err := a.String("xpath"); err != nil {
		return nil, vsh.ErrQuiet // before anything is looked up, as virsh
	}
	point, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainCheckpointXMLFlags]{
		"security-info": virt.DomainCheckpointXMLSecure,
		"no-domain":     virt.DomainCheckpointXMLNoDomain,
		"size":          virt.DomainCheckpointXMLSize,
	}.Of(a)
	return vsh.Document(a, func() (string, error) { return point.XMLDesc(ctx, flags) })
}
