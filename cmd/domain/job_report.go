package domain

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// jobReport is a job with its numbers, as text for people.
type jobReport struct {
	Type       string        `json:"type"`      // none, bounded, unbounded, completed, failed, cancelled
	Operation  *string       `json:"operation"` // what the job is for; null without a job
	Statistics format.Object `json:"statistics"`

	lines []string
}

// Text prints a line for each number that the host has told.
func (j *jobReport) Text(p *format.Printer) error {
	for _, line := range j.lines {
		p.Println(line)
	}
	return nil
}

// newJobReport returns the report of a job, with its numbers in the text if they
// are wanted. A number of another type than it must have is an error; what stands
// before it is in the report.
func newJobReport(typ virt.DomainJobType, params []virt.TypedParam, numbers bool) (format.Result, error) {
	// These have been part of every answer from the first release on.
	for _, name := range []string{
		virt.DomainJobTimeElapsed, virt.DomainJobTimeRemaining,
		virt.DomainJobDataTotal, virt.DomainJobDataProcessed, virt.DomainJobDataRemaining,
		virt.DomainJobMemoryTotal, virt.DomainJobMemoryProcessed, virt.DomainJobMemoryRemaining,
		virt.DomainJobDiskTotal, virt.DomainJobDiskProcessed, virt.DomainJobDiskRemaining,
	} {
		if err := checkJobType(params, name, virt.TypedParamUllong); err != nil {
			return nil, err
		}
	}
	w := &jobWriter{typ: typ, params: params, report: &jobReport{Type: typ.String(), Statistics: jobStatistics(params)}}
	w.line("Job type:", "%-12s", jobTypeWord(typ))
	if typ == virt.DomainJobNone {
		return w.report, nil
	}
	w.operation()
	if numbers {
		w.numbers()
	}
	return w.report, w.err
}

// jobStatistics returns the numbers of a job for documents.
func jobStatistics(params []virt.TypedParam) format.Object {
	var o format.Object
	for _, p := range params {
		if p.Name != virt.DomainJobOperationField { // it has a field of its own
			o = append(o, format.Field{Name: jobKey(p.Name), Value: p.Value.Any()})
		}
	}
	return o
}

// jobKey returns the key that a number of a job has in documents.
func jobKey(name string) string {
	switch rate, isRate := strings.CutSuffix(name, "_bps"); {
	case isRate:
		return vsh.Camel(rate) + "BytesPerSec"
	case name == virt.DomainJobMemoryDirtyRate:
		return vsh.Camel(name) + "PagesPerSec"
	case strings.HasPrefix(name, "time_"), strings.HasPrefix(name, "downtime"), name == virt.DomainJobSetupTime:
		return vsh.Camel(name) + "Ms"
	case strings.HasPrefix(name, "data_"), strings.HasPrefix(name, "disk_"), strings.HasPrefix(name, "vfio_"),
		slices.Contains([]string{
			virt.DomainJobMemoryTotal, virt.DomainJobMemoryProcessed, virt.DomainJobMemoryRemaining,
			virt.DomainJobMemoryPageSize, virt.DomainJobCompressionCache,
		}, name):
		return vsh.Camel(name) + "Bytes"
	case name == virt.DomainJobAutoConvergeThrottle:
		return vsh.Camel(name) + "Percent"
	}
	return vsh.Camel(name)
}

// checkJobType returns an error if the named parameter is there and of another type.
func checkJobType(params []virt.TypedParam, name string, want virt.TypedParameterType) error {
	if p := jobParam(params, name); p != nil && p.Value.Type() != want {
		return virt.Errorf(virt.FromNone, virt.ErrInvalidArg,
			"Invalid type '%s' requested for parameter '%s', actual type is '%s'", want, name, p.Value.Type())
	}
	return nil
}

// jobParam returns the named parameter, or nil.
func jobParam(params []virt.TypedParam, name string) *virt.TypedParam {
	i := slices.IndexFunc(params, func(p virt.TypedParam) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &params[i]
}
