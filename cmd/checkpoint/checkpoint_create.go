package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func checkpointCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-create", Help: "make a checkpoint from a file of XML",
		Description: "Make a checkpoint of a running domain: a moment from which what the guest writes is tracked, " +
			"for incremental backups. Without a file the host chooses everything.",
		Examples: []string{"checkpoint-create web checkpoint.xml"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringOpt("xmlfile", "file with the XML of the checkpoint, or - for standard input", "files").Pos(),
			vsh.BoolOpt("redefine", "make nothing: give the host the record of a checkpoint that there is"),
			vsh.BoolOpt("redefine-validate", "with --redefine, check it against the disks"),
			vsh.BoolOpt("quiesce", "freeze the guest's file systems meanwhile"),
		},
		Run: runCheckpointCreate,
	}
}

func runCheckpointCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Requires(a, "redefine-validate", "redefine"); err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainCheckpointCreateFlags]{
		"redefine":          virt.DomainCheckpointCreateRedefine,
		"redefine-validate": virt.DomainCheckpointCreateRedefineValidate,
		"quiesce":           virt.DomainCheckpointCreateQuiesce,
	}.Of(a)
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	file, err := a.String("xmlfile")
	if err != nil {
		return nil, err
	}
	xml := "<domaincheckpoint/>"
	if file != "" {
		if xml, err = s.ReadXMLFile(file); err != nil {
			return nil, err
		}
	}
	return create(ctx, dom, xml, flags, file)
}
