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
		Description: "Edit the XML of the domain's next start in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{
			"edit web",
			"edit web --set '/domain/vcpu=8' --diff",
			`edit web --delete "//disk[target/@dev='sda']" --dry-run`,
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.BoolOpt("skip-validate", "do not check the XML against the schema"),
		}, vsh.EditOpts()...),
		Run: runEdit,
	}
}

func runEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	var dom *libvirt.Domain
	return s.Edit(ctx, a, vsh.Edit{
		Find: func(ctx context.Context) (err error) {
			dom, err = s.Domain(ctx, a, byAny)
			return err
		},
		Ref: func() format.Ref { return ref(dom) },
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
	})
}

func defineFlags(validate bool) virt.DomainDefineFlags {
	if validate {
		return virt.DomainDefineValidate
	}
	return 0
}
