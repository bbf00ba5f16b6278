package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-define", Help: "define a pool from a file of XML",
		Description: "Make a storage pool persistent, as a file of XML describes it, without starting it. " +
			"With the name and UUID of one that is there, its configuration is replaced.",
		Examples: []string{"pool-define pool.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the pool, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runPoolDefine,
	}
}

func runPoolDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
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
	flags := vsh.FlagMap[virt.StoragePoolDefineFlags]{"validate": virt.StoragePoolDefineValidate}.Of(a)
	pool, err := conn.DefineStoragePoolXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define pool from %s", file)
	}
	s.NoteDropped(ctx, xml, func(ctx context.Context) (string, error) {
		return vsh.InactiveXML(ctx, pool.XMLDesc, virt.StorageXMLInactive)
	})
	return format.Done("defined", format.Ref(pool.Ref()), "Pool %s defined from %s\n", pool.Name(), file), nil
}
