package checkpoint

import (
	"context"
	"encoding/xml"
	"fmt"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func checkpointListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-list", Help: "list the checkpoints of a domain",
		Examples: []string{"checkpoint-list web --tree"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-with-checkpoints"),
			vsh.BoolOpt("parent", "show the checkpoint that each is below"),
			vsh.BoolOpt("roots", "only checkpoints that are below none"),
			vsh.BoolOpt("leaves", "only checkpoints that have none below"),
			vsh.BoolOpt("no-leaves", "only checkpoints that have some below"),
			vsh.BoolOpt("tree", "print each below the one that it is below"),
			vsh.StringOpt("from", "only checkpoints below this one", "checkpoints").Loose(),
			vsh.BoolOpt("descendants", "with --from, checkpoints at any depth"),
			vsh.BoolOpt("name", "print names"),
			vsh.BoolOpt("topological", "each checkpoint after the one it is below, instead of by name"),
		},
		Run: runCheckpointList,
	}
}

func runCheckpointList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := checkList(a); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	points, err := listed(ctx, dom, a)
	if err != nil {
		return nil, err
	}
	if !a.Bool("topological") {
		slices.SortStableFunc(points, func(a, b *libvirt.DomainCheckpoint) int { return vsh.CompareFold(a.Name(), b.Name()) })
	}
	l := &checkpointList{
		Checkpoints: make([]listedCheckpoint, 0, len(points)),
		names:       a.Bool("name"), tree: a.Bool("tree"), parents: a.Bool("parent"), root: a.Raw("from"),
	}
	if l.names {
		for _, point := range points {
			l.Checkpoints = append(l.Checkpoints, listedCheckpoint{Name: point.Name()})
		}
		return l, nil
	}
	return l, l.fill(ctx, dom, points)
}

// checkList returns an error if options were given that exclude each other.
func checkList(a *vsh.Args) error {
	for _, pair := range [][2]string{{"tree", "name"}, {"parent", "roots"}, {"parent", "tree"}, {"roots", "tree"}, {"roots", "from"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return err
		}
	}
	for _, filter := range []string{"leaves", "no-leaves"} {
		if a.Bool(filter) && a.Bool("tree") {
			return vsh.Failf("--%s and --tree are mutually exclusive", filter)
		}
	}
	if a.Bool("descendants") && !a.Has("from") {
		return vsh.Failf("--descendants requires --from")
	}
	return nil
}

// listed asks for the checkpoints that the options choose.
func listed(ctx context.Context, dom *libvirt.Domain, a *vsh.Args) ([]*libvirt.DomainCheckpoint, error) {
	flags := vsh.FlagMap[virt.DomainCheckpointListFlags]{
		"roots":       virt.DomainCheckpointListRoots,
		"descendants": virt.DomainCheckpointListDescendants,
		"leaves":      virt.DomainCheckpointListLeaves,
		"no-leaves":   virt.DomainCheckpointListNoLeaves,
		"topological": virt.DomainCheckpointListTopological,
	}.Of(a)
	name, err := a.String("from")
	if err != nil {
		return nil, err
	}
	if name == "" {
		return dom.ListAllCheckpoints(ctx, flags)
	}
	from, err := dom.LookupCheckpointByName(ctx, name, 0)
	if err != nil {
		return nil, err
	}
	return from.ListAllChildren(ctx, flags)
}

// checkpointList is checkpoints of a domain, and how virsh's text shows them.
type checkpointList struct {
	Checkpoints []listedCheckpoint `json:"checkpoints"`

	names, tree, parents bool
	root                 string // of the tree; empty for that of the domain
}

// listedCheckpoint is a checkpoint. Only its name is known with --name. The parent
// is empty for one that is below none.
type listedCheckpoint struct {
	Name    string     `json:"name"`
	Created *time.Time `json:"created,omitempty"`
	Parent  string     `json:"parent,omitempty"`
}

// fill adds checkpoints to the list with what their XML tells of them. One that is
// gone meanwhile is left out.
func (l *checkpointList) fill(ctx context.Context, dom *libvirt.Domain, points []*libvirt.DomainCheckpoint) error {
	docs, err := dom.CheckpointXMLs(ctx, points, virt.DomainCheckpointXMLNoDomain)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc == "" {
			continue
		}
		var d struct {
			Created *int64 `xml:"creationTime"` // s since 1970
			Parent  string `xml:"parent>name"`
		}
		if err := xml.Unmarshal([]byte(doc), &d); err != nil {
			return fmt.Errorf("the host sent a checkpoint whose XML cannot be read: %w", err)
		}
		row := listedCheckpoint{Name: points[i].Name(), Parent: d.Parent}
		if d.Created != nil {
			t := time.Unix(*d.Created, 0).UTC()
			row.Created = &t
		}
		l.Checkpoints = append(l.Checkpoints, row)
	}
	return nil
}

// Text prints the table, the tree, or a line for each name.
//
// differs from virsh: a checkpoint without a time of creation is in the table too.
func (l *checkpointList) Text(p *format.Printer) error {
	switch {
	case l.names:
		for _, c := range l.Checkpoints {
			p.Println(c.Name)
		}
	case l.tree:
		p.Tree(l.asTree())
	default:
		p.Table(l.asTable(p))
	}
	return nil
}

func (l *checkpointList) asTree() *format.Tree {
	var names, parents []string
	if l.root != "" {
		names, parents = []string{l.root}, []string{""}
	}
	for _, c := range l.Checkpoints {
		names, parents = append(names, c.Name), append(parents, c.Parent)
	}
	return format.NewTree(names, parents)
}

func (l *checkpointList) asTable(p *format.Printer) *format.Table {
	header := []string{"Name", "Creation Time"}
	if l.parents {
		header = append(header, "Parent")
	}
	t := format.NewTable(header...)
	for _, c := range l.Checkpoints {
		created := ""
		if c.Created != nil {
			created = p.DateTime(*c.Created)
		}
		row := []string{c.Name, created}
		if l.parents {
			row = append(row, c.Parent)
		}
		t.Row(row...)
	}
	return t
}
