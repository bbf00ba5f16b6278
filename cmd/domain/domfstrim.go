package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domfstrimSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domfstrim", Help: "have a guest give back unused blocks",
		Description: "Have a guest tell its disks which blocks its filesystems do not use.",
		Examples: []string{
			"domfstrim web",
			"domfstrim web --mountpoint /boot --minimum 1048576",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.IntOpt("minimum", "bytes that a free range has at least; smaller ones may be passed over", "uint64").Loose(),
			vsh.StringOpt("mountpoint", "where the filesystem is mounted (default: all)", "domain-filesystems").Loose(),
		},
		Run: runDomfstrim,
	}
}

func runDomfstrim(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	minimum, err := a.Uint64("minimum")
	if err != nil {
		return nil, err
	}
	mountPoint, err := a.String("mountpoint")
	if err != nil {
		return nil, err
	}
	if err := dom.FSTrim(ctx, mountPoint, minimum, 0); err != nil {
		return nil, vsh.Wrapf(err, "Unable to invoke fstrim")
	}
	return format.Done("trimmed", ref(dom), ""), nil
}
