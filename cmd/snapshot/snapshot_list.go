package snapshot

import (
	"context"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-list", Help: "list the snapshots of a domain",
		Description: "List the snapshots of a domain, or those that the options choose: of each kind of option a snapshot must match one.",
		Examples:    []string{"snapshot-list web --tree"},
		Opts: []vsh.Opt{
			domainArg(),
			vsh.BoolOpt("parent", "show the snapshot that each is below"),
			vsh.BoolOpt("roots", "only snapshots that are below none"),
			vsh.BoolOpt("leaves", "only snapshots that have none below"),
			vsh.BoolOpt("no-leaves", "only snapshots that have some below"),
			vsh.BoolOpt("metadata", "only snapshots of which the host keeps a record"),
			vsh.BoolOpt("no-metadata", "only snapshots of which the host keeps no record"),
			vsh.BoolOpt("inactive", "only snapshots taken while the domain was off"),
			vsh.BoolOpt("active", "only snapshots of disks and memory"),
			vsh.BoolOpt("disk-only", "only snapshots of disks alone"),
			vsh.BoolOpt("internal", "only snapshots kept in the disks' images"),
			vsh.BoolOpt("external", "only snapshots with files of their own"),
			vsh.BoolOpt("tree", "print each below the one that it is below"),
			vsh.StringOpt("from", "only snapshots below this one", "snapshots").Loose(),
			vsh.BoolOpt("current", "only snapshots below the current one"),
			vsh.BoolOpt("descendants", "with --from or --current, snapshots at any depth"),
			vsh.BoolOpt("name", "print names"),
			vsh.BoolOpt("topological", "each snapshot after the one it is below, instead of by name"),
		},
		Run: runSnapshotList,
	}
}

func runSnapshotList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := checkList(a); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	var from *libvirt.DomainSnapshot
	if a.Has("from") || a.Bool("current") {
		if from, err = lookupOf(ctx, dom, a, "from"); err != nil {
			return nil, err
		}
	}
	snaps, err := listed(ctx, dom, from, a)
	if err != nil {
		return nil, err
	}
	if !a.Bool("topological") {
		slices.SortStableFunc(snaps, func(a, b *libvirt.DomainSnapshot) int { return vsh.CompareFold(a.Name(), b.Name()) })
	}
	l := &snapshotList{Snapshots: make([]listedSnapshot, 0, len(snaps)), names: a.Bool("name"), tree: a.Bool("tree"), parents: a.Bool("parent")}
	if l.names {
		for _, snap := range snaps {
			l.Snapshots = append(l.Snapshots, listedSnapshot{Name: snap.Name()})
		}
		return l, nil
	}
	if from != nil {
		l.root = from.Name()
	}
	return l, l.fill(ctx, dom, snaps)
}

// checkList returns an error if options were given that exclude each other.
func checkList(a *vsh.Args) error {
	for _, pair := range [][2]string{
		{"tree", "name"}, {"parent", "roots"}, {"parent", "tree"}, {"roots", "tree"}, {"roots", "from"}, {"roots", "current"},
	} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return err
		}
	}
	for _, filter := range []string{"leaves", "no-leaves", "inactive", "active", "disk-only", "internal", "external"} {
		if a.Bool(filter) && a.Bool("tree") {
			return vsh.Failf("--%s and --tree are mutually exclusive", filter)
		}
	}
	if a.Bool("descendants") && !a.Has("from") && !a.Bool("current") {
		return vsh.Failf("--descendants requires either --from or --current")
	}
	return nil
}

// listed asks for the snapshots that the options choose: of the domain, or below
// from if it is not nil.
func listed(ctx context.Context, dom *libvirt.Domain, from *libvirt.DomainSnapshot, a *vsh.Args) ([]*libvirt.DomainSnapshot, error) {
	flags := vsh.FlagMap[virt.DomainSnapshotListFlags]{
		"roots":       virt.DomainSnapshotListRoots,
		"descendants": virt.DomainSnapshotListDescendants,
		"leaves":      virt.DomainSnapshotListLeaves,
		"no-leaves":   virt.DomainSnapshotListNoLeaves,
		"metadata":    virt.DomainSnapshotListMetadata,
		"no-metadata": virt.DomainSnapshotListNoMetadata,
		"inactive":    virt.DomainSnapshotListInactive,
		"active":      virt.DomainSnapshotListActive,
		"disk-only":   virt.DomainSnapshotListDiskOnly,
		"internal":    virt.DomainSnapshotListInternal,
		"external":    virt.DomainSnapshotListExternal,
		"topological": virt.DomainSnapshotListTopological,
	}.Of(a)
	if from != nil {
		return from.ListAllChildren(ctx, flags)
	}
	return dom.ListAllSnapshots(ctx, flags)
}

// snapshotList is snapshots of a domain, and how virsh's text shows them.
type snapshotList struct {
	Snapshots []listedSnapshot `json:"snapshots"`

	names, tree, parents bool
	root                 string // of the tree; empty for that of the domain
}

// listedSnapshot is a snapshot. Only its name is known with --name. The parent is
// empty for one that is below none.
type listedSnapshot struct {
	Name    string     `json:"name"`
	Created *time.Time `json:"created,omitempty"`
	State   string     `json:"state,omitempty"`
	Parent  string     `json:"parent,omitempty"`
}

// fill adds snapshots to the list with what their XML tells of them. One that is
// gone meanwhile is left out.
func (l *snapshotList) fill(ctx context.Context, dom *libvirt.Domain, snaps []*libvirt.DomainSnapshot) error {
	docs, err := dom.SnapshotXMLs(ctx, snaps, 0)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc == "" {
			continue
		}
		d, err := describe(doc)
		if err != nil {
			return err
		}
		l.Snapshots = append(l.Snapshots, listedSnapshot{
			Name: snaps[i].Name(), Created: d.created(), State: d.State, Parent: d.Parent,
		})
	}
	return nil
}

// Text prints the table, the tree, or a line for each name.
//
// differs from virsh: a snapshot without a time of creation is in the table too.
func (l *snapshotList) Text(p *format.Printer) error {
	switch {
	case l.names:
		for _, s := range l.Snapshots {
			p.Println(s.Name)
		}
	case l.tree:
		p.Tree(l.asTree())
	default:
		p.Table(l.asTable(p))
	}
	return nil
}

func (l *snapshotList) asTree() *format.Tree {
	var names, parents []string
	if l.root != "" {
		names, parents = []string{l.root}, []string{""}
	}
	for _, s := range l.Snapshots {
		names, parents = append(names, s.Name), append(parents, s.Parent)
	}
	return format.NewTree(names, parents)
}

func (l *snapshotList) asTable(p *format.Printer) *format.Table {
	header := []string{"Name", "Creation Time", "State"}
	if l.parents {
		header = append(header, "Parent")
	}
	t := format.NewTable(header...)
	for _, s := range l.Snapshots {
		created := ""
		if s.Created != nil {
			created = p.DateTime(*s.Created)
		}
		row := []string{s.Name, created, s.State}
		if l.parents {
			row = append(row, s.Parent)
		}
		t.Row(row...)
	}
	return t
}
