package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-edit", Help: "edit the XML of a pool",
		Description: "Edit the XML of the pool's next start in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{"pool-edit images --set /pool/target/path=/srv/images --diff"},
		Opts:     append([]vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools")}, vsh.EditOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			var pool *libvirt.StoragePool
			return s.Edit(ctx, a, vsh.Edit{
				Find: func(ctx context.Context) (err error) {
					pool, err = s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
					return err
				},
				Ref: func() format.Ref { return format.Ref(pool.Ref()) },
				Fetch: func(ctx context.Context) (string, error) {
					return vsh.InactiveXML(ctx, pool.XMLDesc, virt.StorageXMLInactive)
				},
				Define: func(ctx context.Context, conn *libvirt.Conn, xml string, _ bool) error {
					defined, err := conn.DefineStoragePoolXML(ctx, xml, 0)
					if err == nil {
						pool = defined
					}
					return err
				},
				Edited:    func() string { return "Pool " + pool.Name() + " XML configuration edited." },
				Unchanged: func() string { return "Pool " + pool.Name() + " XML configuration not changed." },
			})
		},
	}
}
