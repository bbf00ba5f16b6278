package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domblkerrorSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domblkerror", Help: "list the failed disks of a running domain",
		Description: "List the disks of a running domain that failed.",
		Examples:    []string{"domblkerror web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run:         runDomblkerror,
	}
}

func runDomblkerror(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	errs, err := dom.DiskErrors(ctx, 0)
	if err != nil {
		return nil, err
	}
	l := &diskErrors{}
	for _, e := range errs {
		l.Disks = append(l.Disks, failedDisk{Target: e.Disk, Error: wordOf([]string{
			virt.DomainDiskErrorNone:    "no error",
			virt.DomainDiskErrorUnspec:  "unspecified error",
			virt.DomainDiskErrorNoSpace: "no space",
		}, e.Error)})
	}
	return l, nil
}

// diskErrors is the disks of a domain that failed.
type diskErrors struct {
	Disks []failedDisk `json:"disks"`
}

type failedDisk struct {
	Target string `json:"target"`
	Error  string `json:"error"`
}

// Text prints a line for each disk.
func (l *diskErrors) Text(p *format.Printer) error {
	if len(l.Disks) == 0 {
		p.Print("No errors found\n")
	}
	for _, d := range l.Disks {
		p.Printf("%s: %s\n", d.Target, d.Error)
	}
	return nil
}
