package domain

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func createSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "create", Help: "start a domain from a file",
		Description: "Start a domain without defining it: it is gone when it ends.",
		Examples:    []string{"create domain.xml --paused"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the domain's XML, or - for standard input"),
			vsh.BoolOpt("console", "attach to its console then"),
			vsh.BoolOpt("paused", "leave its CPUs stopped"),
			vsh.BoolOpt("autodestroy", "destroy it when the connection ends"),
			passFDsOpt(),
			vsh.BoolOpt("validate", "check the XML against the schema"),
			vsh.BoolOpt("reset-nvram", "make the NVRAM anew from its template"),
		},
		Run: runCreate,
	}
}

var createFlags = vsh.FlagMap[virt.DomainCreateFlags]{
	"paused":      virt.DomainStartPaused,
	"autodestroy": virt.DomainStartAutodestroy,
	"validate":    virt.DomainStartValidate,
	"reset-nvram": virt.DomainStartResetNVRAM,
}

func runCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if a.Bool("console") {
		if err := asText(s); err != nil {
			return nil, err
		}
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	fds, err := passFDs(a)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var dom *libvirt.Domain
	run := func(flags virt.DomainCreateFlags) (*libvirt.Domain, error) { return create(ctx, conn, xml, fds, flags) }
	flags, held := createFlags.Of(a), false
	if a.Bool("console") {
		dom, held, err = startHeld(s, flags, run)
	} else {
		dom, err = run(flags)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create domain from %s", file)
	}
	created := format.Done("created", ref(dom), "Domain '%s' created from %s\n", dom.Name(), file)
	if !a.Bool("console") {
		return created, nil
	}
	c := consoleOf(s, dom, held)
	return format.StreamFunc(func(ctx context.Context, yield func(format.Result) error) error {
		if err := c.runStarted(ctx, created, yield); err != nil {
			s.Report(err) // that the domain runs makes the command a success
		}
		return nil
	}), nil
}

func create(ctx context.Context, conn *libvirt.Conn, xml string, fds []int, flags virt.DomainCreateFlags) (dom *libvirt.Domain, err error) {
	if len(fds) == 0 {
		return conn.CreateDomainXML(ctx, xml, flags)
	}
	err = withFiles(fds, func(files []*os.File) error {
		dom, err = conn.CreateDomainXMLWithFiles(ctx, xml, files, flags)
		return err
	})
	return dom, err
}
