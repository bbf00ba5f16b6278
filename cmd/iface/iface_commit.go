package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceCommitSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-commit", Help: "keep what has changed since iface-begin",
		Examples: []string{"iface-commit"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			if err := conn.InterfaceChangeCommit(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to commit network config change transaction")
			}
			return format.Done("committed", format.Ref{Kind: "transaction"}, "Network config change transaction committed\n"), nil
		},
	}
}
