package xmledit

import "github.com/beevik/etree"

// Disk is what attach-disk knows of a disk. What is empty is left out.
type Disk struct {
	Device string // what the guest sees: disk, cdrom, floppy, lun
	RawIO  bool

	Driver, Format, IOThread, Cache, IO string

	Source DiskSource

	Target, Bus string
	Access      string // readonly or shareable
	Serial, WWN string
	Alias       string
	Address     Address
}

// DiskSource is where the data of a disk is: a file, a block device, or, with a
// protocol, an image on the network.
type DiskSource struct {
	Name     string // path, or name of the image; an empty one is told too
	Block    bool
	Protocol string
	Host     *DiskHost // of an image on the network; nil for the default
}

// DiskHost is the host that has an image. What is empty is left out.
type DiskHost struct {
	Transport, Name, Socket string
	Port                    *string // an empty one is told too
}

// XML returns the disk as virsh would write it.
func (d *Disk) XML() string {
	root := etree.NewElement("disk")
	root.CreateAttr("type", d.Source.kind())
	if d.Device != "" {
		root.CreateAttr("device", d.Device)
	}
	if d.RawIO {
		root.CreateAttr("rawio", "yes")
	}
	if d.Driver+d.Format+d.IOThread+d.Cache+d.IO != "" {
		add(root, "driver", "name", d.Driver, "type", d.Format, "iothread", d.IOThread, "cache", d.Cache, "io", d.IO)
	}
	d.Source.addTo(root)
	add(root, "target", "dev", d.Target, "bus", d.Bus)
	if d.Access != "" {
		root.CreateElement(d.Access)
	}
	addText(root, "serial", d.Serial)
	if d.Alias != "" {
		add(root, "alias", "name", d.Alias)
	}
	addText(root, "wwn", d.WWN)
	d.Address.addTo(root)
	return composeEscaping(root, "disk", "driver", "source", "host")
}

func (s *DiskSource) kind() string {
	switch {
	case s.Protocol != "":
		return "network"
	case s.Block:
		return "block"
	}
	return "file"
}

func (s *DiskSource) addTo(disk *etree.Element) {
	e := disk.CreateElement("source")
	switch s.kind() {
	case "network":
		e.CreateAttr("protocol", s.Protocol)
		e.CreateAttr("name", s.Name)
	case "block":
		e.CreateAttr("dev", s.Name)
	default:
		e.CreateAttr("file", s.Name)
	}
	h := s.Host
	if h == nil {
		return
	}
	host := add(e, "host", "transport", h.Transport)
	if h.Port != nil { // then even an empty name is told
		host.CreateAttr("name", h.Name)
		host.CreateAttr("port", *h.Port)
	} else if h.Name != "" {
		host.CreateAttr("name", h.Name)
	}
	if h.Socket != "" {
		host.CreateAttr("socket", h.Socket)
	}
}
