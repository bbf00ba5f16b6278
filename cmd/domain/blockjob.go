package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blockjobSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockjob", Help: "show, limit or end the job on a disk",
		Description: "Show how far the job on a disk of a running domain is, limit its rate, or end it.",
		Examples: []string{
			"blockjob web vda",
			"blockjob web vda --abort",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringArg("path", "the disk: its target, or the path of its image", "domain-disks"),
			vsh.BoolOpt("abort", "give it up, or end its second phase"),
			vsh.BoolOpt("async", "give it up, and do not wait for its end"),
			vsh.BoolOpt("pivot", "end its second phase, and go on with the other image"),
			vsh.BoolOpt("info", "show how far it is (the default)"),
			vsh.BoolOpt("bytes", "a limit without a suffix is in bytes/s, and is shown so"),
			vsh.BoolOpt("raw", "show all numbers"),
			bandwidthOpt(),
		},
		Run: runBlockjob,
	}
}

func runBlockjob(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{
		{"raw", "abort"}, {"raw", "async"}, {"raw", "pivot"}, {"raw", "bandwidth"},
		{"info", "abort"}, {"info", "async"}, {"info", "pivot"}, {"info", "bandwidth"},
		{"bytes", "abort"}, {"bytes", "async"}, {"bytes", "pivot"},
	} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	disk, err := a.String("path")
	if err != nil {
		return nil, err
	}
	switch {
	case a.Has("bandwidth"):
		return limitBlockJob(ctx, a, dom, disk)
	case a.Bool("abort") || a.Bool("async") || a.Bool("pivot"):
		flags := vsh.FlagMap[virt.DomainBlockJobAbortFlags]{
			"async": virt.DomainBlockJobAbortAsync,
			"pivot": virt.DomainBlockJobAbortPivot,
		}.Of(a)
		if err := dom.BlockJobAbort(ctx, disk, flags); err != nil {
			return nil, err
		}
		return blockJobDone("ended", dom, disk, ""), nil
	}
	return showJob(ctx, s, a, dom, disk)
}

func limitBlockJob(ctx context.Context, a *vsh.Args, dom *libvirt.Domain, disk string) (format.Result, error) {
	limit, bytes, err := bandwidth(a)
	if err != nil {
		return nil, err
	}
	var flags virt.DomainBlockJobSetSpeedFlags
	if bytes {
		flags = virt.DomainBlockJobSpeedBandwidthBytes
	}
	if err := dom.BlockJobSetSpeed(ctx, disk, limit, flags); err != nil {
		return nil, err
	}
	return blockJobDone("limited", dom, disk, ""), nil
}

// showJob asks how far the job is. virsh shows what changes on stderr, as it does
// while it waits for a job.
func showJob(ctx context.Context, s *vsh.Session, a *vsh.Args, dom *libvirt.Domain, disk string) (format.Result, error) {
	var flags virt.DomainBlockJobInfoFlags
	if a.Bool("bytes") || !a.Bool("raw") {
		flags = virt.DomainBlockJobInfoBandwidthBytes
	}
	info, err := dom.BlockJobInfo(ctx, disk, flags)
	if err != nil {
		return nil, err
	}
	r := &blockJobState{Domain: dom.Name(), Disk: disk, raw: a.Bool("raw")}
	if info == nil {
		return r, nil
	}
	r.Job = &blockJobInfo{Type: blockJobWord(info.Type), Cur: info.Cur, End: info.End}
	if flags == 0 {
		r.Job.MiB = &info.Bandwidth
	} else {
		r.Job.Bytes = &info.Bandwidth
	}
	if !r.raw && !s.Format.Machine() {
		showBlockJob(s.Err, r.Job.Type, info.End-info.Cur, info.End)
	}
	return r, nil
}

// blockJobWord returns virsh's word for a kind of job.
func blockJobWord(t virt.DomainBlockJobType) string {
	words := []string{
		virt.DomainBlockJobTypeUnknown:      "Unknown job",
		virt.DomainBlockJobTypePull:         "Block Pull",
		virt.DomainBlockJobTypeCopy:         "Block Copy",
		virt.DomainBlockJobTypeCommit:       "Block Commit",
		virt.DomainBlockJobTypeActiveCommit: "Active Block Commit",
		virt.DomainBlockJobTypeBackup:       "Backup",
	}
	if t < 0 || int(t) >= len(words) {
		return words[virt.DomainBlockJobTypeUnknown]
	}
	return words[t]
}

// blockJobState is the job on a disk; nil if there is none.
type blockJobState struct {
	Domain string        `json:"domain"`
	Disk   string        `json:"disk"`
	Job    *blockJobInfo `json:"job"`

	raw bool // all numbers instead of a line
}

// blockJobInfo is how far a job is: it is done when both numbers, of which only the
// host knows what they count, are the same. The limit, 0 for none, is in the unit
// that was asked for.
type blockJobInfo struct {
	Type  string  `json:"type"`
	Bytes *uint64 `json:"bandwidthBytesPerSecond,omitempty"`
	MiB   *uint64 `json:"bandwidthMiBPerSecond,omitempty"`
	Cur   uint64  `json:"current"`
	End   uint64  `json:"end"`
}

// Text prints a line with the limit, or all numbers.
func (b *blockJobState) Text(p *format.Printer) error {
	switch {
	case b.Job == nil && !b.raw:
		p.Message("No current block job for %s", b.Disk)
	case b.Job == nil:
	case b.raw:
		bandwidth := b.Job.MiB
		if bandwidth == nil {
			bandwidth = b.Job.Bytes
		}
		p.Printf(" type=%s\n bandwidth=%d\n cur=%d\n end=%d\n", b.Job.Type, *bandwidth, b.Job.Cur, b.Job.End)
	case *b.Job.Bytes != 0:
		value, unit := format.SizePrecise(*b.Job.Bytes)
		p.Printf("    Bandwidth limit: %d bytes/s (%s %s/s)\n", *b.Job.Bytes, value, unit)
	default:
		p.Println()
	}
	return nil
}
