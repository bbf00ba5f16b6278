package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func volKeySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-key", Help: "show the key of a volume",
		Examples: []string{"vol-key web.img --pool images"},
		Opts:     volAndPool(),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.Vol(ctx, a)
			if err != nil {
				return nil, err
			}
			return format.Value("key", vol.Key()), nil
		},
	}
}
