package pool

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-list", Help: "list pools",
		Description: "List the active storage pools, or those that the options choose: of each kind of option a pool must match one.",
		Examples: []string{
			"pool-list --all",
			"pool-list --details",
		},
		Opts: []vsh.Opt{
			vsh.BoolOpt("inactive", "only inactive pools"),
			vsh.BoolOpt("all", "active pools and inactive ones"),
			vsh.BoolOpt("transient", "only transient pools"),
			vsh.BoolOpt("persistent", "only persistent pools"),
			vsh.BoolOpt("autostart", "only pools that start with the host"),
			vsh.BoolOpt("no-autostart", "only pools that do not start with the host"),
			vsh.StringOpt("type", "only pools of these types, parted by commas", "pool-types,").Loose(),
			vsh.BoolOpt("details", "show more in the table, such as sizes"),
			vsh.BoolOpt("uuid", "print UUIDs"),
			vsh.BoolOpt("name", "print names"),
			vsh.CountOpt("print only how many pools there are"),
		},
		Run: runPoolList,
	}
}

// poolListFilters are the options that choose pools, besides those for active and
// inactive ones, whose meaning depends on each other, and the types.
var poolListFilters = vsh.FlagMap[virt.ConnectListAllStoragePoolsFlags]{
	"transient":    virt.ConnectListStoragePoolsTransient,
	"persistent":   virt.ConnectListStoragePoolsPersistent,
	"autostart":    virt.ConnectListStoragePoolsAutostart,
	"no-autostart": virt.ConnectListStoragePoolsNoAutostart,
}

// poolTypes are the types of pools with their filters.
var poolTypes = map[string]virt.ConnectListAllStoragePoolsFlags{
	"dir":          virt.ConnectListStoragePoolsDir,
	"fs":           virt.ConnectListStoragePoolsFS,
	"netfs":        virt.ConnectListStoragePoolsNetFS,
	"logical":      virt.ConnectListStoragePoolsLogical,
	"disk":         virt.ConnectListStoragePoolsDisk,
	"iscsi":        virt.ConnectListStoragePoolsISCSI,
	"iscsi-direct": virt.ConnectListStoragePoolsISCSIDirect,
	"scsi":         virt.ConnectListStoragePoolsSCSI,
	"mpath":        virt.ConnectListStoragePoolsMpath,
	"rbd":          virt.ConnectListStoragePoolsRBD,
	"sheepdog":     virt.ConnectListStoragePoolsSheepdog,
	"gluster":      virt.ConnectListStoragePoolsGluster,
	"zfs":          virt.ConnectListStoragePoolsZFS,
	"vstorage":     virt.ConnectListStoragePoolsVstorage,
}

func runPoolList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags, err := poolListFlags(a)
	if err != nil {
		return nil, err
	}
	l := &poolList{uuids: a.Bool("uuid"), names: a.Bool("name"), details: a.Bool("details")}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var want libvirt.Columns
	if l.details {
		want = libvirt.ColumnInfo
	}
	if a.Bool("count") {
		return countPools(ctx, conn, flags)
	}
	rows, err := conn.StoragePoolRows(ctx, flags, want)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list pools")
	}
	slices.SortStableFunc(rows, func(a, b libvirt.StoragePoolRow) int { return vsh.CompareFold(a.Name(), b.Name()) })

	l.Pools = make([]listedPool, len(rows))
	for i, r := range rows {
		if r.InfoErr != nil {
			s.Errorf("Could not retrieve pool information")
		}
		l.Pools[i] = l.pool(r)
	}
	return l, nil
}

// countPools returns how many pools the list has.
func countPools(ctx context.Context, conn *libvirt.Conn, flags virt.ConnectListAllStoragePoolsFlags) (format.Result, error) {
	const active, inactive = virt.ConnectListStoragePoolsActive, virt.ConnectListStoragePoolsInactive
	n, err := vsh.Counting{
		Active: conn.NumOfStoragePools, Inactive: conn.NumOfDefinedStoragePools,
		List: func(ctx context.Context) (int, error) {
			pools, err := conn.ListAllStoragePools(ctx, flags)
			return len(pools), err
		},
	}.Count(ctx, flags&active != 0, flags&inactive != 0, flags&^(active|inactive) != 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to count pools")
	}
	return n, nil
}

