package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func detachInterfaceSpec() *vsh.Spec {
	opts := append([]vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.StringArg("type", "type of the interface: network, bridge, user, …", "interface-types"),
		vsh.StringOpt("mac", "MAC address of the interface, if there are several of the type", "domain-interface-macs").Loose(),
	}, deviceOpts()...)
	return &vsh.Spec{
		Name: "detach-interface", Help: "take a network interface from a domain",
		Description: "Take a network interface from a domain. A running guest is asked to give it up, which it\n" +
			"need not do at once.",
		Examples: []string{"detach-interface web network --mac 52:54:00:00:00:01 --config"},
		Opts:     append(opts, vsh.BoolOpt("print-xml", "show the interface as XML and take nothing")),
		Run:      runDetachInterface,
	}
}

func runDetachInterface(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	d := interfaceDetacher{dom: dom, printOnly: a.Bool("print-xml")}
	if d.typ, err = a.String("type"); err != nil {
		return nil, alsoSays(err, cannotDetachInterface)
	}
	if d.mac, err = a.String("mac"); err != nil {
		return nil, alsoSays(err, cannotDetachInterface)
	}
	return d.run(ctx, impact)
}

const cannotDetachInterface = "Failed to detach interface"

// interfaceDetacher takes an interface from the parts of a domain, each in a call
// of its own since its XML may differ between them.
type interfaceDetacher struct {
	dom       *libvirt.Domain
	typ, mac  string // mac may be empty
	printOnly bool
	found     []xmledit.Device // what was taken or is to be printed
}

func (d *interfaceDetacher) run(ctx context.Context, impact deviceImpact) (format.Result, error) {
	if impact.flags&virt.DomainDeviceModifyConfig != 0 {
		if err := d.config(ctx); err != nil {
			return nil, err
		}
		impact.flags = impact.on(ctx, d.dom) & virt.DomainDeviceModifyLive
		if impact.flags == 0 {
			return d.result(), nil
		}
	}
	device, err := d.find(ctx, 0)
	switch {
	case err != nil && d.printOnly:
		return nil, err
	case err != nil:
		return nil, alsoSays(err, cannotDetachInterface)
	}
	if !d.printOnly {
		if err := (deviceImpact{flags: impact.flags, given: impact.given}).detach(ctx, d.dom, device.XML); err != nil {
			return nil, vsh.Wrapf(err, cannotDetachInterface)
		}
	}
	return d.result(), nil
}

// config takes the interface from the next boot.
func (d *interfaceDetacher) config(ctx context.Context) error {
	device, err := d.find(ctx, virt.DomainXMLInactive)
	if err != nil {
		return alsoSays(err, cannotDetachInterface)
	}
	if d.printOnly {
		return nil
	}
	if err := d.dom.DetachDeviceFlags(ctx, device.XML, virt.DomainDeviceModifyConfig); err != nil {
		return vsh.Wrapf(err, cannotDetachInterface)
	}
	return nil
}

// find looks for the interface in the view of the domain that flags tell.
func (d *interfaceDetacher) find(ctx context.Context, flags virt.DomainXMLFlags) (xmledit.Device, error) {
	doc, err := domainXML(ctx, d.dom, flags)
	if err != nil {
		return xmledit.Device{}, err
	}
	ofType, err := xmledit.FindInterfaces(doc, d.typ)
	switch {
	case err != nil:
		return xmledit.Device{}, vsh.Wrapf(err, "Failed to get interface information")
	case len(ofType) == 0:
		return xmledit.Device{}, vsh.Failf("No interface found whose type is %s", d.typ)
	case d.mac == "" && len(ofType) > 1:
		return xmledit.Device{}, vsh.Failf("Domain has %d interfaces. Please specify which one to detach using --mac", len(ofType))
	}
	for _, device := range ofType {
		if d.mac == "" || strings.EqualFold(device.MAC, d.mac) {
			d.found = append(d.found, device)
			return device, nil
		}
	}
	return xmledit.Device{}, vsh.Failf("No interface with MAC address %s was found", d.mac)
}

func (d *interfaceDetacher) result() format.Result {
	if !d.printOnly {
		return deviceDone("detached", d.dom, d.found[0], "Interface detached successfully\n")
	}
	var b strings.Builder
	for _, device := range d.found {
		b.WriteString(device.XML)
	}
	return format.XML(b.String())
}
