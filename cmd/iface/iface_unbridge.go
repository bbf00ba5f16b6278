package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func ifaceUnbridgeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-unbridge", Help: "remove a bridge and free its interface",
		Description: "Stop and remove a bridge of the host with one interface attached, which gets its addresses.",
		Examples:    []string{"iface-unbridge br0"},
		Opts: []vsh.Opt{
			vsh.StringArg("bridge", "name of the bridge", "none"),
			vsh.BoolOpt("no-start", "do not start the interface"),
		},
		Run: runIfaceUnbridge,
	}
}

func runIfaceUnbridge(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	bridge, err := lookupOf(ctx, s, a, "bridge", byName)
	if err != nil {
		return nil, err
	}
	name := bridge.Name()
	doc, err := bridge.XMLDesc(ctx, virt.InterfaceXMLInactive)
	if err != nil {
		return nil, err
	}
	xml, port, err := xmledit.WithoutBridge(doc, name)
	if err != nil {
		return nil, err
	}
	if err := bridge.Destroy(ctx, 0); err != nil {
		return nil, vsh.Wrapf(err, "Failed to destroy bridge interface %s", name)
	}
	if err := bridge.Undefine(ctx); err != nil {
		return nil, vsh.Wrapf(err, "Failed to undefine bridge interface %s", name)
	}
	iface, err := bridge.Conn().DefineInterfaceXML(ctx, xml, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define new interface %s", port)
	}
	done := &bridged{Action: format.Done("freed", format.Ref(iface.Ref()), "Device %s un-attached from bridge %s\n", port, name)}
	if a.Bool("no-start") {
		return done, nil
	}
	if err := iface.Create(ctx, 0); err != nil {
		return done, vsh.Wrapf(err, "Failed to start interface %s", port)
	}
	done.Started, done.what = true, "Interface "+port
	return done, nil
}
