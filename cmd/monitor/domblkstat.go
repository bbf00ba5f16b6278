package monitor

import (
	"context"
	"errors"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domblkstatSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domblkstat", Help: "show what went to and from a domain's disks",
		Description: "Show what went to and from a disk of a running domain, or all its disks together. --human says what the numbers mean.",
		Examples:    []string{"domblkstat web vda --human"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringOpt("device", "target or source of the disk; all together if it is missing", "domain-disks").Pos().Empty(),
			vsh.BoolOpt("human", "print a description of each number"),
		},
		Run: runDomblkstat,
	}
}

func runDomblkstat(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	device := a.Raw("device")
	params, err := dom.BlockStatsFlags(ctx, device, 0)
	if errors.Is(err, virt.ErrNoSupport) {
		var old libvirt.BlockStats
		if old, err = dom.BlockStats(ctx, device); err != nil {
			return nil, vsh.Wrapf(err, "Failed to get block stats %s %s", a.Raw("domain"), device)
		}
		params = oldBlockStats(old)
	}
	if err != nil {
		return nil, err
	}
	return newDiskStats(device, params, a.Bool("human")), nil
}

// oldBlockStats returns the numbers of the procedure that old hosts have, as
// the newer one has them. Those that the host cannot tell are left out.
func oldBlockStats(old libvirt.BlockStats) []virt.TypedParam {
	var params []virt.TypedParam
	add := func(name string, n int64) {
		if n >= 0 {
			params = append(params, virt.TypedParam{Name: name, Value: virt.LlongValue(n)})
		}
	}
	add(virt.DomainBlockStatsReadReq, old.ReadReqs)
	add(virt.DomainBlockStatsReadBytes, old.ReadBytes)
	add(virt.DomainBlockStatsWriteReq, old.WriteReqs)
	add(virt.DomainBlockStatsWriteBytes, old.WriteBytes)
	add(virt.DomainBlockStatsErrs, old.Errs)
	return params
}

// diskStat is a number that is known to be among the statistics of a disk.
type diskStat struct {
	param string // of the host
	key   string // in documents
	text  string // virsh's name
	human string // virsh's description
}

// diskStatOrder returns the numbers that are known, in the order in which they
// are shown.
func diskStatOrder() []diskStat {
	return []diskStat{
		{virt.DomainBlockStatsReadReq, "readRequests", "rd_req", "number of read operations:"},
		{virt.DomainBlockStatsReadBytes, "readBytes", "rd_bytes", "number of bytes read:"},
		{virt.DomainBlockStatsWriteReq, "writeRequests", "wr_req", "number of write operations:"},
		{virt.DomainBlockStatsWriteBytes, "writeBytes", "wr_bytes", "number of bytes written:"},
		{virt.DomainBlockStatsErrs, "errors", "errs", "error count:"},
		{virt.DomainBlockStatsFlushReq, "flushRequests", "flush_operations", "number of flush operations:"},
		{virt.DomainBlockStatsReadTotalTimes, "readTimeNs", "rd_total_times", "total duration of reads (ns):"},
		{virt.DomainBlockStatsWriteTotalTimes, "writeTimeNs", "wr_total_times", "total duration of writes (ns):"},
		{virt.DomainBlockStatsFlushTotalTimes, "flushTimeNs", "flush_total_times", "total duration of flushes (ns):"},
	}
}

// diskStats is the statistics of a disk, or of all of a domain's together. A
// number that is not known has the host's name. Those that the host cannot tell,
// which it has as -1, are only in the text.
type diskStats struct {
	Device string `json:"device,omitempty"`
	format.Object

	known, others []labelled
	human         bool
}

type labelled struct {
	label string
	value virt.TypedValue
}

func newDiskStats(device string, params []virt.TypedParam, human bool) *diskStats {
	s := &diskStats{Device: device, human: human}
	params = slices.Clone(params)
	for _, k := range diskStatOrder() {
		i := slices.IndexFunc(params, func(p virt.TypedParam) bool { return p.Name == k.param })
		if i < 0 {
			continue
		}
		label := k.text
		if human {
			label = k.human
		}
		s.known = append(s.known, labelled{label, params[i].Value})
		s.add(k.key, params[i].Value)
		params = slices.Delete(params, i, i+1)
	}
	for _, p := range params {
		s.others = append(s.others, labelled{p.Name, p.Value})
		s.add(p.Name, p.Value)
	}
	return s
}

func (s *diskStats) add(key string, v virt.TypedValue) {
	if n, ok := v.Int64(); !ok || n >= 0 {
		s.Object = append(s.Object, format.Field{Name: key, Value: v.Any()})
	}
}

// Text prints one line for each number, with the disk in front or above.
func (s *diskStats) Text(p *format.Printer) error {
	device, width := s.Device, 0
	if s.human {
		p.Printf("Device: %s\n", s.Device)
		device, width = "", 31
	}
	for _, l := range s.known {
		p.Printf("%s %-*s %s\n", device, width, l.label, l.value)
	}
	for _, l := range s.others {
		p.Printf("%s %s %s\n", device, l.label, l.value)
	}
	return nil
}
