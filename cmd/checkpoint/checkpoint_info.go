package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func checkpointInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-info", Help: "show the facts about a checkpoint",
		Examples: []string{"checkpoint-info web monday"},
		Opts:     checkpointArgs("domains-with-checkpoints"),
		Run:      runCheckpointInfo,
	}
}

func runCheckpointInfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	point, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	o, err := point.Overview(ctx)
	if err != nil {
		return nil, err
	}
	return &checkpointInfo{
		Name: point.Name(), Domain: point.Domain().Name(), Parent: o.Parent, Children: o.Children, Descendants: o.Descendants,
	}, nil
}

// checkpointInfo is the facts about a checkpoint. The parent is empty for one that
// is below none.
type checkpointInfo struct {
	Name        string `json:"name"`
	Domain      string `json:"domain"`
	Parent      string `json:"parent,omitempty"`
	Children    int    `json:"children"`
	Descendants int    `json:"descendants"`
}

// Text prints one line for each fact.
func (i *checkpointInfo) Text(p *format.Printer) error {
	parent := "-"
	if i.Parent != "" {
		parent = i.Parent
	}
	p.KeyValue(15, "Name:", "%s", i.Name)
	p.KeyValue(15, "Domain:", "%s", i.Domain)
	p.KeyValue(15, "Parent:", "%s", parent)
	p.KeyValue(15, "Children:", "%d", i.Children)
	p.KeyValue(15, "Descendants:", "%d", i.Descendants)
	return nil
}
