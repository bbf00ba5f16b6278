package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func findSourcesAsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "find-storage-pool-sources-as", Help: "find what pools of a type could be made of",
		Description: "Print what storage pools of a type could be made of, as XML. The options say where to look.",
		Examples:    []string{"find-storage-pool-sources-as netfs --host files.example.com"},
		Opts: []vsh.Opt{
			vsh.StringArg("type", "type of the pools", "pool-types"),
			vsh.StringOpt("host", "the host to ask", "none").Loose(),
			vsh.StringOpt("port", "the port to ask it at", "none").Loose(),
			vsh.StringOpt("initiator", "name of the initiator that asks", "none").Loose(),
		},
		Run: runFindSourcesAs,
	}
}

func runFindSourcesAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	words := make(map[string]string)
	for _, name := range []string{"type", "host", "initiator"} {
		word, err := a.String(name)
		if err != nil {
			return nil, err
		}
		words[name] = word
	}
	spec := ""
	if words["host"] != "" { // without one virsh passes on nothing, and does not look at the port
		port, err := a.String("port")
		if err != nil {
			return nil, vsh.Wrapf(vsh.Failf("missing argument"), "%v", err)
		}
		spec = xmledit.PoolSourceSpec(words["host"], port, words["initiator"])
	}
	return findSources(ctx, s, words["type"], spec)
}
