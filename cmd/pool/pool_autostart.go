package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolAutostartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-autostart", Help: "start a pool with the host, or not",
		Examples: []string{"pool-autostart images"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools-persistent"),
			vsh.BoolOpt("disable", "do not start it"),
		},
		Run: runPoolAutostart,
	}
}

func runPoolAutostart(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	word, on := a.Raw("pool"), !a.Bool("disable")
	verb := "mark"
	if !on {
		verb = "unmark"
	}
	if err := pool.SetAutostart(ctx, on); err != nil {
		return nil, vsh.Wrapf(err, "failed to %s pool %s as autostarted", verb, word)
	}
	return format.Done(verb+"ed", format.Ref(pool.Ref()), "Pool %s %sed as autostarted\n", word, verb), nil
}
