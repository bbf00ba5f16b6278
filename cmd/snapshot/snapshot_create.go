package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-create", Help: "take a snapshot that a file of XML describes",
		Description: "Take a snapshot of a domain: of its disks, and of its memory if it runs. Without a file the host chooses everything.",
		Examples: []string{
			"snapshot-create web",
			"snapshot-create web snapshot.xml",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.StringOpt("xmlfile", "file with the XML of the snapshot, or - for standard input", "files").Pos(),
			vsh.BoolOpt("redefine", "take nothing: give the host the record of a snapshot that there is"),
			vsh.BoolOpt("current", "with --redefine, make it the current snapshot"),
		}, howOpts()...),
		Run: runSnapshotCreate,
	}
}

func runSnapshotCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	// differs from virsh: --redefine with --halt is refused, as hosts refuse it; virsh
	// records the snapshot and destroys the guest.
	flags := howFlags(a) | vsh.FlagMap[virt.DomainSnapshotCreateFlags]{
		"redefine": virt.DomainSnapshotCreateRedefine,
		"current":  virt.DomainSnapshotCreateCurrent,
	}.Of(a)
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	file, err := a.String("xmlfile")
	if err != nil {
		return nil, err
	}
	xml := "<domainsnapshot/>"
	if file != "" {
		if xml, err = s.ReadXMLFile(file); err != nil {
			return nil, err
		}
	}
	return create(ctx, dom, xml, flags, file)
}
