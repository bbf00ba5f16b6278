package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func snapshotInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-info", Help: "show the facts about a snapshot",
		Examples: []string{"snapshot-info web before-update"},
		Opts:     snapshotArgs(),
		Run:      runSnapshotInfo,
	}
}

func runSnapshotInfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	snap, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	o, err := snap.Overview(ctx)
	if err != nil {
		return nil, err
	}
	d, err := describe(o.XML)
	if err != nil {
		return nil, err
	}
	return &snapshotInfo{
		Name: snap.Name(), Domain: snap.Domain().Name(), Current: o.Current, State: d.State, External: d.external(),
		Parent: d.Parent, Children: o.Children, Descendants: o.Descendants, Metadata: o.Metadata,
	}, nil
}

// snapshotInfo is the facts about a snapshot. The parent is empty for one that is
// below none.
type snapshotInfo struct {
	Name        string `json:"name"`
	Domain      string `json:"domain"`
	Current     bool   `json:"current"`
	State       string `json:"state"`
	External    bool   `json:"external"`
	Parent      string `json:"parent,omitempty"`
	Children    int    `json:"children"`
	Descendants int    `json:"descendants"`
	Metadata    bool   `json:"metadata"`
}

// Text prints one line for each fact.
func (i *snapshotInfo) Text(p *format.Printer) error {
	location, parent := "internal", "-"
	if i.External {
		location = "external"
	}
	if i.Parent != "" {
		parent = i.Parent
	}
	p.KeyValue(15, "Name:", "%s", i.Name)
	p.KeyValue(15, "Domain:", "%s", i.Domain)
	p.KeyValue(15, "Current:", "%s", vsh.YesNo(i.Current))
	p.KeyValue(15, "State:", "%s", i.State)
	p.KeyValue(15, "Location:", "%s", location)
	p.KeyValue(15, "Parent:", "%s", parent)
	p.KeyValue(15, "Children:", "%d", i.Children)
	p.KeyValue(15, "Descendants:", "%d", i.Descendants)
	p.KeyValue(15, "Metadata:", "%s", vsh.YesNo(i.Metadata))
	return nil
}
