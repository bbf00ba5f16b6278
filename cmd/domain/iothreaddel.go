package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func iothreaddelSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iothreaddel", Help: "take an I/O thread from a domain",
		Description: "Take one of a domain's I/O threads away. It must not serve a disk.",
		Examples:    []string{"iothreaddel web 2"},
		Opts:        iothreadOpts("ID of the I/O thread", "domain-iothreads"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			return onIOThread(ctx, s, a, "removed", (*libvirt.Domain).DelIOThread)
		},
	}
}
