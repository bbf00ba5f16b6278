package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func sysinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "sysinfo", Help: "print what the firmware says of the host",
		Description: "Print what the host's firmware says of the machine (SMBIOS), as XML.",
		Examples:    []string{"sysinfo"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			doc, err := conn.Sysinfo(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get sysinfo")
			}
			return format.XML(doc), nil
		},
	}
}
