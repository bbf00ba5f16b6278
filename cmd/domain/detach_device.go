package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func detachDeviceSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "detach-device", Help: "take a device from a domain, by a file",
		Description: "Take from a domain the device that a file of XML describes. A running guest is asked to\n" +
			"give it up, which it need not do at once.",
		Examples: []string{"detach-device web disk.xml --live"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.FileArg("file with the device's XML, or - for standard input"),
		}, deviceOpts()...),
		Run: runDetachDevice,
	}
}

func runDetachDevice(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	dom, file, xml, err := deviceFile(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if err := impact.detach(ctx, dom, xml); err != nil {
		return nil, vsh.Wrapf(err, "Failed to detach device from %s", file)
	}
	return deviceDone("detached", dom, xmledit.ParseDevice(xml), "Device detached successfully\n"), nil
}
