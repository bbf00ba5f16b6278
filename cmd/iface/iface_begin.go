package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceBeginSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-begin", Help: "note all interfaces' state, to return to it",
		Description: "Note the configuration of all interfaces, to return to.",
		Examples:    []string{"iface-begin"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			if err := conn.InterfaceChangeBegin(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to begin network config change transaction")
			}
			return format.Done("started", format.Ref{Kind: "transaction"}, "Network config change transaction started\n"), nil
		},
	}
}
