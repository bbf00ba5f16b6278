package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolDefineAsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-define-as", Help: "define a pool from options",
		Description: "Make a storage pool persistent, as the options describe it, without starting it.",
		Examples: []string{
			"pool-define-as scratch dir --target /var/tmp/scratch",
			"pool-define-as backup netfs --source-host files.example.com --source-path /export --target /backup --print-xml",
		},
		Opts: poolAsOpts(),
		Run:  runPoolDefineAs,
	}
}

func runPoolDefineAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	p, err := poolAs(a)
	if err != nil {
		return nil, err
	}
	if a.Bool("print-xml") {
		return format.XML(p.XML()), nil
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := conn.DefineStoragePoolXML(ctx, p.XML(), 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define pool %s", p.Name)
	}
	return format.Done("defined", format.Ref(pool.Ref()), "Pool %s defined\n", p.Name), nil
}
