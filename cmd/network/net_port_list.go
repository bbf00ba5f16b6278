package network

import (
	"cmp"
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func netPortListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-port-list", Help: "list the ports of a network",
		Examples: []string{"net-port-list default"},
		Opts: []vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks-active"),
			vsh.BoolOpt("uuid", "print UUIDs"),
			vsh.BoolOpt("table", "print a table (the default)"),
		},
		Run: runNetPortList,
	}
}

func runNetPortList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if vsh.Count(a, "table", "uuid") > 1 {
		return nil, vsh.Failf("Only one argument from --table and --uuid may be specified.")
	}
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	ports, err := net.ListAllPorts(ctx, 0)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ports, func(a, b *libvirt.NetworkPort) int { return cmp.Compare(a.UUID().String(), b.UUID().String()) })
	l := &portList{Ports: make([]listedPort, len(ports)), uuids: a.Bool("uuid")}
	for i, p := range ports {
		l.Ports[i] = listedPort{UUID: p.UUID().String()}
	}
	return l, nil
}

// portList is the ports of a network, and how virsh's text shows them.
type portList struct {
	Ports []listedPort `json:"ports"`

	uuids bool // lines of UUIDs instead of a table
}

type listedPort struct {
	UUID string `json:"uuid"`
}

// Text prints the table, or lines of UUIDs.
func (l *portList) Text(p *format.Printer) error {
	t := format.NewTable("UUID")
	for _, port := range l.Ports {
		if l.uuids {
			p.Println(port.UUID)
		} else {
			t.Row(port.UUID)
		}
	}
	if !l.uuids {
		p.Table(t)
	}
	return nil
}
