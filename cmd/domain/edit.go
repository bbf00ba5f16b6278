package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func editSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "edit", Help: "edit the XML of a domain",
		Description: "Edit the XML of the domain's next start in an editor, or as the options say. With --live,\n" +
			"edit what runs: devices that differ then are detached, updated and attached. What was\n" +
			"edited but not taken by the host is kept in a file.",
		Examples: []string{
			"edit web",
			"edit web --set '/domain/vcpu=8' --diff",
			`edit web --delete "//disk[target/@dev='sda']" --dry-run`,
			`edit web --live --set "//disk[@device='cdrom']/source/@file=/iso/debian.iso"`,
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.BoolOpt("skip-validate", "do not check the XML against the schema"),
			vsh.BoolOpt("config", "of the next start, which is the default"),
			vsh.BoolOpt("live", "of the running domain: its devices; with --config, of both"),
			vsh.BoolOpt("current", "of the domain as it is now: running, else of the next start"),
		}, vsh.EditOpts()...),
		Run: runEdit,
	}
}

func runEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	var dom *libvirt.Domain
	find := func(ctx context.Context) (err error) {
		dom, err = s.Domain(ctx, a, byAny)
		return err
	}
	if a.Bool("current") || a.Bool("live") {
		if err := find(ctx); err != nil {
			return nil, err
		}
		switch active, err := dom.IsActive(ctx); {
		case err != nil:
			return nil, err
		case active && a.Bool("current"):
			impact = virt.DomainAffectLive
		case !active && a.Bool("live"):
			return nil, vsh.Failf("domain '%s' is not running: there is nothing live to edit", dom.Name())
		}
	}
	e := vsh.Edit{
		Find: find,
		Ref:  func() format.Ref { return ref(dom) },
		Fetch: func(ctx context.Context) (string, error) {
			return dom.XMLDesc(ctx, virt.DomainXMLInactive|virt.DomainXMLSecure)
		},
		Define: func(ctx context.Context, conn *libvirt.Conn, xml string, validate bool) error {
			defined, err := conn.DefineDomainXMLFlags(ctx, xml, defineFlags(validate))
			if err == nil {
				dom = defined
			}
			return err
		},
		Validate:  !a.Bool("skip-validate"),
		Edited:    func() string { return "Domain '" + dom.Name() + "' XML configuration edited." },
		Unchanged: func() string { return "Domain '" + dom.Name() + "' XML configuration not changed." },
		Rename:    func(name string) string { return vsh.Quote("domrename", dom.Name(), name) },
	}
	if impact&virt.DomainAffectLive != 0 {
		live := liveEdit{impact: impact}
		e.Fetch = func(ctx context.Context) (xml string, err error) {
			if xml, err = dom.XMLDesc(ctx, virt.DomainXMLSecure); err == nil {
				live.base = xml
			}
			return xml, err
		}
		e.Check = live.check
		e.Define = func(ctx context.Context, _ *libvirt.Conn, xml string, _ bool) error {
			return live.apply(ctx, dom, xml)
		}
		e.InPlace, e.Validate, e.Rename = true, false, nil
	}
	return s.Edit(ctx, a, e)
}

func defineFlags(validate bool) virt.DomainDefineFlags {
	if validate {
		return virt.DomainDefineValidate
	}
	return 0
}
