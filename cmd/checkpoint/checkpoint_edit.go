package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func checkpointEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-edit", Help: "edit the XML of a checkpoint",
		Description: "Edit the record that the host has of a checkpoint in an editor, or as the options say.\n" +
			"What was edited but not taken by the host is kept in a file.",
		Examples: []string{
			"checkpoint-edit web monday",
			"checkpoint-edit web monday --add '/domaincheckpoint=<description>weekly</description>'",
		},
		Opts: append(checkpointArgs("domains-with-checkpoints"), vsh.EditOpts()...),
		Run:  runCheckpointEdit,
	}
}

func runCheckpointEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	var point *libvirt.DomainCheckpoint
	return s.Edit(ctx, a, vsh.Edit{
		Find: func(ctx context.Context) (err error) {
			point, err = lookup(ctx, s, a)
			return err
		},
		InPlace: true,
		Ref:     func() format.Ref { return format.Ref(point.Ref()) },
		Fetch: func(ctx context.Context) (string, error) {
			return point.XMLDesc(ctx, virt.DomainCheckpointXMLSecure)
		},
		Define: func(ctx context.Context, _ *libvirt.Conn, xml string, _ bool) error {
			return redefine(ctx, point, xml)
		},
		Edited:    func() string { return "Checkpoint " + point.Name() + " edited." },
		Unchanged: func() string { return "Checkpoint " + point.Name() + " XML configuration not changed." },
	})
}

// redefine gives the host another record of a checkpoint.
//
// differs from virsh: another name is refused before the host has made anything.
func redefine(ctx context.Context, point *libvirt.DomainCheckpoint, xml string) error {
	if name, _ := xmledit.Identity(xml); name != "" && name != point.Name() {
		return vsh.Failf("Cannot rename checkpoint %s to %s", point.Name(), name)
	}
	_, err := point.Domain().CreateCheckpointXML(ctx, xml, virt.DomainCheckpointCreateRedefine)
	return err
}
