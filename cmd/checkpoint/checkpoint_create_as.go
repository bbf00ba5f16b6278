package checkpoint

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func checkpointCreateAsSpec() *vsh.Spec {
	diskspec := vsh.ArgvOpt("diskspec", "whether a disk is tracked: disk[,checkpoint=type][,bitmap=name]", "domain-disks").Loose()
	diskspec.Positional = false
	return &vsh.Spec{
		Name: "checkpoint-create-as", Help: "make a checkpoint from options",
		Description: "Make a checkpoint of a running domain as the options describe it. Two commas in a specification are one comma of a name.",
		Examples: []string{
			"checkpoint-create-as web monday",
			"checkpoint-create-as web monday --diskspec vda,checkpoint=bitmap --print-xml",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringOpt("name", "name of the checkpoint", "none").Loose(),
			vsh.StringOpt("description", "what the checkpoint is for", "none").Loose(),
			vsh.BoolOpt("print-xml", "print the XML and do nothing"),
			vsh.BoolOpt("quiesce", "freeze the guest's file systems meanwhile"),
			diskspec,
		},
		Run: runCheckpointCreateAs,
	}
}

func runCheckpointCreateAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	point, err := checkpointAs(a)
	if err != nil {
		return nil, err
	}
	if a.Bool("print-xml") {
		return format.XML(point.XML() + "\n"), nil
	}
	flags := vsh.FlagMap[virt.DomainCheckpointCreateFlags]{"quiesce": virt.DomainCheckpointCreateQuiesce}.Of(a)
	return create(ctx, dom, point.XML(), flags, "")
}

// checkpointAs returns the checkpoint that the options describe.
func checkpointAs(a *vsh.Args) (*xmledit.Checkpoint, error) {
	var point xmledit.Checkpoint
	var err error
	if point.Name, err = a.String("name"); err != nil {
		return nil, err
	}
	if point.Description, err = a.String("description"); err != nil {
		return nil, err
	}
	for _, spec := range a.Argv("diskspec") {
		disk, err := parseDiskspec(spec)
		if err != nil {
			return nil, err
		}
		point.Disks = append(point.Disks, *disk)
	}
	return &point, nil
}

// parseDiskspec reads one value of --diskspec: the disk, then keys with their
// values in any order, each once.
//
// differs from virsh: an empty word is an error. virsh makes XML of it that no
// host reads.
func parseDiskspec(spec string) (*xmledit.CheckpointDisk, error) {
	bad := vsh.Failf("unable to parse diskspec: %s", spec)
	words := vsh.SplitList(spec)
	if len(words) == 0 {
		return nil, bad
	}
	d := &xmledit.CheckpointDisk{Name: words[0]}
	for _, word := range words[1:] {
		key, value, _ := strings.Cut(word, "=")
		switch {
		case key == "checkpoint" && key != word && d.Checkpoint == nil:
			d.Checkpoint = &value
		case key == "bitmap" && key != word && d.Bitmap == nil:
			d.Bitmap = &value
		default:
			return nil, bad
		}
	}
	return d, nil
}
