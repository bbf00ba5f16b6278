package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func iothreadaddSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iothreadadd", Help: "add an I/O thread to a domain",
		Description: "Add a thread that can serve disks of a domain.",
		Examples:    []string{"iothreadadd web 3"},
		Opts:        iothreadOpts("ID of the new thread, from 1 on", "none"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			return onIOThread(ctx, s, a, "added", (*libvirt.Domain).AddIOThread)
		},
	}
}

// iothreadOpts are the options of the commands that change one I/O thread; more
// stand before those that tell what of the domain is meant.
func iothreadOpts(help, complete string, more ...vsh.Opt) []vsh.Opt {
	opts := []vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.IntArg("id", help, "int32").From(complete),
	}
	return append(append(opts, more...), vsh.ConfigLiveCurrent()...)
}

// onIOThread calls change for the I/O thread that a names.
func onIOThread(ctx context.Context, s *vsh.Session, a *vsh.Args, verb string,
	change func(*libvirt.Domain, context.Context, uint, virt.DomainModificationImpact) error) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	id, err := a.Int32("id")
	if err != nil {
		return nil, err
	}
	if id <= 0 {
		return nil, vsh.Failf("Invalid IOThread id value: '%d'", id)
	}
	if err := change(dom, ctx, uint(id), impact); err != nil {
		return nil, err
	}
	return format.Done(verb, ref(dom), ""), nil
}
