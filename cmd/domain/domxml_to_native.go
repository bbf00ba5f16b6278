package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domxmlToNativeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domxml-to-native", Help: "turn XML into a hypervisor's configuration",
		Description: "Print what a domain is in a format of its hypervisor: for qemu-argv, the command line that\n" +
			"would start it. The domain is one of the host's, or the XML of a file.",
		Examples: []string{"domxml-to-native qemu-argv --domain web"},
		Opts: []vsh.Opt{
			vsh.StringArg("format", "format of the configuration, as the driver calls it", "none"),
			vsh.StringOpt("domain", "name, ID or UUID of the domain", "domains"),
			vsh.StringOpt("xml", "file with the domain's XML, or - for standard input", "files").Loose(),
		},
		Run: runDomxmlToNative,
	}
}

func runDomxmlToNative(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	nativeFormat, err := a.String("format")
	if err != nil {
		return nil, err
	}
	xml, err := nativeSource(ctx, s, a)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	config, err := conn.DomainXMLToNative(ctx, nativeFormat, xml, 0)
	if err != nil {
		return nil, err
	}
	return format.ValueText("config", config, config), nil
}

// nativeSource returns the XML of the domain that the options name.
func nativeSource(ctx context.Context, s *vsh.Session, a *vsh.Args) (string, error) {
	file, err := a.String("xml")
	if err != nil {
		return "", err
	}
	if err := vsh.Exclusive(a, "domain", "xml"); err != nil {
		return "", err
	}
	switch {
	case a.Has("xml"):
		return s.ReadXMLFile(file)
	case !a.Has("domain"):
		return "", vsh.Failf("need either domain or domain XML")
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return "", err
	}
	xml, err := dom.XMLDesc(ctx, 0)
	if err != nil {
		return "", vsh.Wrapf(err, "failed to retrieve XML")
	}
	return xml, nil
}
