package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func saveImageEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "save-image-edit", Help: "edit the XML in a file that save wrote",
		Description: "Edit the XML of the domain that restore will start from the file, in an editor or as the\n" +
			"options say. What was edited but not taken by the host is kept in a file.",
		Examples: []string{
			"save-image-edit web.saved",
			"save-image-edit web.saved --paused --set /domain/on_crash=restart",
		},
		Opts: append([]vsh.Opt{
			vsh.StringArg("file", "file on the host that save wrote", "none"),
			vsh.BoolOpt("running", "let its CPUs go on after restore"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after restore"),
		}, vsh.EditOpts()...),
		Run: runSaveImageEdit,
	}
}

func runSaveImageEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "running", "paused"); err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	var conn *libvirt.Conn
	return s.Edit(ctx, a, vsh.Edit{
		Find: func(ctx context.Context) (err error) {
			conn, err = s.Conn(ctx)
			return err
		},
		Ref: func() format.Ref { return imageRef(file) },
		Fetch: func(ctx context.Context) (string, error) {
			return conn.SaveImageXMLDesc(ctx, file, virt.DomainSaveImageXMLSecure)
		},
		Define: func(ctx context.Context, conn *libvirt.Conn, xml string, _ bool) error {
			return conn.SaveImageDefineXML(ctx, file, xml, imageDefineFlags.Of(a))
		},
		Edited:    func() string { return "State file " + file + " edited." },
		Unchanged: func() string { return "Saved image " + file + " XML configuration not changed." },
	})
}
