package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func volDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-dumpxml", Help: "print the XML of a volume",
		Examples: []string{"vol-dumpxml web.img --pool images"},
		Opts:     append(volAndPool(), vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.Vol(ctx, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return vol.XMLDesc(ctx, 0) })
		},
	}
}
