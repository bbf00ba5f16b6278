package domain

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blockresizeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockresize", Help: "change the size of a disk of a running domain",
		Description: "Change how large the guest of a running domain sees one of its disks.",
		Examples:    []string{"blockresize web vda 20G"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("path", "target or path of the disk", "domain-disks"),
			vsh.IntArg("size", "the new size; KiB without a suffix", "scaled:1024"),
		},
		Run: runBlockresize,
	}
}

func runBlockresize(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	disk, err := a.String("path")
	if err != nil {
		return nil, err
	}
	size, err := a.Scaled("size", 1<<10, math.MaxUint64)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	// Older hosts know KiB only.
	count, flags := size, virt.DomainBlockResizeBytes
	if size%(1<<10) == 0 {
		count, flags = size>>10, 0
	}
	if err := dom.BlockResize(ctx, disk, count, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to resize block device '%s'", disk)
	}
	return &resizedDisk{
		Action: format.Done("resized", ref(dom), "Block device '%s' is resized", disk),
		Disk:   disk, SizeBytes: size,
	}, nil
}

// resizedDisk is a disk and its new size.
type resizedDisk struct {
	format.Action
	Disk      string `json:"disk"` // as it was named
	SizeBytes uint64 `json:"sizeBytes"`
}
