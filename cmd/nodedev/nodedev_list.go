package nodedev

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodedevListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-list", Help: "list the devices of the host",
		Examples: []string{
			"nodedev-list --tree",
			"nodedev-list --cap net",
		},
		Opts: []vsh.Opt{
			vsh.BoolOpt("tree", "print each below the one that it is part of"),
			vsh.StringOpt("cap", "capabilities with commas between them: only devices with one of them", "nodedev-capabilities,").Loose(),
			vsh.BoolOpt("inactive", "only inactive devices"),
			vsh.BoolOpt("all", "active devices and inactive ones"),
		},
		Run: runNodedevList,
	}
}

func runNodedevList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	caps := a.Raw("cap")
	inactive, all, tree := a.Bool("inactive"), a.Bool("all"), a.Bool("tree")
	switch {
	case inactive && all:
		return nil, vsh.Failf("Option --all is incompatible with --inactive")
	case tree && (a.Has("cap") || inactive):
		return nil, vsh.Failf("Option --tree is incompatible with --cap and --inactive")
	}
	flags, err := capFlags(vsh.SplitList(caps))
	if err != nil {
		return nil, err
	}
	if inactive || all {
		flags |= virt.ConnectListNodeDevicesInactive
	}
	if !inactive {
		flags |= virt.ConnectListNodeDevicesActive
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	devices, err := conn.ListAllNodeDevices(ctx, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list node devices")
	}
	slices.SortStableFunc(devices, func(a, b *libvirt.NodeDevice) int { return vsh.CompareFold(a.Name(), b.Name()) })
	l := &nodedevList{Devices: make([]listedNodedev, len(devices)), tree: tree}
	for i, d := range devices {
		l.Devices[i].Name = d.Name()
	}
	if !tree {
		return l, nil
	}
	parents, err := conn.ParentsOfNodeDevices(ctx, devices)
	for i, parent := range parents {
		l.Devices[i].Parent = parent
	}
	return l, err
}

// capFlags returns the bits for the devices that have one of the named
// capabilities.
func capFlags(names []string) (virt.ConnectListAllNodeDeviceFlags, error) {
	words := map[string]virt.ConnectListAllNodeDeviceFlags{
		"system":       virt.ConnectListNodeDevicesCapSystem,
		"pci":          virt.ConnectListNodeDevicesCapPCIDev,
		"usb_device":   virt.ConnectListNodeDevicesCapUSBDev,
		"usb":          virt.ConnectListNodeDevicesCapUSBInterface,
		"net":          virt.ConnectListNodeDevicesCapNet,
		"scsi_host":    virt.ConnectListNodeDevicesCapSCSIHost,
		"scsi_target":  virt.ConnectListNodeDevicesCapSCSITarget,
		"scsi":         virt.ConnectListNodeDevicesCapSCSI,
		"storage":      virt.ConnectListNodeDevicesCapStorage,
		"fc_host":      virt.ConnectListNodeDevicesCapFCHost,
		"vports":       virt.ConnectListNodeDevicesCapVPorts,
		"scsi_generic": virt.ConnectListNodeDevicesCapSCSIGeneric,
		"drm":          virt.ConnectListNodeDevicesCapDRM,
		"mdev_types":   virt.ConnectListNodeDevicesCapMDevTypes,
		"mdev":         virt.ConnectListNodeDevicesCapMDev,
		"ccw":          virt.ConnectListNodeDevicesCapCCWDev,
		"css":          virt.ConnectListNodeDevicesCapCSSDev,
		"vdpa":         virt.ConnectListNodeDevicesCapVDPA,
		"ap_card":      virt.ConnectListNodeDevicesCapAPCard,
		"ap_queue":     virt.ConnectListNodeDevicesCapAPQueue,
		"ap_matrix":    virt.ConnectListNodeDevicesCapAPMatrix,
		"vpd":          virt.ConnectListNodeDevicesCapVPD,
	}
	var flags virt.ConnectListAllNodeDeviceFlags
	for _, name := range names {
		bit, ok := words[name]
		if !ok {
			return 0, vsh.Failf("Invalid capability type")
		}
		flags |= bit
	}
	return flags, nil
}

// nodedevList is the devices of the host, and how virsh's text shows them.
type nodedevList struct {
	Devices []listedNodedev `json:"devices"`

	tree bool
}

// listedNodedev is a device. The parent is known with --tree only, and empty for
// the computer.
type listedNodedev struct {
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"`
}

// Text prints a line for each device, or the tree.
func (l *nodedevList) Text(p *format.Printer) error {
	names, parents := make([]string, len(l.Devices)), make([]string, len(l.Devices))
	for i, d := range l.Devices {
		names[i], parents[i] = d.Name, d.Parent
	}
	if l.tree {
		p.Tree(format.NewTree(names, parents))
		return nil
	}
	for _, name := range names {
		p.Println(name)
	}
	return nil
}
