package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func hostnameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "hostname", Help: "print the name of the host",
		Examples: []string{"hostname"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			name, err := conn.Hostname(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get hostname")
			}
			return format.Value("hostname", name), nil
		},
	}
}
