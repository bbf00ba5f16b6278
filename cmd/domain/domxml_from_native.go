package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domxmlFromNativeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domxml-from-native", Help: "turn a hypervisor's configuration into XML",
		Description: "Convert a hypervisor's configuration to the XML of a domain.",
		Examples:    []string{"domxml-from-native qemu-argv command-line.txt"},
		Opts: []vsh.Opt{
			vsh.StringArg("format", "format of the configuration, as the driver calls it", "none"),
			vsh.StringArg("config", "file with the configuration, or - for standard input", "files"),
		},
		Run: runDomxmlFromNative,
	}
}

func runDomxmlFromNative(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	nativeFormat, err := a.String("format")
	if err != nil {
		return nil, err
	}
	file, err := a.String("config")
	if err != nil {
		return nil, err
	}
	config, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	xml, err := conn.DomainXMLFromNative(ctx, nativeFormat, config, 0)
	if err != nil {
		return nil, err
	}
	return format.XML(xml), nil
}
