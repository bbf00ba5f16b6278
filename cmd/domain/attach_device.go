package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func attachDeviceSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "attach-device", Help: "give a domain a device, from a file",
		Description: "Give a domain the device that a file of XML describes.",
		Examples:    []string{"attach-device web disk.xml --live --config"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.FileArg("file with the device's XML, or - for standard input"),
		}, deviceOpts()...),
		Run: runAttachDevice,
	}
}

func runAttachDevice(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	dom, file, xml, err := deviceFile(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if err := impact.attach(ctx, dom, xml); err != nil {
		return nil, vsh.Wrapf(err, "Failed to attach device from %s", file)
	}
	return deviceDone("attached", dom, xmledit.ParseDevice(xml), "Device attached successfully\n"), nil
}
