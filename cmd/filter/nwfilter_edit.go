package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func nwfilterEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-edit", Help: "edit the XML of a network filter",
		Description: "Edit the XML of the filter in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{"nwfilter-edit clean-traffic --set '/filter/@chain=root' --diff"},
		Opts:     append([]vsh.Opt{filterArg()}, vsh.EditOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			var filter *libvirt.NWFilter
			return s.Edit(ctx, a, vsh.Edit{
				Find: func(ctx context.Context) (err error) {
					filter, err = lookup(ctx, s, a)
					return err
				},
				Ref:   func() format.Ref { return format.Ref(filter.Ref()) },
				Fetch: func(ctx context.Context) (string, error) { return filter.XMLDesc(ctx, 0) },
				Define: func(ctx context.Context, conn *libvirt.Conn, xml string, _ bool) error {
					defined, err := conn.DefineNWFilterXML(ctx, xml)
					if err == nil {
						filter = defined
					}
					return err
				},
				Edited:    func() string { return "Network filter " + filter.Name() + " XML configuration edited." },
				Unchanged: func() string { return "Network filter " + filter.Name() + " XML configuration not changed." },
			})
		},
	}
}
