package libvirt

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// AttachDevice adds a device, one element of XML, to the running domain.
func (d *Domain) AttachDevice(ctx context.Context, xml string) error {
	return protocol.DomainAttachDevice.Call(ctx, d.conn, &protocol.DomainAttachDeviceArgs{Dom: d.wire(), XML: xml})
}

// AttachDeviceFlags is AttachDevice with flags: the running domain, the
// configuration.
func (d *Domain) AttachDeviceFlags(ctx context.Context, xml string, flags virt.DomainDeviceModifyFlags) error {
	return protocol.DomainAttachDeviceFlags.Call(ctx, d.conn,
		&protocol.DomainAttachDeviceFlagsArgs{Dom: d.wire(), XML: xml, Flags: uint32(flags)})
}

// DetachDevice takes a device, one element of XML, from the running domain.
func (d *Domain) DetachDevice(ctx context.Context, xml string) error {
	return protocol.DomainDetachDevice.Call(ctx, d.conn, &protocol.DomainDetachDeviceArgs{Dom: d.wire(), XML: xml})
}

// DetachDeviceFlags is DetachDevice with flags.
func (d *Domain) DetachDeviceFlags(ctx context.Context, xml string, flags virt.DomainDeviceModifyFlags) error {
	return protocol.DomainDetachDeviceFlags.Call(ctx, d.conn,
		&protocol.DomainDetachDeviceFlagsArgs{Dom: d.wire(), XML: xml, Flags: uint32(flags)})
}

// UpdateDeviceFlags changes a device, one element of XML, that is there.
func (d *Domain) UpdateDeviceFlags(ctx context.Context, xml string, flags virt.DomainDeviceModifyFlags) error {
	return protocol.DomainUpdateDeviceFlags.Call(ctx, d.conn,
		&protocol.DomainUpdateDeviceFlagsArgs{Dom: d.wire(), XML: xml, Flags: uint32(flags)})
}

// DetachDeviceAlias takes the device with an alias from the domain. The running
// guest is asked to give it up: the device is gone when the event DEVICE_REMOVED
// tells.
func (d *Domain) DetachDeviceAlias(ctx context.Context, alias string, flags virt.DomainModificationImpact) error {
	return protocol.DomainDetachDeviceAlias.Call(ctx, d.conn,
		&protocol.DomainDetachDeviceAliasArgs{Dom: d.wire(), Alias: alias, Flags: uint32(flags)})
}

// FDAssociate gives the domain open files under a name, for disks whose source
// has that fdgroup. The host keeps duplicates until the connection ends; the
// files stay the caller's. No files are ErrInvalidArg.
func (d *Domain) FDAssociate(ctx context.Context, name string, files []*os.File, flags virt.DomainFDAssociateFlags) error {
	if len(files) == 0 {
		return d.conn.failed(errZero(virt.FromDomain, "virDomainFDAssociate", "nfds"))
	}
	return d.conn.Invoke(ctx, &protocol.Request{
		Proc:  &protocol.DomainFDAssociate.Proc,
		Args:  &protocol.DomainFDAssociateArgs{Dom: d.wire(), Name: name, Flags: uint32(flags)},
		Files: files,
	})
}

// errZero is the error of an argument of a function that must not be zero.
func errZero(domain virt.ErrorDomain, function, argument string) error {
	return &virt.Error{
		Code: virt.ErrInvalidArg, Domain: domain, Level: virt.LevelError,
		Message: argument + " in " + function + " must not be zero", Str1: function, Str2: argument,
	}
}

// BlockInfo is the size of a disk in bytes (virDomainBlockInfo).
type BlockInfo struct {
	Capacity   uint64 // as the guest sees it
	Allocation uint64 // highest byte in use
	Physical   uint64 // of the file or device on the host
}

// BlockInfo returns the size of a disk by its target or path. No flags are
// defined.
func (d *Domain) BlockInfo(ctx context.Context, disk string, flags uint32) (BlockInfo, error) {
	r, err := protocol.DomainGetBlockInfo.Call(ctx, d.conn, &protocol.DomainGetBlockInfoArgs{Dom: d.wire(), Path: disk, Flags: flags})
	if err != nil {
		return BlockInfo{}, err
	}
	return BlockInfo{Capacity: r.Capacity, Allocation: r.Allocation, Physical: r.Physical}, nil
}

