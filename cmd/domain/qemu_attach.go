package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func qemuAttachSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "qemu-attach", Help: "make a domain of a running QEMU",
		Examples: []string{"qemu-attach 4711"},
		Opts:     []vsh.Opt{vsh.StringArg("pid", "number of its process on the host", "none").Reads("uint32")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pid, err := a.Uint32("pid")
			if err != nil {
				return nil, err
			}
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			dom, err := conn.AttachQEMU(ctx, pid, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Failed to attach to pid %d", pid)
			}
			return format.Done("attached", ref(dom), "Domain '%s' attached to pid %d\n", dom.Name(), pid), nil
		},
	}
}
