package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func snapshotDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-dumpxml", Help: "print the XML of a snapshot",
		Examples: []string{"snapshot-dumpxml web before-update"},
		Opts: append([]vsh.Opt{
			domainArg(),
			snapshotOpt("name of the snapshot").Req(),
			vsh.BoolOpt("security-info", "print passwords and the like too"),
		}, vsh.XPathOpts()...),
		Run: runSnapshotDumpxml,
	}
}

func runSnapshotDumpxml(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	word, err := a.String("snapshotname")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	snap, err := dom.LookupSnapshotByName(ctx, word, 0)
	if err != nil {
		return nil, err
	}
	return vsh.Document(a, func() (string, error) { return snap.XMLDesc(ctx, secureFlag().Of(a)) })
}
