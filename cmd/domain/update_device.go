package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func updateDeviceSpec() *vsh.Spec {
	opts := append([]vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.FileArg("file with the device's XML, or - for standard input"),
	}, deviceOpts()...)
	return &vsh.Spec{
		Name: "update-device", Help: "change a device of a domain, from a file",
		Description: "Change a device that a domain has so that it is as a file of XML describes it.",
		Examples:    []string{"update-device web disk.xml --config"},
		Opts:        append(opts, vsh.BoolOpt("force", "change it even if the guest has it in use")),
		Run:         runUpdateDevice,
	}
}

func runUpdateDevice(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	dom, file, xml, err := deviceFile(ctx, s, a)
	if err != nil {
		return nil, err
	}
	flags := impact.on(ctx, dom)
	if a.Bool("force") {
		flags |= virt.DomainDeviceModifyForce
	}
	if err := dom.UpdateDeviceFlags(ctx, xml, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update device from %s", file)
	}
	return deviceDone("updated", dom, xmledit.ParseDevice(xml), "Device updated successfully\n"), nil
}
