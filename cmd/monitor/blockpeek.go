package monitor

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// differs from virsh: it has no such command.
func blockpeekSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockpeek", Help: "show what is on a disk of a domain",
		Description: "Read a part of a disk of a domain: into a file, or onto standard output, as it is or,\n" +
			"on a terminal, as a hex dump. A size of 0 tests whether the disk can be read.",
		Examples: []string{"blockpeek web vda 0 512 --hex"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.StringArg("disk", "target or source of the disk", "domain-disks"),
			vsh.StringArg("offset", "where the part begins, in bytes or with a suffix", "none").Reads("scaled:1"),
			vsh.StringArg("size", "how much it is, in bytes or with a suffix", "none").Reads("scaled:1"),
			fileOpt(), hexOpt(),
		},
		Run: runBlockpeek,
	}
}

func runBlockpeek(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	disk, err := a.String("disk")
	if err != nil {
		return nil, err
	}
	offset, err := a.Scaled("offset", 1, math.MaxUint64)
	if err != nil {
		return nil, err
	}
	return peek(a, offset, func(offset uint64, buf []byte) error {
		if err := dom.BlockPeek(ctx, disk, offset, buf); err != nil {
			return vsh.Wrapf(err, "Failed to read disk '%s' of domain '%s' at %d", disk, dom.Name(), offset)
		}
		return nil
	})
}
