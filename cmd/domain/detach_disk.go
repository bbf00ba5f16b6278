package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func detachDiskSpec() *vsh.Spec {
	opts := append([]vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.StringArg("target", "target or source of the disk", "domain-disks"),
	}, deviceOpts()...)
	return &vsh.Spec{
		Name: "detach-disk", Help: "take a disk from a domain",
		Description: "Take a disk from a domain. A running guest is asked to give it up, which it need not do\n" +
			"at once.",
		Examples: []string{"detach-disk web vda --config"},
		Opts:     append(opts, vsh.BoolOpt("print-xml", "show the disk as XML and take nothing")),
		Run:      runDetachDisk,
	}
}

func runDetachDisk(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	target, err := a.String("target")
	if err != nil {
		return nil, err
	}
	var view virt.DomainXMLFlags
	if impact.flags == virt.DomainDeviceModifyConfig {
		view = virt.DomainXMLInactive
	}
	doc, err := domainXML(ctx, dom, view)
	if err != nil {
		return nil, err
	}
	disk, ok, err := xmledit.FindDisk(doc, target)
	switch {
	case err != nil:
		return nil, vsh.Wrapf(err, "Failed to get disk information")
	case !ok:
		return nil, vsh.Failf("No disk found whose source path or target is %s", target)
	case a.Bool("print-xml"):
		return format.XML(disk.XML), nil
	}
	if err := impact.detach(ctx, dom, disk.XML); err != nil {
		return nil, vsh.Wrapf(err, "Failed to detach disk")
	}
	return deviceDone("detached", dom, disk, "Disk detached successfully\n"), nil
}
