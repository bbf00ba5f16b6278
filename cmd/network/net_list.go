package network

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-list", Help: "list networks",
		Description: "List the active networks, or those that the options choose: of each kind of option a network must match one.",
		Examples:    []string{"net-list --all"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("inactive", "only inactive networks"),
			vsh.BoolOpt("all", "active networks and inactive ones"),
			vsh.BoolOpt("persistent", "only persistent networks"),
			vsh.BoolOpt("transient", "only transient networks"),
			vsh.BoolOpt("autostart", "only networks that start with the host"),
			vsh.BoolOpt("no-autostart", "only networks that do not start with the host"),
			vsh.BoolOpt("uuid", "print UUIDs"),
			vsh.BoolOpt("name", "print names"),
			vsh.BoolOpt("table", "print a table (the default)"),
			vsh.CountOpt("print only how many networks there are"),
		},
		Run: runNetList,
	}
}

// netListFilters are the options that choose networks, besides those for active
// and inactive ones, whose meaning depends on each other.
var netListFilters = vsh.FlagMap[virt.ConnectListAllNetworksFlags]{
	"persistent":   virt.ConnectListNetworksPersistent,
	"transient":    virt.ConnectListNetworksTransient,
	"autostart":    virt.ConnectListNetworksAutostart,
	"no-autostart": virt.ConnectListNetworksNoAutostart,
}

func runNetList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags := netListFilters.Of(a)
	if a.Bool("all") || !a.Bool("inactive") {
		flags |= virt.ConnectListNetworksActive
	}
	if a.Bool("all") || a.Bool("inactive") {
		flags |= virt.ConnectListNetworksInactive
	}
	if vsh.Count(a, "table", "name", "uuid") > 1 {
		return nil, vsh.Failf("Only one argument from --table, --name and --uuid may be specified.")
	}
	if err := vsh.CountOnly(a, "table", "name", "uuid"); err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if a.Bool("count") {
		return countNetworks(ctx, conn, flags)
	}
	rows, err := conn.NetworkRows(ctx, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list networks")
	}
	slices.SortStableFunc(rows, func(a, b libvirt.NetworkRow) int { return vsh.CompareFold(a.Name(), b.Name()) })

	l := &netList{Networks: make([]listedNetwork, len(rows)), uuids: a.Bool("uuid"), names: a.Bool("name")}
	for i, r := range rows {
		l.Networks[i] = listedNetwork{
			Name: r.Name(), UUID: r.UUID().String(),
			Active: r.Active, Autostart: r.Autostart, Persistent: r.Persistent,
		}
	}
	return l, nil
}

// countNetworks returns how many networks the list has.
func countNetworks(ctx context.Context, conn *libvirt.Conn, flags virt.ConnectListAllNetworksFlags) (format.Result, error) {
	const active, inactive = virt.ConnectListNetworksActive, virt.ConnectListNetworksInactive
	n, err := vsh.Counting{
		Active: conn.NumOfNetworks, Inactive: conn.NumOfDefinedNetworks,
		List: func(ctx context.Context) (int, error) {
			nets, err := conn.ListAllNetworks(ctx, flags)
			return len(nets), err
		},
	}.Count(ctx, flags&active != 0, flags&inactive != 0, flags&^(active|inactive) != 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to count networks")
	}
	return n, nil
}

// netList is the networks, and how virsh's text shows them.
type netList struct {
	Networks []listedNetwork `json:"networks"`

	uuids, names bool // lines of these fields instead of a table
}

type listedNetwork struct {
	Name       string `json:"name"`
	UUID       string `json:"uuid"`
	Active     bool   `json:"active"`
	Autostart  bool   `json:"autostart"`
	Persistent bool   `json:"persistent"`
}

// Text prints the table, or lines of UUIDs or names.
func (l *netList) Text(p *format.Printer) error {
	t := format.NewTable("Name", "State", "Autostart", "Persistent")
	t.StateColumn(1)
	for _, n := range l.Networks {
		switch {
		case l.uuids:
			p.Println(n.UUID)
		case l.names:
			p.Println(n.Name)
		default:
			t.Row(n.Name, vsh.ActiveWord(n.Active), vsh.YesNo(n.Autostart), vsh.YesNo(n.Persistent))
		}
	}
	if !l.uuids && !l.names {
		p.Table(t)
	}
	return nil
}
