package pool

import (
	"context"
	"strconv"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-info", Help: "show the state and size of a pool",
		Description: "Show the state of a storage pool, whether it is persistent and started with the host, and, while it is active, its size.",
		Examples: []string{
			"pool-info images",
			"pool-info images --bytes",
		},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools"),
			vsh.BoolOpt("bytes", "show sizes in bytes"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			o, err := pool.Overview(ctx)
			p := &poolInfo{Name: pool.Name(), UUID: pool.UUID().String(), bytes: a.Bool("bytes")}
			if o.Info == nil {
				return p, err
			}
			p.State, p.Persistent, p.Autostart = vsh.StoragePoolStateWord(o.Info.State), o.Persistent, o.Autostart
			p.poolSize = sizeOf(o.Info)
			return p, err
		},
	}
}

// poolInfo is the state of a pool. Without State the host told nothing of it.
type poolInfo struct {
	Name       string `json:"name"`
	UUID       string `json:"uuid"`
	State      string `json:"state,omitempty"`
	Persistent *bool  `json:"persistent,omitempty"`
	Autostart  *bool  `json:"autostart,omitempty"`
	poolSize

	bytes bool // in the text
}

// Text prints one line for each fact.
func (i *poolInfo) Text(p *format.Printer) error {
	p.KeyValue(15, "Name:", "%s", i.Name)
	p.KeyValue(15, "UUID:", "%s", i.UUID)
	if i.State == "" {
		return nil
	}
	p.KeyValue(15, "State:", "%s", i.State)
	p.KeyValue(15, "Persistent:", "%s", vsh.YesNoOr(i.Persistent, "unknown"))
	p.KeyValue(15, "Autostart:", "%s", vsh.YesNoOr(i.Autostart, "no autostart"))
	if i.Capacity == nil {
		return nil
	}
	text := format.SizeText
	if i.bytes {
		text = func(n uint64) string { return strconv.FormatUint(n, 10) }
	}
	p.KeyValue(15, "Capacity:", "%s", text(*i.Capacity))
	p.KeyValue(15, "Allocation:", "%s", text(*i.Allocation))
	p.KeyValue(15, "Available:", "%s", text(*i.Available))
	return nil
}