// DiskInfo is the answer for one of the disks that BlockInfos was asked for.
type DiskInfo struct {
	BlockInfo
	Err error // then there is no BlockInfo
}

// BlockInfos is BlockInfo for several disks, which are all asked for at once.
func (d *Domain) BlockInfos(ctx context.Context, disks []string) []DiskInfo {
	infos := make([]DiskInfo, len(disks))
	calls := make([]func() error, len(disks))
	for i, disk := range disks {
		calls[i] = func() error {
			infos[i].BlockInfo, infos[i].Err = d.BlockInfo(ctx, disk, 0)
			return nil
		}
	}
	_ = together(calls...) // each keeps its own error
	return infos
}

// BlockStats is what went to and from a disk (virDomainBlockStatsStruct). A
// number that the host cannot tell is -1.
type BlockStats struct {
	ReadReqs, ReadBytes   int64
	WriteReqs, WriteBytes int64
	Errs                  int64
}

// BlockStats returns what went to and from a disk of the running domain, by its
// target or path.
func (d *Domain) BlockStats(ctx context.Context, disk string) (BlockStats, error) {
	r, err := protocol.DomainBlockStats.Call(ctx, d.conn, &protocol.DomainBlockStatsArgs{Dom: d.wire(), Path: disk})
	if err != nil {
		return BlockStats{}, err
	}
	return BlockStats{ReadReqs: r.RdReq, ReadBytes: r.RdBytes, WriteReqs: r.WrReq, WriteBytes: r.WrBytes, Errs: r.Errs}, nil
}

// BlockStatsFlags is BlockStats with more numbers, among virt.DomainBlockStatsReadBytes
// and so on. No flags are defined.
func (d *Domain) BlockStatsFlags(ctx context.Context, disk string, flags uint32) ([]virt.TypedParam, error) {
	return params(func(n int32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.DomainBlockStatsFlags.Call(ctx, d.conn,
			&protocol.DomainBlockStatsFlagsArgs{Dom: d.wire(), Path: disk, NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// InterfaceStats is what went through a network interface
// (virDomainInterfaceStatsStruct). A number that the host cannot tell is -1.
type InterfaceStats struct {
	RxBytes, RxPackets, RxErrs, RxDrop int64
	TxBytes, TxPackets, TxErrs, TxDrop int64
}

// InterfaceStats returns what went through an interface of the running domain,
// by its target or MAC address.
func (d *Domain) InterfaceStats(ctx context.Context, device string) (InterfaceStats, error) {
	r, err := protocol.DomainInterfaceStats.Call(ctx, d.conn, &protocol.DomainInterfaceStatsArgs{Dom: d.wire(), Device: device})
	if err != nil {
		return InterfaceStats{}, err
	}
	return InterfaceStats(*r), nil
}

// DomainInterface is an interface inside the guest and its addresses
// (virDomainInterface).
type DomainInterface struct {
	Name   string
	HWAddr string // empty where it cannot be told
	Addrs  []IPAddr
}

// IPAddr is an address and the length of its network's prefix
// (virDomainIPAddress).
type IPAddr struct {
	Type   virt.IPAddrType
	Addr   string
	Prefix uint
}

// InterfaceAddresses returns the addresses of the running domain, as source
// knows them. No flags are defined.
func (d *Domain) InterfaceAddresses(ctx context.Context, source virt.DomainInterfaceAddressesSource, flags uint32) ([]DomainInterface, error) {
	r, err := protocol.DomainInterfaceAddresses.Call(ctx, d.conn,
		&protocol.DomainInterfaceAddressesArgs{Dom: d.wire(), Source: uint32(source), Flags: flags})
	if err != nil {
		return nil, err
	}
	ifaces := make([]DomainInterface, len(r.Ifaces))
	for i, w := range r.Ifaces {
		ifaces[i] = DomainInterface{Name: w.Name, Addrs: make([]IPAddr, len(w.Addrs))}
		if w.HWAddr != nil {
			ifaces[i].HWAddr = *w.HWAddr
		}
		for j, a := range w.Addrs {
			ifaces[i].Addrs[j] = IPAddr{Type: virt.IPAddrType(a.Type), Addr: a.Addr, Prefix: uint(a.Prefix)}
		}
	}
	return ifaces, nil
}
