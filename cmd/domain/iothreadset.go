package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func iothreadsetSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iothreadset", Help: "set how an I/O thread works",
		Description: "Set how one of a domain's I/O threads looks for work, and how many workers it may have.",
		Examples:    []string{"iothreadset web 1 --poll-max-ns 32768"},
		Opts: iothreadOpts("ID of the I/O thread", "domain-iothreads",
			vsh.IntOpt("poll-max-ns", "how many nanoseconds it polls at most; 0: never", "uint64").From("none").Loose(),
			vsh.IntOpt("poll-grow", "by which factor it polls longer when that is worth it; 0: as the host likes", "uint32").From("none").Loose(),
			vsh.IntOpt("poll-shrink", "by which divisor it polls shorter when that is not; 0: as the host likes", "uint32").From("none").Loose(),
			vsh.IntOpt("thread-pool-min", "how many workers it keeps", "int32").From("none").Loose(),
			vsh.IntOpt("thread-pool-max", "how many workers it may have", "int32").From("none").Loose(),
		),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			return onIOThread(ctx, s, a, "changed", func(dom *libvirt.Domain, ctx context.Context, id uint, impact virt.DomainModificationImpact) error {
				params, err := iothreadParams(a)
				switch {
				case err != nil:
					return err
				case len(params) == 0:
					return vsh.Failf("Not enough arguments passed, nothing to set")
				}
				return dom.SetIOThreadParams(ctx, id, params, impact)
			})
		},
	}
}

// iothreadParams returns the parameters that a has.
func iothreadParams(a *vsh.Args) ([]virt.TypedParam, error) {
	var params []virt.TypedParam
	for _, o := range []struct {
		opt, param string
		value      func(opt string) (virt.TypedValue, error)
	}{
		{"poll-max-ns", virt.DomainIOThreadPollMaxNS, func(opt string) (virt.TypedValue, error) {
			n, err := a.Uint64(opt)
			return virt.UllongValue(n), err
		}},
		{"poll-grow", virt.DomainIOThreadPollGrow, uintValue(a)},
		{"poll-shrink", virt.DomainIOThreadPollShrink, uintValue(a)},
		{"thread-pool-min", virt.DomainIOThreadThreadPoolMin, intValue(a)},
		{"thread-pool-max", virt.DomainIOThreadThreadPoolMax, intValue(a)},
	} {
		if !a.Has(o.opt) {
			continue
		}
		value, err := o.value(o.opt)
		if err != nil {
			return nil, err
		}
		params = append(params, virt.TypedParam{Name: o.param, Value: value})
	}
	return params, nil
}

func uintValue(a *vsh.Args) func(opt string) (virt.TypedValue, error) {
	return func(opt string) (virt.TypedValue, error) {
		n, err := a.Uint32(opt)
		return virt.UintValue(n), err
	}
}

func intValue(a *vsh.Args) func(opt string) (virt.TypedValue, error) {
	return func(opt string) (virt.TypedValue, error) {
		n, err := a.Int32(opt)
		return virt.IntValue(n), err
	}
}
