package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func domifSetlinkSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domif-setlink", Help: "plug a network cable in or out",
		Description: "Set the link of one of a domain's network interfaces, as if a cable were plugged in or out.",
		Examples:    []string{"domif-setlink web web0 down"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("interface", "target or MAC address of the interface", "domain-interfaces"),
			vsh.StringArg("state", "up or down", "domain-link-states"),
			vsh.AliasOpt("persistent", "config"),
			vsh.BoolOpt("config", "affect the next boot"),
			vsh.BoolOpt("print-xml", "show the changed interface as XML and change nothing"),
		},
		Run: runDomifSetlink,
	}
}

func runDomifSetlink(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	name, err := a.String("interface")
	if err != nil {
		return nil, err
	}
	state, err := a.String("state")
	if err != nil {
		return nil, err
	}
	if state != "up" && state != "down" {
		return nil, vsh.Failf("invalid link state '%s'", state)
	}
	flags, view := virt.DomainDeviceModifyLive, virt.DomainXMLFlags(0)
	if a.Bool("config") {
		flags, view = virt.DomainDeviceModifyConfig, virt.DomainXMLInactive
	}
	active, err := dom.IsActive(ctx)
	if err != nil {
		return nil, err
	}
	if !active {
		flags = virt.DomainDeviceModifyConfig
	}
	doc, err := domainXML(ctx, dom, view)
	if err != nil {
		return nil, err
	}
	element, err := xmledit.SetLinkState(doc, name, state)
	switch {
	case err != nil:
		return nil, vsh.Wrapf(err, "Failed to parse domain description xml")
	case element == "":
		return nil, vsh.Failf("interface '%s' not found", name)
	case a.Bool("print-xml"):
		return format.XML(element), nil
	}
	if err := dom.UpdateDeviceFlags(ctx, element, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update interface link state")
	}
	return format.Done("changed", ref(dom), "Device updated successfully\n"), nil
}
