package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func detachDeviceAliasSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "detach-device-alias", Help: "take the device with an alias from a domain",
		Description: "Take a device from a domain, by its alias. A running guest is only asked to give it up:\n" +
			"the device is gone when the event device-removed tells.",
		Examples: []string{"detach-device-alias web ua-data"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("alias", "alias of the device", "domain-aliases"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runDetachDeviceAlias,
	}
}

func runDetachDeviceAlias(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	alias, err := a.String("alias")
	if err != nil {
		return nil, err
	}
	if err := dom.DetachDeviceAlias(ctx, alias, impact); err != nil {
		return nil, vsh.Wrapf(err, "Failed to detach device with alias %s", alias)
	}
	return deviceDone("requested", dom, xmledit.Device{Alias: alias}, "Device detach request sent successfully\n"), nil
}
