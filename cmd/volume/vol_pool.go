package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func volPoolSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-pool", Help: "show the pool of a volume",
		Examples: []string{"vol-pool /images/web.img"},
		Opts: []vsh.Opt{
			volAlone(),
			vsh.BoolOpt("uuid", "show the pool's UUID and not its name"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.VolOf(ctx, a, "vol", "", 0)
			if err != nil {
				return nil, err
			}
			pool, err := vol.Pool(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get parent pool")
			}
			return &volPool{Name: pool.Name(), UUID: pool.UUID().String(), uuid: a.Bool("uuid")}, nil
		},
	}
}

// volPool is what names the pool of a volume.
type volPool struct {
	Name string `json:"name"`
	UUID string `json:"uuid"`

	uuid bool // the text is the UUID
}

// Text prints the name or the UUID.
func (v *volPool) Text(p *format.Printer) error {
	if v.uuid {
		p.Println(v.UUID)
	} else {
		p.Println(v.Name)
	}
	return nil
}
