package monitor

import (
	"context"
	"errors"
	"strconv"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domblkinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domblkinfo", Help: "show the size of a domain's disks",
		Description: "Show how large a disk is for the guest, how much of it is in use, and how much room it takes on the host.",
		Examples: []string{
			"domblkinfo web vda --human",
			"domblkinfo web --all",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.StringOpt("device", "target or source of the disk", "domain-disks").Pos(),
			vsh.BoolOpt("human", "print sizes with units"),
			vsh.BoolOpt("all", "show all disks of the domain"),
		},
		Run: runDomblkinfo,
	}
}

func runDomblkinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "all", "device"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	device := a.Raw("device")
	switch {
	case a.Bool("all"):
		return allDiskSizes(ctx, dom, a.Bool("human"))
	case device == "":
		return nil, vsh.Failf("command 'domblkinfo' requires <device> option")
	}
	info, err := dom.BlockInfo(ctx, device, 0)
	if err != nil {
		return nil, err
	}
	return &diskSizes{Disks: []diskSize{newDiskSize(device, info)}, one: true, human: a.Bool("human")}, nil
}

// allDiskSizes returns the sizes of all disks of a domain. Drives without a
// medium have none.
func allDiskSizes(ctx context.Context, dom *libvirt.Domain, human bool) (format.Result, error) {
	devs, err := devicesOf(ctx, dom, 0)
	if err != nil {
		return nil, err
	}
	var targets []string // of disks with a source
	for _, d := range devs.Disks {
		if d.Source != nil {
			targets = append(targets, d.Target.Dev)
		}
	}
	infos := dom.BlockInfos(ctx, targets)
	sizes := &diskSizes{human: human}
	for _, d := range devs.Disks {
		var info libvirt.DiskInfo
		if d.Source != nil {
			info, infos = infos[0], infos[1:]
		}
		if info.Err != nil && !unreachable(ctx, dom, d, info.Err) {
			return nil, info.Err
		}
		sizes.Disks = append(sizes.Disks, newDiskSize(d.Target.Dev, info.BlockInfo))
	}
	return sizes, nil
}

// unreachable reports whether err only says that the host cannot look at a disk
// on the network while no guest uses it.
func unreachable(ctx context.Context, dom *libvirt.Domain, d diskXML, err error) bool {
	var e *virt.Error
	if !errors.As(err, &e) || e.Code != virt.ErrInternalError || e.Domain != virt.FromStorage || d.Source.first("protocol") == "" {
		return false
	}
	active, err := dom.IsActive(ctx)
	return err != nil || !active
}

// diskSizes is the sizes of disks.
type diskSizes struct {
	Disks []diskSize `json:"disks"`

	one   bool // a list of keys and values for one disk instead of a table
	human bool
}

// diskSize is the size of a disk. A drive without a medium, and a disk of which
// nothing is known, has no numbers.
type diskSize struct {
	Device     string  `json:"device"` // target, or what the user called it
	Capacity   *uint64 `json:"capacityBytes,omitempty"`
	Allocation *uint64 `json:"allocationBytes,omitempty"`
	Physical   *uint64 `json:"physicalBytes,omitempty"`
}

func newDiskSize(device string, info libvirt.BlockInfo) diskSize {
	if info == (libvirt.BlockInfo{}) {
		return diskSize{Device: device}
	}
	return diskSize{Device: device, Capacity: &info.Capacity, Allocation: &info.Allocation, Physical: &info.Physical}
}

// Text prints a table, or a line for each size of the one disk.
func (s *diskSizes) Text(p *format.Printer) error {
	if s.one {
		d := s.Disks[0]
		p.KeyValue(15, "Capacity:", "%s", s.size(d.Capacity))
		p.KeyValue(15, "Allocation:", "%s", s.size(d.Allocation))
		p.KeyValue(15, "Physical:", "%s", s.size(d.Physical))
		return nil
	}
	t := format.NewTable("Target", "Capacity", "Allocation", "Physical")
	for _, d := range s.Disks {
		t.Row(d.Device, s.size(d.Capacity), s.size(d.Allocation), s.size(d.Physical))
	}
	p.Table(t)
	return nil
}

func (s *diskSizes) size(bytes *uint64) string {
	switch {
	case bytes == nil:
		return "-"
	case s.human:
		value, unit := format.SizePrecise(*bytes)
		return value + " " + unit
	}
	return strconv.FormatUint(*bytes, 10)
}
