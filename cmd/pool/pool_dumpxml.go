package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-dumpxml", Help: "print the XML of a pool",
		Examples: []string{"pool-dumpxml images --xpath /pool/target/path"},
		Opts: append([]vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools"),
			vsh.BoolOpt("inactive", "the configuration for the next start"),
		}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			flags := vsh.FlagMap[virt.StorageXMLFlags]{"inactive": virt.StorageXMLInactive}.Of(a)
			return vsh.Document(a, func() (string, error) { return pool.XMLDesc(ctx, flags) })
		},
	}
}
