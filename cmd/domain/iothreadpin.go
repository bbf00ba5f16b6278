package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func iothreadpinSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iothreadpin", Help: "set where an I/O thread runs",
		Description: "Set the CPUs of the host that one of a domain's I/O threads may run on. A list is like\n" +
			"0-3,7,^2; r is all CPUs.",
		Examples: []string{"iothreadpin web 1 0-1"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntArg("iothread", "ID of the I/O thread", "uint32").From("domain-iothreads"),
			vsh.StringArg("cpulist", "the CPUs of the host that it may run on", "host-cpus,"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runIothreadpin,
	}
}

func runIothreadpin(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	id, err := a.Uint32("iothread")
	if err != nil {
		return nil, err
	}
	list, err := a.String("cpulist")
	if err != nil {
		return nil, err
	}
	hostCPUs, err := dom.Conn().HostCPUs(ctx)
	if err != nil {
		return nil, err
	}
	cpus, err := hostCPUList(list, hostCPUs)
	if err != nil {
		return nil, err
	}
	if err := dom.PinIOThread(ctx, uint(id), cpus, impact); err != nil {
		return nil, err
	}
	return format.Done("pinned", ref(dom), ""), nil
}
