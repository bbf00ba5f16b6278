package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domfsinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domfsinfo", Help: "list the filesystems mounted in a guest",
		Description: "List the filesystems that are mounted in a guest, as its agent tells.",
		Examples:    []string{"domfsinfo web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			infos, err := dom.FSInfo(ctx, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to get filesystem information")
			}
			l := &filesystemList{Filesystems: make([]filesystem, len(infos))}
			for i, f := range infos {
				l.Filesystems[i] = filesystem{MountPoint: f.Mountpoint, Name: f.Name, Type: f.FSType, Disks: f.DevAliases}
			}
			return l, nil
		},
	}
}

// filesystemList is the filesystems that are mounted in a guest.
type filesystemList struct {
	Filesystems []filesystem `json:"filesystems"`
}

type filesystem struct {
	MountPoint string   `json:"mountPoint"`
	Name       string   `json:"name"` // of the device in the guest
	Type       string   `json:"type"`
	Disks      []string `json:"disks"` // targets of the domain's disks
}

// Text prints a table.
func (l *filesystemList) Text(p *format.Printer) error {
	if len(l.Filesystems) == 0 {
		p.Message("No filesystems are mounted in the domain")
		return nil
	}
	t := format.NewTable("Mountpoint", "Name", "Type", "Target")
	for _, f := range l.Filesystems {
		t.Row(f.MountPoint, f.Name, f.Type, strings.Join(f.Disks, ","))
	}
	p.Table(t)
	return nil
}
