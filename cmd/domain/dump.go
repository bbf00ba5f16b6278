package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func dumpSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dump", Help: "write a domain's memory to a file",
		Description: "Write the memory of a running domain to a file on the host. Its CPUs are stopped meanwhile,\n" +
			"unless --live is given, and it goes on then.",
		Examples: []string{"dump web web.core --memory-only --format elf"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("file", "file on the host to write", "files"),
			vsh.BoolOpt("live", "let its CPUs go on meanwhile"),
			vsh.BoolOpt("crash", "stop it then, as crashed"),
			vsh.BoolOpt("bypass-cache", "write the file past the host's file cache"),
			vsh.BoolOpt("reset", "reset it then"),
			vsh.BoolOpt("verbose", "show the progress"),
			vsh.BoolOpt("memory-only", "write memory and registers only, in a format that debuggers read"),
			vsh.StringOpt("format", "format of that: elf, kdump-zlib, kdump-lzo, kdump-snappy or win-dmp", "core-dump-formats").Loose(),
		},
		Run: runDump,
	}
}

var dumpFlags = vsh.FlagMap[virt.DomainCoreDumpFlags]{
	"live":         virt.DumpLive,
	"crash":        virt.DumpCrash,
	"bypass-cache": virt.DumpBypassCache,
	"reset":        virt.DumpReset,
	"memory-only":  virt.DumpMemoryOnly,
}

func runDump(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	core, err := dumpFormat(a)
	if err != nil {
		return nil, err
	}
	flags := dumpFlags.Of(a)
	j := &job{session: s, dom: dom, label: "Dump", verbose: a.Bool("verbose")}
	err = j.run(ctx, func(ctx context.Context) error {
		if core != virt.DomainCoreDumpFormatRaw { // which is the only one that old hosts know
			return dom.CoreDumpWithFormat(ctx, file, core, flags)
		}
		return dom.CoreDump(ctx, file, flags)
	})
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to core dump domain '%s' to %s", dom.Name(), file)
	}
	return &fileAction{
		Action: format.Done("dumped", ref(dom), "\nDomain '%s' dumped to %s\n", dom.Name(), file),
		File:   file,
	}, nil
}

// dumpFormat returns the format that the option of that name tells.
func dumpFormat(a *vsh.Args) (virt.DomainCoreDumpFormat, error) {
	if !a.Has("format") {
		return virt.DomainCoreDumpFormatRaw, nil
	}
	if !a.Bool("memory-only") {
		return 0, vsh.Failf("--format only works with --memory-only")
	}
	switch word := a.Raw("format"); word {
	case "", "elf":
		return virt.DomainCoreDumpFormatRaw, nil
	case "kdump-zlib":
		return virt.DomainCoreDumpFormatKdumpZlib, nil
	case "kdump-lzo":
		return virt.DomainCoreDumpFormatKdumpLzo, nil
	case "kdump-snappy":
		return virt.DomainCoreDumpFormatKdumpSnappy, nil
	case "win-dmp":
		return virt.DomainCoreDumpFormatWinDmp, nil
	default:
		return 0, vsh.Failf("format '%s' is not supported, expecting 'kdump-zlib', 'kdump-lzo', "+
			"'kdump-snappy', 'win-dmp' or 'elf'", word)
	}
}
