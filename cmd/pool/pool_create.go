package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-create", Help: "start a transient pool from a file of XML",
		Description: "Start a storage pool that is gone when it is stopped, as a file of XML describes it.",
		Examples:    []string{"pool-create pool.xml"},
		Opts: append([]vsh.Opt{
			vsh.FileArg("file with the XML of the pool, or - for standard input"),
		}, buildOpts()...),
		Run: runPoolCreate,
	}
}

func runPoolCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	flags, err := buildFlags(a)
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := conn.CreateStoragePoolXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create pool from %s", file)
	}
	return format.Done("created", format.Ref(pool.Ref()), "Pool %s created from %s\n", pool.Name(), file), nil
}
