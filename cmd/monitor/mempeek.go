package monitor

import (
	"context"
	"strconv"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// differs from virsh: it has no such command.
func mempeekSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "mempeek", Help: "show what is in the memory of a domain",
		Description: "Read a part of the memory of a running domain: into a file, or onto standard output, as it\n" +
			"is or, on a terminal, as a hex dump.",
		Examples: []string{"mempeek web 0x7c00 64 --physical --hex"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringArg("start", "address of the first byte, in base 10 or with 0x in base 16", "none").Reads("uint64"),
			vsh.StringArg("size", "how much it is, in bytes or with a suffix", "none").Reads("scaled:1"),
			vsh.BoolOpt("virtual", "the address is one of the guest's current task (the default)"),
			vsh.BoolOpt("physical", "the address is one of the guest's memory"),
			fileOpt(), hexOpt(),
		},
		Run: runMempeek,
	}
}

func runMempeek(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "virtual", "physical"); err != nil {
		return nil, err
	}
	flags := virt.MemoryVirtual
	if a.Bool("physical") {
		flags = virt.MemoryPhysical
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	start, err := strconv.ParseUint(a.Raw("start"), 0, 64)
	if err != nil {
		return nil, vsh.Failf("Numeric value '%s' for <start> option is malformed or out of range", a.Raw("start"))
	}
	return peek(a, start, func(offset uint64, buf []byte) error {
		if err := dom.MemoryPeek(ctx, offset, buf, flags); err != nil {
			return vsh.Wrapf(err, "Failed to read the memory of domain '%s' at %#x", dom.Name(), offset)
		}
		return nil
	})
}
