package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func volPathSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-path", Help: "show the path of a volume",
		Examples: []string{"vol-path web.img --pool images"},
		Opts:     volAndPool(),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.Vol(ctx, a)
			if err != nil {
				return nil, err
			}
			path, err := vol.Path(ctx)
			if err != nil {
				return nil, err
			}
			return format.Value("path", path), nil
		},
	}
}
