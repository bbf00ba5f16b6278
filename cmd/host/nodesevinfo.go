package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodesevinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodesevinfo", Help: "show what encrypts guests on the host",
		Description: "Show what AMD's Secure Encrypted Virtualization offers on the host.",
		Examples:    []string{"nodesevinfo"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			params, err := conn.NodeSEVInfo(ctx, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to get host SEV information")
			}
			info := &sevInfo{params: params}
			for _, p := range params {
				info.Object = append(info.Object, format.Field{Name: vsh.Camel(p.Name), Value: p.Value.Any()})
			}
			return info, nil
		},
	}
}

// sevInfo is what the host offers for encrypted guests.
type sevInfo struct {
	format.Object
	params []virt.TypedParam
}

// Text prints a line for each parameter.
func (i *sevInfo) Text(p *format.Printer) error {
	for _, param := range i.params {
		p.Printf("%-18s: %s\n", param.Name, param.Value)
	}
	return nil
}
