package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func saveImageDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "save-image-define", Help: "replace the XML in a file of save",
		Description: "Replace the XML of the domain that restore will start from the file. Only what the guest\n" +
			"cannot see may differ.",
		Examples: []string{"save-image-define web.saved domain.xml --paused"},
		Opts: []vsh.Opt{
			vsh.StringArg("file", "file on the host that save wrote", "files"),
			vsh.StringArg("xml", "file with the domain's XML, or - for standard input", "files"),
			vsh.BoolOpt("running", "let its CPUs go on after restore"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after restore"),
		},
		Run: runSaveImageDefine,
	}
}

// imageDefineFlags are those of the commands that replace the XML of a saved domain.
var imageDefineFlags = vsh.FlagMap[virt.DomainSaveRestoreFlags]{
	"running": virt.DomainSaveRunning,
	"paused":  virt.DomainSavePaused,
}

func runSaveImageDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xmlFile, err := a.String("xml")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(xmlFile)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := conn.SaveImageDefineXML(ctx, file, xml, imageDefineFlags.Of(a)); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update %s", file)
	}
	return imageDone("updated", file, "State file %s updated.\n"), nil
}
