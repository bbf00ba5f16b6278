package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func saveImageDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "save-image-dumpxml", Help: "print the XML in a file of save",
		Description: "Print the XML of the domain that restore would start from the file.",
		Examples:    []string{"save-image-dumpxml web.saved"},
		Opts: append([]vsh.Opt{
			vsh.StringArg("file", "file on the host that save wrote", "files"),
			vsh.BoolOpt("security-info", "with passwords"),
		}, vsh.XPathOpts()...),
		Run: runSaveImageDumpxml,
	}
}

var saveImageXMLFlags = vsh.FlagMap[virt.DomainSaveImageXMLFlags]{"security-info": virt.DomainSaveImageXMLSecure}

func runSaveImageDumpxml(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return vsh.Document(a, func() (string, error) { return conn.SaveImageXMLDesc(ctx, file, saveImageXMLFlags.Of(a)) })
}
