package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolCreateAsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-create-as", Help: "start a transient pool from options",
		Description: "Start a storage pool that is gone when it is stopped, as the options describe it.",
		Examples:    []string{"pool-create-as scratch dir --target /var/tmp/scratch"},
		Opts:        append(poolAsOpts(), buildOpts()...),
		Run:         runPoolCreateAs,
	}
}

func runPoolCreateAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags, err := buildFlags(a)
	if err != nil {
		return nil, err
	}
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
	pool, err := conn.CreateStoragePoolXML(ctx, p.XML(), flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create pool %s", p.Name)
	}
	return format.Done("created", format.Ref(pool.Ref()), "Pool %s created\n", p.Name), nil
}