// poolListFlags returns the filters that the options choose.
func poolListFlags(a *vsh.Args) (virt.ConnectListAllStoragePoolsFlags, error) {
	if err := vsh.Exclusive(a, "all", "inactive"); err != nil {
		return 0, err
	}
	types, err := a.String("type")
	if err != nil {
		return 0, err
	}
	for _, field := range []string{"uuid", "name"} {
		if err := vsh.Exclusive(a, "details", field); err != nil {
			return 0, err
		}
	}
	if err := vsh.CountOnly(a, "details", "uuid", "name"); err != nil {
		return 0, err
	}
	flags := poolListFilters.Of(a)
	if a.Bool("all") || !a.Bool("inactive") {
		flags |= virt.ConnectListStoragePoolsActive
	}
	if a.Bool("all") || a.Bool("inactive") {
		flags |= virt.ConnectListStoragePoolsInactive
	}
	if !a.Has("type") {
		return flags, nil
	}
	for _, name := range vsh.SplitList(types) {
		bit, ok := poolTypes[name]
		if !ok {
			return 0, vsh.Failf("Invalid pool type '%s'", name)
		}
		flags |= bit
	}
	return flags, nil
}

// poolList is the pools, and how virsh's text shows them.
type poolList struct {
	Pools []listedPool `json:"pools"`

	uuids, names bool // lines of these fields instead of a table
	details      bool // more in the table
}

type listedPool struct {
	Name       string `json:"name"`
	UUID       string `json:"uuid"`
	Active     bool   `json:"active"`
	State      string `json:"state,omitempty"` // with --details, if the host tells
	Autostart  bool   `json:"autostart"`
	Persistent bool   `json:"persistent"`
	poolSize          // with --details, if the pool is in use
}

func (l *poolList) pool(r libvirt.StoragePoolRow) listedPool {
	p := listedPool{
		Name: r.Name(), UUID: r.UUID().String(),
		Active: r.Active, Autostart: r.Autostart, Persistent: r.Persistent,
	}
	if l.details && r.InfoErr == nil {
		p.State, p.poolSize = vsh.StoragePoolStateWord(r.Info.State), sizeOf(&r.Info)
	}
	return p
}

// Text prints the table, or lines of UUIDs and names.
func (l *poolList) Text(p *format.Printer) error {
	switch {
	case l.uuids || l.names:
		l.printLines(p)
	case l.details:
		p.Table(l.detailedTable())
	default:
		t := format.NewTable("Name", "State", "Autostart")
		t.StateColumn(1)
		t.Grow(len(l.Pools))
		for _, pool := range l.Pools {
			t.Row(pool.Name, vsh.ActiveWord(pool.Active), vsh.YesNo(pool.Autostart))
		}
		p.Table(t)
	}
	return nil
}

func (l *poolList) detailedTable() *format.Table {
	t := format.NewTable("Name", "State", "Autostart", "Persistent", "Capacity", "Allocation", "Available")
	t.StateColumn(1)
	t.Grow(len(l.Pools))
	for _, pool := range l.Pools {
		state, sizes := pool.State, [...]string{"-", "-", "-"}
		switch {
		case state == "":
			state, sizes = "unknown", [...]string{"unknown", "unknown", "unknown"}
		case pool.Capacity != nil:
			sizes = [...]string{format.SizeText(*pool.Capacity), format.SizeText(*pool.Allocation), format.SizeText(*pool.Available)}
		}
		t.Row(pool.Name, state, vsh.YesNo(pool.Autostart), vsh.YesNo(pool.Persistent), sizes[0], sizes[1], sizes[2])
	}
	return t
}

// nameWidth is what virsh pads names to in lines, in bytes.
const nameWidth = 20

// printLines prints a line for each pool.
func (l *poolList) printLines(p *format.Printer) {
	for _, pool := range l.Pools {
		var fields []string
		if l.uuids {
			fields = append(fields, pool.UUID)
		}
		if l.names {
			fields = append(fields, pool.Name+strings.Repeat(" ", max(0, nameWidth-len(pool.Name))))
		}
		p.Println(strings.Join(fields, " "))
	}
}
