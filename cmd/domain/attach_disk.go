package domain

import (
	"context"
	"os"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func attachDiskSpec() *vsh.Spec {
	word := func(name, help, complete string) vsh.Opt { return vsh.StringOpt(name, help, complete).Loose() }
	return &vsh.Spec{
		Name: "attach-disk", Help: "give a domain a disk",
		Description: "Give a domain the disk that the options describe.",
		Examples: []string{
			"attach-disk web /images/data.qcow2 vdb --subdriver qcow2 --config",
			"attach-disk web /images/data.qcow2 vdb --print-xml # only show the XML",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("source", "file, block device or name of an image on the network; empty for an empty drive", "files").Empty(),
			vsh.StringArg("target", "what the disk is called in the guest: vdb, sda", "none"),
			word("targetbus", "bus of the disk in the guest", "disk-buses"),
			word("driver", "backend of the disk: qemu", "none"),
			word("subdriver", "format of the image: raw, qcow2", "volume-formats"),
			word("iothread", "ID of the I/O thread that serves it", "domain-iothreads"),
			word("cache", "how the host caches it", "disk-caches"),
			word("io", "how the emulator reads and writes it", "disk-ios"),
			word("type", "what the guest sees: disk, cdrom, floppy, lun", "disk-devices"),
			vsh.AliasValueOpt("shareable", "mode", "shareable"),
			word("mode", "readonly or shareable", "disk-modes"),
			word("sourcetype", "file, block or network", "disk-sources"),
			word("serial", "serial number", "none"),
			word("wwn", "world wide name: 16 hexadecimal digits", "none"),
			word("alias", "alias of the disk, beginning with ua-", "none"),
			vsh.BoolOpt("rawio", "allow raw SCSI commands"),
			word("address", "place on the bus: pci:0000.00.00.0, ccw:fe.0.0000, scsi:0.0.0, sata:0.0.0, ide:0.0.0, usb:0.0", "none"),
			vsh.BoolOpt("multifunction", "more functions share the disk's PCI slot"),
			vsh.BoolOpt("print-xml", "show the disk as XML and attach nothing"),
			word("source-protocol", "protocol of an image on the network", "disk-protocols"),
			word("source-host-name", "host that has it: NAME or NAME:PORT", "none"),
			word("source-host-transport", "how to reach the host: tcp, unix, rdma", "disk-transports"),
			word("source-host-socket", "socket of the host, for unix", "files"),
		}, deviceOpts()...),
		Run: runAttachDisk,
	}
}

func runAttachDisk(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	disk, err := readDisk(a)
	if err != nil {
		return nil, err
	}
	xml := disk.XML()
	if a.Bool("print-xml") {
		return format.XML(xml), nil
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := impact.attach(ctx, dom, xml); err != nil {
		return nil, vsh.Wrapf(err, "Failed to attach disk")
	}
	return deviceDone("attached", dom, xmledit.ParseDevice(xml), "Disk attached successfully\n"), nil
}

// readDisk returns the disk that the options of attach-disk describe.
func readDisk(a *vsh.Args) (*xmledit.Disk, error) {
	for _, needs := range [...]struct{ option, needed string }{
		{"source-host-name", "source-protocol"},
		{"source-host-transport", "source-protocol"},
		{"source-host-socket", "source-protocol"},
		{"source-host-socket", "source-host-transport"},
	} {
		if err := vsh.Requires(a, needs.option, needs.needed); err != nil {
			return nil, err
		}
	}
	if err := vsh.Exclusive(a, "source-host-name", "source-host-socket"); err != nil {
		return nil, err
	}
	d := &xmledit.Disk{RawIO: a.Bool("rawio")}
	var address, sourceType, host, transport, socket string
	for _, o := range [...]struct {
		name  string
		value *string
	}{
		{"source", &d.Source.Name}, {"target", &d.Target}, {"driver", &d.Driver}, {"subdriver", &d.Format},
		{"type", &d.Device}, {"mode", &d.Access}, {"iothread", &d.IOThread}, {"cache", &d.Cache}, {"io", &d.IO},
		{"serial", &d.Serial}, {"wwn", &d.WWN}, {"address", &address}, {"targetbus", &d.Bus}, {"alias", &d.Alias},
		{"sourcetype", &sourceType}, {"source-protocol", &d.Source.Protocol},
		{"source-host-name", &host}, {"source-host-transport", &transport}, {"source-host-socket", &socket},
	} {
		var err error
		if *o.value, err = a.String(o.name); err != nil {
			return nil, err
		}
	}
	if err := readDiskSource(&d.Source, sourceType); err != nil {
		return nil, err
	}
	d.Source.Host = diskHost(host, transport, socket)
	if d.Access != "" && d.Access != "readonly" && d.Access != "shareable" {
		return nil, vsh.Failf("No support for %s in command 'attach-disk'", d.Access)
	}
	if d.WWN != "" && (len(d.WWN) != wwnDigits || digits(d.WWN, 16) != wwnDigits) {
		return nil, virt.Errorf(virt.FromNone, virt.ErrInternalError, "Malformed wwn: %s", d.WWN)
	}
	if address == "" {
		return d, nil
	}
	var err error
	d.Address, err = parseDiskAddress(address, d.Target, a.Bool("multifunction"))
	return d, err
}

// wwnDigits is the length of a world wide name.
const wwnDigits = 16

// readDiskSource completes a source by the word of --sourcetype. Without one, the
// file of that name on this host tells whether it is a block device.
func readDiskSource(s *xmledit.DiskSource, word string) error {
	switch word {
	case "":
		if s.Protocol == "" {
			info, err := os.Stat(s.Name)
			s.Block = err == nil && info.Mode().Type() == os.ModeDevice
		}
		return nil
	case "file", "block":
		s.Block = word == "block"
	case "network":
	default:
		return vsh.Failf("Unknown source type: '%s'", word)
	}
	if (word == "network") != (s.Protocol != "") {
		return vsh.Failf("--source-protocol option requires --sourcetype network")
	}
	return nil
}

// diskHost returns the host of an image, nil if nothing is said of one.
func diskHost(host, transport, socket string) *xmledit.DiskHost {
	if host == "" && transport == "" && socket == "" {
		return nil
	}
	h := &xmledit.DiskHost{Transport: transport, Socket: socket}
	name, port, ok := strings.Cut(host, ":")
	h.Name = name
	if ok {
		h.Port = &port
	}
	return h
}
