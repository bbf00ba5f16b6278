package domain

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func updateMemoryDeviceSpec() *vsh.Spec {
	opts := append([]vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains")}, vsh.ConfigLiveCurrent()...)
	return &vsh.Spec{
		Name: "update-memory-device", Help: "change a memory device of a domain",
		Description: "Change a memory device of a domain: how much of a virtio-mem the guest is asked to use. Of\n" +
			"several, --alias or --node tells which is meant.",
		Examples: []string{"update-memory-device web --alias ua-dimm --requested-size 1G"},
		Opts: append(opts,
			vsh.BoolOpt("print-xml", "show the changed device as XML and change nothing"),
			vsh.StringOpt("alias", "alias of the device", "domain-aliases").Loose(),
			vsh.IntOpt("node", "NUMA node of the guest that the device is on", "uint32").Loose(),
			vsh.IntOpt("requested-size", "how much the guest is asked to use; KiB without a suffix", "scaled:1024").Loose(),
		),
		Run: runUpdateMemoryDevice,
	}
}

func runUpdateMemoryDevice(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	if err := vsh.Exclusive(a, "node", "alias"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	var view virt.DomainXMLFlags
	if a.Bool("config") {
		view = virt.DomainXMLInactive
	}
	doc, err := domainXML(ctx, dom, view)
	if err != nil {
		return nil, err
	}
	memory, err := memoryDevice(a, doc)
	if err != nil {
		return nil, err
	}
	if a.Has("requested-size") {
		bytes, err := a.Scaled("requested-size", 1<<10, math.MaxUint64)
		if err != nil {
			return nil, err
		}
		kib := bytes >> 10
		if bytes%(1<<10) != 0 {
			kib++
		}
		if !memory.SetRequested(kib) {
			return nil, vsh.Failf("virtio-mem device is missing <requested/>")
		}
	}
	device := memory.Device()
	if a.Bool("print-xml") {
		return format.XML(device.XML), nil
	}
	if err := dom.UpdateDeviceFlags(ctx, device.XML, virt.DomainDeviceModifyFlags(impact)); err != nil {
		return nil, err
	}
	return deviceDone("updated", dom, device, ""), nil
}

// memoryDevice returns the memory device of the domain in doc that a means.
func memoryDevice(a *vsh.Args, doc string) (*xmledit.Memory, error) {
	alias, err := a.String("alias")
	if err != nil {
		return nil, err
	}
	var node *uint32
	if a.Has("node") {
		n, err := a.Uint32("node")
		if err != nil {
			return nil, err
		}
		node = &n
	}
	found, err := xmledit.FindMemories(doc, alias, node)
	switch {
	case err != nil:
		return nil, vsh.Wrapf(err, "Failed to get memory device information")
	case len(found) == 0:
		return nil, vsh.Failf("no memory device found")
	case len(found) > 1:
		return nil, vsh.Failf("multiple memory devices found, use --alias or --node to select one")
	}
	return found[0], nil
}
