package volume

import (
	"context"
	"fmt"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-info", Help: "show the type and size of a volume",
		Examples: []string{
			"vol-info web.img --pool images",
			"vol-info web.img --pool images --bytes",
		},
		Opts: append(volAndPool(),
			vsh.BoolOpt("bytes", "show sizes in bytes"),
			vsh.BoolOpt("physical", "show the size of the volume's file in place of its allocation"),
		),
		Run: runVolInfo,
	}
}

func runVolInfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	vol, err := s.Vol(ctx, a)
	if err != nil {
		return nil, err
	}
	v := &volInfo{Name: vol.Name(), Key: vol.Key(), Pool: vol.PoolName(), bytes: a.Bool("bytes")}
	physical := a.Bool("physical")
	var info libvirt.StorageVolInfo
	if physical {
		info, err = vol.InfoFlags(ctx, virt.StorageVolGetPhysical)
	} else { // every host has the call without flags
		info, err = vol.Info(ctx)
	}
	if err != nil {
		return v, err
	}
	v.Type, v.Capacity = vsh.StorageVolTypeWord(info.Type), &info.Capacity
	if physical {
		v.Physical = &info.Allocation
	} else {
		v.Allocation = &info.Allocation
	}
	return v, nil
}

// volInfo is the type and size of a volume. Without Type the host told nothing
// of it.
type volInfo struct {
	Name       string  `json:"name"`
	Key        string  `json:"key"`
	Pool       string  `json:"pool"`
	Type       string  `json:"type,omitempty"`
	Capacity   *uint64 `json:"capacityBytes,omitempty"`
	Allocation *uint64 `json:"allocationBytes,omitempty"` // without --physical
	Physical   *uint64 `json:"physicalBytes,omitempty"`   // with --physical

	bytes bool // in the text
}

// Text prints one line for each fact.
func (v *volInfo) Text(p *format.Printer) error {
	p.KeyValue(15, "Name:", "%s", v.Name)
	if v.Type == "" {
		return nil
	}
	text := format.SizeText
	if v.bytes {
		text = func(n uint64) string { return fmt.Sprintf("%d bytes", n) }
	}
	p.KeyValue(15, "Type:", "%s", v.Type)
	p.KeyValue(15, "Capacity:", "%s", text(*v.Capacity))
	if v.Physical != nil {
		p.KeyValue(15, "Physical:", "%s", text(*v.Physical))
	} else {
		p.KeyValue(15, "Allocation:", "%s", text(*v.Allocation))
	}
	return nil
}
