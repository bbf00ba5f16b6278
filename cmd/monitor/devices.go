package monitor

import (
	"context"
	"encoding/xml"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// devices is what the commands about disks and interfaces need of a domain's
// XML.
type devices struct {
	Disks      []diskXML      `xml:"devices>disk"`
	Interfaces []interfaceXML `xml:"devices>interface"`
}

type diskXML struct {
	Type   string     `xml:"type,attr"`
	Device string     `xml:"device,attr"`
	Source *sourceXML `xml:"source"`
	Target targetXML  `xml:"target"`
}

type interfaceXML struct {
	Type   string     `xml:"type,attr"`
	Source *sourceXML `xml:"source"`
	Target targetXML  `xml:"target"`
	Model  struct {
		Type string `xml:"type,attr"`
	} `xml:"model"`
	MAC struct {
		Address string `xml:"address,attr"`
	} `xml:"mac"`
	Link struct {
		State string `xml:"state,attr"`
	} `xml:"link"`
}

type targetXML struct {
	Dev string `xml:"dev,attr"`
}

// sourceXML is where a device comes from, in attributes that depend on its type.
type sourceXML struct {
	Attrs   []xml.Attr     `xml:",any,attr"`
	Address *pciAddressXML `xml:"address"` // of an NVMe disk
}

// first returns the value of the first attribute, in the order of the document,
// that has one of the names; empty for none. A nil source has no attributes.
func (s *sourceXML) first(names ...string) string {
	if s == nil {
		return ""
	}
	for _, a := range s.Attrs {
		if a.Name.Space == "" && slices.Contains(names, a.Name.Local) {
			return a.Value
		}
	}
	return ""
}

// devicesOf reads the devices of dom: of the running one, or as flags say.
func devicesOf(ctx context.Context, dom *libvirt.Domain, flags virt.DomainXMLFlags) (*devices, error) {
	doc, err := dom.XMLDesc(ctx, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to get domain description xml")
	}
	var d devices
	if err := xml.Unmarshal([]byte(doc), &d); err != nil {
		return nil, vsh.Wrapf(err, "Failed to parse domain description xml")
	}
	return &d, nil
}

// configFlags returns the flags that --inactive stands for.
func configFlags(a *vsh.Args) virt.DomainXMLFlags {
	if a.Bool("inactive") {
		return virt.DomainXMLInactive
	}
	return 0
}
