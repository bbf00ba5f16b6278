package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-delete", Help: "delete a volume and its data",
		Examples: []string{"vol-delete web.img --pool images"},
		Opts:     append(volAndPool(), vsh.BoolOpt("delete-snapshots", "delete its snapshots too, where the pool has them")),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			vol, err := s.Vol(ctx, a)
			if err != nil {
				return nil, err
			}
			flags := vsh.FlagMap[virt.StorageVolDeleteFlags]{"delete-snapshots": virt.StorageVolDeleteWithSnapshots}.Of(a)
			word := a.Raw("vol")
			if err := vol.Delete(ctx, flags); err != nil {
				return nil, vsh.Wrapf(err, "Failed to delete vol %s", word)
			}
			return format.Done("deleted", format.Ref(vol.Ref()), "Vol %s deleted\n", word), nil
		},
	}
}
