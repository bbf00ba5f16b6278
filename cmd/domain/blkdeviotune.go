package domain

import (
	"context"
	"errors"
	"math"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blkdeviotuneSpec() *vsh.Spec {
	opts := []vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.StringArg("device", "target or path of the disk", "domain-disks"),
	}
	add := func(o vsh.Opt) { // each has an older name
		opts = append(opts, vsh.AliasOpt(strings.ReplaceAll(o.Name, "-", "_"), o.Name), o.From("none").Loose())
	}
	for _, l := range diskLimits() {
		if l.opt == "total-bytes-sec-max-length" {
			add(vsh.StringOpt("group-name", "name of the group of disks that share these limits", "none"))
		}
		value := "uint64"
		if l.bytes {
			value = "scaled:1"
		}
		add(vsh.IntOpt(l.opt, l.help, value))
	}
	return &vsh.Spec{
		Name: "blkdeviotune", Help: "show or set the limits of a disk's traffic",
		Description: "Show how much a domain may read from and write to one of its disks, or set the limits\n" +
			"that are given. 0 takes a limit away. A limit in total excludes those of reads and writes.",
		Examples: []string{
			"blkdeviotune web vda",
			"blkdeviotune web vda --total-iops-sec 500 --total-iops-sec-max 800 --live",
		},
		Opts: append(opts, vsh.ConfigLiveCurrent()...),
		Run:  runBlkdeviotune,
	}
}

// diskLimit is one limit of a disk's traffic.
type diskLimit struct {
	opt   string
	help  string
	bytes bool // a size, which may have a suffix
}

// param returns the host's name for a limit.
func (l diskLimit) param() string { return strings.ReplaceAll(l.opt, "-", "_") }

// diskLimits returns the limits in the order of the options.
func diskLimits() []diskLimit {
	return []diskLimit{
		{"total-bytes-sec", "bytes read and written a second", true},
		{"read-bytes-sec", "bytes read a second", true},
		{"write-bytes-sec", "bytes written a second", true},
		{"total-iops-sec", "reads and writes a second", false},
		{"read-iops-sec", "reads a second", false},
		{"write-iops-sec", "writes a second", false},
		{"total-bytes-sec-max", "bytes read and written a second, in a burst", true},
		{"read-bytes-sec-max", "bytes read a second, in a burst", true},
		{"write-bytes-sec-max", "bytes written a second, in a burst", true},
		{"total-iops-sec-max", "reads and writes a second, in a burst", false},
		{"read-iops-sec-max", "reads a second, in a burst", false},
		{"write-iops-sec-max", "writes a second, in a burst", false},
		{"size-iops-sec", "bytes that count as one read or write", false},
		{"total-bytes-sec-max-length", "seconds that a burst of bytes may last", false},
		{"read-bytes-sec-max-length", "seconds that a burst of bytes read may last", false},
		{"write-bytes-sec-max-length", "seconds that a burst of bytes written may last", false},
		{"total-iops-sec-max-length", "seconds that a burst of reads and writes may last", false},
		{"read-iops-sec-max-length", "seconds that a burst of reads may last", false},
		{"write-iops-sec-max-length", "seconds that a burst of writes may last", false},
	}
}

func runBlkdeviotune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	disk, err := a.String("device")
	if err != nil {
		return nil, err
	}
	params, err := diskLimitParams(a)
	if err != nil {
		return nil, err
	}
	t := tunable{
		get: func(ctx context.Context, impact virt.DomainModificationImpact) ([]virt.TypedParam, error) {
			return dom.BlockIoTune(ctx, disk, impact)
		},
		set: func(ctx context.Context, params []virt.TypedParam, impact virt.DomainModificationImpact) error {
			return dom.SetBlockIoTune(ctx, disk, params, impact)
		},
		cannotCount: "Unable to get number of block I/O throttle parameters",
		cannotGet:   "Unable to get block I/O throttle parameters",
		cannotSet:   "Unable to change block I/O throttle",
	}
	return t.run(ctx, dom, params, impact)
}

// diskLimitParams returns the parameters that a has. Sizes are read before the
// other numbers, and the name of the group last, as far as errors show it.
func diskLimitParams(a *vsh.Args) ([]virt.TypedParam, error) {
	var params []virt.TypedParam
	for _, bytes := range []bool{true, false} {
		for _, l := range diskLimits() {
			if l.bytes != bytes || !a.Has(l.opt) {
				continue
			}
			n, err := l.read(a)
			if err != nil {
				return nil, alsoSays(err, "Unable to parse integer parameter")
			}
			params = append(params, virt.TypedParam{Name: l.param(), Value: virt.UllongValue(n)})
		}
	}
	group, err := a.String("group-name")
	if err != nil {
		return nil, alsoSays(err, "Unable to parse group-name parameter")
	}
	if a.Has("group-name") {
		params = append(params, virt.TypedParam{Name: virt.DomainBlockIOTuneGroupName, Value: virt.StringValue(group)})
	}
	return params, nil
}

// read returns the value that a has for a limit.
func (l diskLimit) read(a *vsh.Args) (uint64, error) {
	if l.bytes {
		return a.Scaled(l.opt, 1, math.MaxUint64)
	}
	return a.Uint64(l.opt)
}

// alsoSays adds a line to the command's own account of an error.
func alsoSays(err error, line string) error {
	var e *vsh.Error
	if !errors.As(err, &e) {
		return vsh.Wrapf(err, "%s", line)
	}
	return &vsh.Error{Lines: append(e.Lines[:len(e.Lines):len(e.Lines)], line), Err: e.Err}
}
