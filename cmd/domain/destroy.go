package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func destroySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "destroy", Help: "stop a domain at once",
		Description: "Stop a domain as if its power were cut. A persistent domain stays defined.",
		Examples: []string{
			"destroy web",
			"destroy web --graceful # let it write its disks first",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("graceful", "fail if the hypervisor does not end when asked to"),
			vsh.BoolOpt("remove-logs", "remove the domain's log files"),
		}, waitOpts("return when it is inactive")...),
		Run: runDestroy,
	}
}

var destroyFlags = vsh.FlagMap[virt.DomainDestroyFlagsValues]{
	"graceful":    virt.DomainDestroyGraceful,
	"remove-logs": virt.DomainDestroyRemoveLogs,
}

func runDestroy(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	timeout, err := waitTimeout(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if flags := destroyFlags.Of(a); flags != 0 {
		err = dom.DestroyFlags(ctx, flags)
	} else {
		err = dom.Destroy(ctx)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to destroy domain '%s'", a.Raw("domain"))
	}
	result := format.Done("destroyed", ref(dom), "Domain '%s' destroyed\n", a.Raw("domain"))
	if a.Bool("wait") {
		w := &waiter{dom: dom, condition: untilInactive}
		err = w.wait(ctx, timeout)
	}
	return result, err
}
