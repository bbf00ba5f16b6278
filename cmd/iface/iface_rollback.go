package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceRollbackSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-rollback", Help: "take back what has changed since iface-begin",
		Examples: []string{"iface-rollback"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			if err := conn.InterfaceChangeRollback(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to rollback network config change transaction")
			}
			return format.Done("rolled back", format.Ref{Kind: "transaction"}, "Network config change transaction rolled back\n"), nil
		},
	}
}
