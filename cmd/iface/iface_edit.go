package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func ifaceEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-edit", Help: "edit the XML of an interface",
		Description: "Edit the XML of the interface's next start in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{"iface-edit eth1 --set '/interface/mtu/@size=9000' --dry-run"},
		Opts:     append([]vsh.Opt{ifaceArg("interfaces")}, vsh.EditOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			var iface *libvirt.Interface
			return s.Edit(ctx, a, vsh.Edit{
				Find: func(ctx context.Context) (err error) {
					iface, err = lookup(ctx, s, a, byName|byMAC)
					return err
				},
				Ref:   func() format.Ref { return format.Ref(iface.Ref()) },
				Fetch: func(ctx context.Context) (string, error) { return iface.XMLDesc(ctx, virt.InterfaceXMLInactive) },
				Define: func(ctx context.Context, conn *libvirt.Conn, xml string, _ bool) error {
					defined, err := conn.DefineInterfaceXML(ctx, xml, 0)
					if err == nil {
						iface = defined
					}
					return err
				},
				Edited:    func() string { return "Interface " + iface.Name() + " XML configuration edited." },
				Unchanged: func() string { return "Interface " + iface.Name() + " XML configuration not changed." },
			})
		},
	}
}
