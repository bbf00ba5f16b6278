package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func migrateCompcacheSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-compcache", Help: "show or set migration's compression cache",
		Description: "Show the size of the cache in which a compressed live migration looks for memory that it\n" +
			"has sent before, or set it and show it then.",
		Examples: []string{"migrate-compcache web --size 67108864"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.IntOpt("size", "how many bytes", "uint64"),
		},
		Run: runMigrateCompcache,
	}
}

func runMigrateCompcache(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	size, err := a.Uint64("size")
	if err != nil {
		return nil, err
	}
	if a.Has("size") {
		if err := dom.MigrateSetCompressionCache(ctx, size); err != nil {
			return nil, err
		}
	}
	if size, err = dom.MigrateCompressionCache(ctx); err != nil {
		return nil, err
	}
	return compressionCache{size}, nil
}

// compressionCache is the cache of compressed migration.
type compressionCache struct {
	Size uint64 `json:"sizeBytes"`
}

// Text prints the size without an end of line.
func (c compressionCache) Text(p *format.Printer) error {
	value, unit := format.SizePrecise(c.Size)
	p.Printf("Compression cache: %s %s", value, unit)
	return nil
}
