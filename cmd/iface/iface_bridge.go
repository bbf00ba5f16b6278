package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func ifaceBridgeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-bridge", Help: "make a bridge and attach an interface to it",
		Description: "Make a bridge on the host and attach an interface to it, whose addresses it gets.",
		Examples:    []string{"iface-bridge eth1 br0", "iface-bridge eth1 br0 --no-stp --no-start"},
		Opts: []vsh.Opt{
			ifaceArg("interfaces"),
			vsh.StringArg("bridge", "name of the new bridge", "none"),
			vsh.BoolOpt("no-stp", "without the spanning tree protocol"),
			vsh.IntOpt("delay", "seconds until a new port forwards (default: 0)", "uint32").Loose(),
			vsh.BoolOpt("no-start", "do not start the bridge"),
		},
		Run: runIfaceBridge,
	}
}

func runIfaceBridge(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	iface, err := lookup(ctx, s, a, byName)
	if err != nil {
		return nil, err
	}
	name, err := a.String("bridge")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	_, missing := conn.LookupInterfaceByName(ctx, name)
	if missing == nil {
		return nil, vsh.Failf("Network device %s already exists", name)
	}
	delay, err := a.Uint32("delay")
	if err != nil {
		return nil, vsh.Both(err, missing) // virsh shows the last error that there was
	}
	doc, err := iface.XMLDesc(ctx, virt.InterfaceXMLInactive)
	if err != nil {
		return nil, err
	}
	b := &xmledit.Bridge{Name: name, STP: !a.Bool("no-stp"), Delay: uint64(delay)}
	xml, err := b.Over(doc, iface.Name())
	if err != nil {
		return nil, vsh.Both(err, missing)
	}
	bridge, err := conn.DefineInterfaceXML(ctx, xml, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define new bridge interface %s", name)
	}
	done := &bridged{Action: format.Done("created", format.Ref(bridge.Ref()), "Created bridge %s with attached device %s\n", name, iface.Name())}
	if a.Bool("no-start") {
		return done, nil
	}
	if err := bridge.Create(ctx, 0); err != nil {
		return done, vsh.Wrapf(err, "Failed to start bridge interface %s", name)
	}
	done.Started, done.what = true, "Bridge interface "+name
	return done, nil
}

// bridged is an interface that was defined, and then perhaps started.
type bridged struct {
	format.Action
	Started bool `json:"started"`

	what string // that was started
}

// Text prints both confirmations.
func (b *bridged) Text(p *format.Printer) error {
	if err := b.Action.Text(p); err != nil {
		return err
	}
	if b.Started {
		p.Message("%s started\n", b.what)
	}
	return nil
}
