package volume

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func volListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-list", Help: "list the volumes of a pool",
		Examples: []string{"vol-list images --details"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools-active"),
			vsh.BoolOpt("details", "show types and sizes too"),
		},
		Run: runVolList,
	}
}

func runVolList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	l := &volList{details: a.Bool("details")}
	want := libvirt.ColumnPath
	if l.details {
		want |= libvirt.ColumnInfo
	}
	rows, err := pool.VolRows(ctx, want)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list volumes")
	}
	slices.SortStableFunc(rows, func(a, b libvirt.StorageVolRow) int { return vsh.CompareFold(a.Name(), b.Name()) })

	l.Volumes = make([]listedVolume, len(rows))
	for i, r := range rows {
		l.Volumes[i] = l.volume(r)
	}
	return l, nil
}

// volList is the volumes of a pool, and how virsh's text shows them.
type volList struct {
	Volumes []listedVolume `json:"volumes"`

	details bool // more in the table
}

// listedVolume is a volume. What the host does not tell is empty.
type listedVolume struct {
	Name       string  `json:"name"`
	Key        string  `json:"key"`
	Path       *string `json:"path,omitempty"`
	Type       string  `json:"type,omitempty"`            // with --details
	Capacity   *uint64 `json:"capacityBytes,omitempty"`   // with --details
	Allocation *uint64 `json:"allocationBytes,omitempty"` // with --details
}

func (l *volList) volume(r libvirt.StorageVolRow) listedVolume {
	v := listedVolume{Name: r.Name(), Key: r.Key()}
	if r.PathErr == nil {
		v.Path = &r.Path
	}
	if l.details && r.InfoErr == nil {
		v.Type, v.Capacity, v.Allocation = vsh.StorageVolTypeWord(r.Info.Type), &r.Info.Capacity, &r.Info.Allocation
	}
	return v
}

// Text prints the table.
func (l *volList) Text(p *format.Printer) error {
	header := []string{"Name", "Path"}
	if l.details {
		header = append(header, "Type", "Capacity", "Allocation")
	}
	t := format.NewTable(header...)
	t.Grow(len(l.Volumes))
	row := make([]string, len(header))
	for _, v := range l.Volumes {
		row[0], row[1] = v.Name, "unknown"
		if v.Path != nil {
			row[1] = *v.Path
		}
		switch {
		case !l.details:
		case v.Capacity == nil:
			row[2], row[3], row[4] = "unknown", "unknown", "unknown"
		default:
			row[2], row[3], row[4] = v.Type, format.SizeText(*v.Capacity), format.SizeText(*v.Allocation)
		}
		t.Row(row...)
	}
	p.Table(t)
	return nil
}
