package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolCapabilitiesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-capabilities", Help: "print which types of pool the host supports",
		Examples: []string{"pool-capabilities"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			doc, err := conn.StoragePoolCapabilities(ctx, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get storage pool capabilities")
			}
			return format.XML(doc + "\n"), nil // virsh prints one more, whatever the document ends in
		},
	}
}
