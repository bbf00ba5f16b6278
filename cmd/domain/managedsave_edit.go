package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func managedsaveEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "managedsave-edit", Help: "edit the XML of a managed save",
		Description: "Edit the XML that the next start of a saved domain will use, in an editor or as the options\n" +
			"say. What was edited but not taken by the host is kept in a file.",
		Examples: []string{
			"managedsave-edit web",
			"managedsave-edit web --running --set /domain/on_crash=restart",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-managed-save"),
			vsh.BoolOpt("running", "let its CPUs go on after the next start"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after the next start"),
		}, vsh.EditOpts()...),
		Run: runManagedsaveEdit,
	}
}

func runManagedsaveEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "running", "paused"); err != nil {
		return nil, err
	}
	var dom *libvirt.Domain
	return s.Edit(ctx, a, vsh.Edit{
		Find: func(ctx context.Context) (err error) {
			dom, err = s.Domain(ctx, a, byAny)
			return err
		},
		InPlace: true,
		Ref:     func() format.Ref { return ref(dom) },
		Fetch: func(ctx context.Context) (string, error) {
			return dom.ManagedSaveXMLDesc(ctx, virt.DomainSaveImageXMLSecure)
		},
		Define: func(ctx context.Context, _ *libvirt.Conn, xml string, _ bool) error {
			return dom.ManagedSaveDefineXML(ctx, xml, imageDefineFlags.Of(a))
		},
		Edited: func() string { return "Managed save image of Domain '" + dom.Name() + "' XML configuration edited." },
		Unchanged: func() string {
			return "Managed save image of domain '" + dom.Name() + "' XML configuration not changed."
		},
	})
}
