package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func uriSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "uri", Help: "print the canonical URI of the host",
		Examples: []string{"uri"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			uri, err := conn.URI(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get URI")
			}
			return format.Value("uri", uri), nil
		},
	}
}
