package domain

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domjobinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domjobinfo", Help: "show how far the job of a domain is",
		Description: "Show what the host does with a domain, such as a migration, save or dump, and how far\n" +
			"it is; or, with --completed, how the last job that ended well went.",
		Examples: []string{"domjobinfo web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("completed", "show the job that ended last"),
			vsh.BoolOpt("keep-completed", "let the host keep the numbers of that job"),
			vsh.BoolOpt("anystats", "show the numbers however the job ended"),
			vsh.BoolOpt("rawstats", "show the numbers as the host sends them"),
		},
		Run: runDomjobinfo,
	}
}

var jobStatsFlags = vsh.FlagMap[virt.DomainGetJobStatsFlags]{
	"completed":      virt.DomainJobStatsCompleted,
	"keep-completed": virt.DomainJobStatsKeepCompleted,
}

func runDomjobinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Requires(a, "keep-completed", "completed"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	flags, raw := jobStatsFlags.Of(a), a.Bool("rawstats")
	typ, params, err := dom.JobStats(ctx, flags)
	switch old := errors.Is(err, virt.ErrNoSupport); {
	case old && (flags != 0 || raw):
		return nil, vsh.Wrapf(err, "Optional flags or --rawstats are not supported by the daemon")
	case old:
		typ, params, err = oldJobStats(ctx, dom)
	}
	if err != nil {
		return nil, err
	}
	if raw {
		return newRawJob(typ, params), nil
	}
	// What the numbers of a job that has ended mean only who asked for it knows.
	numbers := typ == virt.DomainJobBounded || typ == virt.DomainJobUnbounded || a.Bool("anystats") ||
		typ == virt.DomainJobCompleted && flags&virt.DomainJobStatsCompleted != 0
	return newJobReport(typ, params, numbers)
}

// oldJobStats is JobStats of a host that has no more than JobInfo.
func oldJobStats(ctx context.Context, dom *libvirt.Domain) (virt.DomainJobType, []virt.TypedParam, error) {
	info, err := dom.JobInfo(ctx)
	if err != nil {
		return 0, nil, err
	}
	var params []virt.TypedParam
	for _, p := range []struct {
		name  string
		value uint64
	}{
		{virt.DomainJobTimeElapsed, info.TimeElapsed}, {virt.DomainJobTimeRemaining, info.TimeRemaining},
		{virt.DomainJobDataTotal, info.DataTotal}, {virt.DomainJobDataProcessed, info.DataProcessed}, {virt.DomainJobDataRemaining, info.DataRemaining},
		{virt.DomainJobMemoryTotal, info.MemTotal}, {virt.DomainJobMemoryProcessed, info.MemProcessed}, {virt.DomainJobMemoryRemaining, info.MemRemaining},
		{virt.DomainJobDiskTotal, info.FileTotal}, {virt.DomainJobDiskProcessed, info.FileProcessed}, {virt.DomainJobDiskRemaining, info.FileRemaining},
	} {
		params = append(params, virt.TypedParam{Name: p.name, Value: virt.UllongValue(p.value)})
	}
	return info.Type, params, nil
}

// rawJob is a job with its numbers as the host sends them.
type rawJob struct {
	Type       string        `json:"type"`
	Statistics format.Object `json:"statistics"`

	typ    virt.DomainJobType
	params []virt.TypedParam
}

func newRawJob(typ virt.DomainJobType, params []virt.TypedParam) *rawJob {
	return &rawJob{Type: typ.String(), Statistics: jobStatistics(params), typ: typ, params: params}
}

// Text prints a line for each number.
func (j *rawJob) Text(p *format.Printer) error {
	p.Printf("Job type: %d\n\n", j.typ)
	for _, param := range j.params {
		text := param.Value.String()
		if on, ok := param.Value.Bool(); ok {
			text = "0"
			if on {
				text = "1"
			}
		}
		p.Printf("%s: %s\n", param.Name, text)
	}
	return nil
}
