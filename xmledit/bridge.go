package xmledit

import (
	"slices"
	"strconv"

	"github.com/beevik/etree"
)

// Bridge is a bridge of the host that an interface is to be put under.
type Bridge struct {
	Name  string
	STP   bool   // spanning tree protocol
	Delay uint64 // seconds until a new port forwards; of no account without STP
}

// Over returns the XML of the bridge with the interface that is called name and
// has the XML doc attached: what the interface is stays its own, how it is
// reached becomes the bridge's.
func (b *Bridge) Over(doc, name string) (string, error) {
	parsed, root, err := hostInterface(doc)
	if err != nil {
		return "", err
	}
	kind := root.SelectAttrValue("type", "")
	switch got := root.SelectAttr("name"); {
	case kind == "":
		return "", sentencef("Existing device %s has no type", name)
	case kind == "bridge":
		return "", sentencef("Existing device %s is already a bridge", name)
	case got == nil:
		return "", sentencef("Interface name from config (null) doesn't match given supplied name %s", name)
	case got.Value != name:
		return "", sentencef("Interface name from config %s doesn't match given supplied name %s", got.Value, name)
	}
	root.CreateAttr("type", "bridge")
	root.CreateAttr("name", b.Name)
	bridge := etree.NewElement("bridge")
	if b.STP {
		bridge.CreateAttr("stp", "on")
		bridge.CreateAttr("delay", strconv.FormatUint(b.Delay, 10))
	} else {
		bridge.CreateAttr("stp", "off")
	}
	port := bridge.CreateElement("interface")
	port.CreateAttr("type", kind)
	port.CreateAttr("name", name)
	moveOwn(root, port)
	root.AddChild(bridge)
	return whole(parsed), nil
}

// WithoutBridge returns the XML that the only interface attached to the bridge
// called name, which has the XML doc, has on its own, and the interface's name.
func WithoutBridge(doc, name string) (xml, iface string, err error) {
	parsed, root, err := hostInterface(doc)
	if err != nil {
		return "", "", err
	}
	kind := root.SelectAttrValue("type", "")
	switch {
	case kind == "":
		return "", "", sentencef("Existing device %s has no type", name)
	case kind != "bridge":
		return "", "", sentencef("Device %s is not a bridge", name)
	}
	bridge := root.SelectElement("bridge")
	if bridge == nil {
		return "", "", sentencef("No bridge node in xml document")
	}
	ports := bridge.SelectElements("interface")
	switch len(ports) {
	case 0:
		return "", "", sentencef("No interface attached to bridge")
	case 1:
	default:
		return "", "", sentencef("Multiple interfaces attached to bridge")
	}
	port := ports[0]
	iface = port.SelectAttrValue("name", "")
	switch kind = port.SelectAttrValue("type", ""); {
	case iface == "":
		return "", "", sentencef("Device attached to bridge %s has no name", name)
	case kind == "":
		return "", "", sentencef("Attached device %s has no type", iface)
	}
	root.CreateAttr("type", kind)
	root.CreateAttr("name", iface)
	moveOwn(port, root)
	return whole(parsed), iface, nil
}

// hostInterface returns the document of an interface of the host, and its root.
func hostInterface(doc string) (*etree.Document, *etree.Element, error) {
	parsed, err := parse(doc)
	if err != nil {
		return nil, nil, err
	}
	return parsed, parsed.Root(), nil
}

// moveOwn moves the elements that are of one interface, and not of how it is
// reached.
func moveOwn(from, to *etree.Element) {
	for _, e := range from.ChildElements() {
		if slices.Contains([]string{"mac", "bond", "vlan"}, e.Tag) {
			from.RemoveChild(e)
			to.AddChild(e)
		}
	}
}

// whole returns a document as it stands, with the declaration of XML before it.
func whole(doc *etree.Document) string {
	return "<?xml version=\"1.0\"?>\n" + verbatim(doc.Root()) + "\n"
}
