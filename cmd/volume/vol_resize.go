package volume

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volResizeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-resize", Help: "change the size of a volume",
		Examples: []string{
			"vol-resize web.img 30G --pool images",
			"vol-resize web.img 5G --delta --pool images",
		},
		Opts: []vsh.Opt{
			vsh.VolArg("name, key or path of the volume"),
			vsh.StringArg("capacity", "the new size, in bytes or with a suffix (k, M, G, T, ...)", "none").
				Reads("scaled:1; leading - allowed with --shrink"),
			vsh.PoolOpt("name or UUID of the pool").Pos(),
			vsh.BoolOpt("allocate", "take the new size at once, without holes"),
			vsh.BoolOpt("delta", "the size is a difference to the present one"),
			vsh.BoolOpt("shrink", "allow a smaller size, whose end is lost"),
		},
		Run: runVolResize,
	}
}

func runVolResize(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags := vsh.FlagMap[virt.StorageVolResizeFlags]{
		"allocate": virt.StorageVolResizeAllocate,
		"delta":    virt.StorageVolResizeDelta,
		"shrink":   virt.StorageVolResizeShrink,
	}.Of(a)
	vol, err := s.Vol(ctx, a)
	if err != nil {
		return nil, err
	}
	word, err := a.String("capacity")
	if err != nil {
		return nil, err
	}
	word = strings.TrimLeft(word, " \t\n\v\f\r")
	if rest, negative := strings.CutPrefix(word, "-"); negative {
		if flags&virt.StorageVolResizeShrink == 0 {
			return nil, vsh.Failf("negative size requires --shrink")
		}
		word = rest
		flags |= virt.StorageVolResizeDelta
	}
	capacity, err := size(word)
	if err != nil {
		return nil, err
	}
	to := "to"
	if flags&virt.StorageVolResizeDelta != 0 {
		to = "by"
	}
	if err := vol.Resize(ctx, capacity, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to change size of volume '%s' %s %s", vol.Name(), to, word)
	}
	return format.Done("resized", format.Ref(vol.Ref()), "Size of volume '%s' successfully changed %s %s\n", vol.Name(), to, word), nil
}
