package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// differs from virsh: it has no such command.
func hvtypeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "hvtype", Help: "print the type of the hypervisor",
		Examples: []string{"hvtype"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			typ, err := conn.Type(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "Failed to get the type of the hypervisor")
			}
			return format.Value("type", typ), nil
		},
	}
}
