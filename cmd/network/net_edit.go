package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-edit", Help: "edit the XML of a network",
		Description: "Edit the XML of the network's next start in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{`net-edit default --set "//dhcp/range/@end=192.168.77.50" --diff`},
		Opts:     append([]vsh.Opt{vsh.NetworkArg("name or UUID of the network", "networks")}, vsh.EditOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			var net *libvirt.Network
			return s.Edit(ctx, a, vsh.Edit{
				Find: func(ctx context.Context) (err error) {
					net, err = s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
					return err
				},
				Ref: func() format.Ref { return format.Ref(net.Ref()) },
				Fetch: func(ctx context.Context) (string, error) {
					return vsh.InactiveXML(ctx, net.XMLDesc, virt.NetworkXMLInactive)
				},
				Define: func(ctx context.Context, conn *libvirt.Conn, xml string, _ bool) error {
					defined, err := conn.DefineNetworkXML(ctx, xml)
					if err == nil {
						net = defined
					}
					return err
				},
				Edited:    func() string { return "Network " + net.Name() + " XML configuration edited." },
				Unchanged: func() string { return "Network " + net.Name() + " XML configuration not changed." },
			})
		},
	}
}
