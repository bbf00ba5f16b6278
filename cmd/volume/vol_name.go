package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func volNameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-name", Help: "show the name of a volume",
		Examples: []string{"vol-name /images/web.img"},
		Opts:     []vsh.Opt{volAlone()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.VolOf(ctx, a, "vol", "", 0)
			if err != nil {
				return nil, err
			}
			return format.Value("name", vol.Name()), nil
		},
	}
}
