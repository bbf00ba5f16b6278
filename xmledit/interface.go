package xmledit

import (
	"strconv"

	"github.com/beevik/etree"
)

// Interface is what attach-interface knows of a network interface. What is empty
// is left out.
type Interface struct {
	Type                       string // network, bridge, direct, hostdev or vhostuser
	Managed                    bool   // the host gives up its device, and gets it back
	Source                     string // name, or path of the socket of a vhostuser
	SourceMode                 string // of a vhostuser: client or server
	PCI                        Address
	Target, MAC, Script, Model string
	Alias                      string
	Inbound, Outbound          *Rate // nil for no limit
}

// Rate is the limit of one direction of an interface's traffic, in KiB/s, and in
// KiB for the burst. What is 0 is left out.
type Rate struct{ Average, Peak, Burst, Floor uint64 }

// XML returns the interface as virsh would write it.
func (i *Interface) XML() string {
	root := etree.NewElement("interface")
	root.CreateAttr("type", i.Type)
	if i.Managed {
		root.CreateAttr("managed", "yes")
	}
	switch i.Type {
	case "network", "bridge":
		add(root, "source", i.Type, i.Source)
	case "direct":
		add(root, "source", "dev", i.Source)
	case "vhostuser":
		add(root, "source", "type", "unix", "path", i.Source, "mode", i.SourceMode)
	case "hostdev":
		i.PCI.addTo(root.CreateElement("source"))
	}
	for _, c := range [...]struct{ tag, attr, value string }{
		{"target", "dev", i.Target}, {"mac", "address", i.MAC}, {"script", "path", i.Script},
		{"model", "type", i.Model}, {"alias", "name", i.Alias},
	} {
		if c.value != "" {
			add(root, c.tag, c.attr, c.value)
		}
	}
	if i.Inbound != nil || i.Outbound != nil {
		bandwidth := root.CreateElement("bandwidth")
		i.Inbound.addTo(bandwidth, "inbound")
		i.Outbound.addTo(bandwidth, "outbound")
	}
	return compose(root)
}

func (r *Rate) addTo(bandwidth *etree.Element, tag string) {
	if r == nil {
		return
	}
	e := bandwidth.CreateElement(tag)
	for _, a := range [...]struct {
		name string
		n    uint64
	}{{"average", r.Average}, {"peak", r.Peak}, {"burst", r.Burst}, {"floor", r.Floor}} {
		if a.n != 0 {
			e.CreateAttr(a.name, strconv.FormatUint(a.n, 10))
		}
	}
}
