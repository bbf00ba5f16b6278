package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func findSourcesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "find-storage-pool-sources", Help: "find what pools of a type could be made of",
		Description: "Print what storage pools of a type could be made of, as XML. A file of XML says where to look.",
		Examples:    []string{"find-storage-pool-sources logical"},
		Opts: []vsh.Opt{
			vsh.StringArg("type", "type of the pools", "pool-types"),
			vsh.StringOpt("srcSpec", "file with the XML of a source, or - for standard input", "files").Loose(),
		},
		Run: runFindSources,
	}
}

func runFindSources(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	typ, err := a.String("type")
	if err != nil {
		return nil, err
	}
	file, err := a.String("srcSpec")
	if err != nil {
		return nil, err
	}
	spec := ""
	if file != "" {
		if spec, err = s.ReadXMLFile(file); err != nil {
			return nil, err
		}
	}
	return findSources(ctx, s, typ, spec)
}

// findSources returns what pools of a type could be made of where spec says.
func findSources(ctx context.Context, s *vsh.Session, typ, spec string) (format.Result, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := conn.FindStoragePoolSources(ctx, typ, spec, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to find any %s pool sources", typ)
	}
	return format.XML(doc), nil
}
