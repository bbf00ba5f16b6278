package domain

import (
	"context"
	"strconv"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func iothreadinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iothreadinfo", Help: "list a domain's I/O threads",
		Description: "List the threads that serve a domain's disks, and the CPUs of the host that each may run on.",
		Examples:    []string{"iothreadinfo web"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runIothreadinfo,
	}
}

func runIothreadinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	threads, err := dom.IOThreads(ctx, impact)
	if err != nil {
		return nil, vsh.Wrapf(err, "Unable to get domain IOThreads information")
	}
	l := &iothreadList{IOThreads: make([]iothread, len(threads))}
	for i, t := range threads {
		l.IOThreads[i] = iothread{ID: t.ID, Affinity: cpuNumbers(t.Affinity)}
	}
	return l, nil
}

// iothreadList is the I/O threads of a domain.
type iothreadList struct {
	IOThreads []iothread `json:"ioThreads"`
}

type iothread struct {
	ID       uint  `json:"id"`
	Affinity []int `json:"affinity"` // the CPUs of the host that it may run on
}

// Text prints a table, or a sentence where it would be empty.
func (l *iothreadList) Text(p *format.Printer) error {
	if len(l.IOThreads) == 0 {
		p.Message("No IOThreads found for the domain")
		return nil
	}
	t := format.NewTable("IOThread ID", "CPU Affinity")
	for _, i := range l.IOThreads {
		t.Row(strconv.FormatUint(uint64(i.ID), 10), cpuText(i.Affinity))
	}
	p.Table(t)
	return nil
}
