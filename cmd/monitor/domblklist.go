package monitor

import (
	"cmp"
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domblklistSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domblklist", Help: "list the disks of a domain",
		Examples: []string{"domblklist web --details"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.BoolOpt("inactive", "those of the next boot instead of the running domain"),
			vsh.BoolOpt("details", "show the kind of each disk and of its source"),
		},
		Run: runDomblklist,
	}
}

func runDomblklist(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	devs, err := devicesOf(ctx, dom, configFlags(a))
	if err != nil {
		return nil, err
	}
	l := &diskList{details: a.Bool("details")}
	for _, d := range devs.Disks {
		disk := listedDisk{Type: d.Type, Device: d.Device, Target: d.Target.Dev}
		if disk.Target == "" {
			return nil, vsh.Failf("unable to query block list")
		}
		disk.Source = d.Source.first("file", "dev", "dir", "name", "volume", "path")
		if d.Type == "nvme" {
			var ok bool
			if disk.Source, ok = d.Source.nvme(); !ok {
				return nil, vsh.Failf("Unable to query NVMe disk address")
			}
		}
		l.Disks = append(l.Disks, disk)
	}
	return l, nil
}

// diskList is the disks of a domain.
type diskList struct {
	Disks []listedDisk `json:"disks"`

	details bool
}

type listedDisk struct {
	Type   string `json:"type"`   // of the source
	Device string `json:"device"` // as what the guest sees it
	Target string `json:"target"`
	Source string `json:"source,omitempty"` // absent for an empty drive
}

// Text prints a table.
func (l *diskList) Text(p *format.Printer) error {
	t := format.NewTable("Target", "Source")
	if l.details {
		t = format.NewTable("Type", "Device", "Target", "Source")
	}
	for _, d := range l.Disks {
		if l.details {
			t.Row(d.Type, d.Device, d.Target, cmp.Or(d.Source, "-"))
		} else {
			t.Row(d.Target, cmp.Or(d.Source, "-"))
		}
	}
	p.Table(t)
	return nil
}
