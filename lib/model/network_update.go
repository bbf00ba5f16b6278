package model

import (
	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NetworkUpdate is a change of one entry of a network.
type NetworkUpdate struct {
	Command virt.NetworkUpdateCommand
	Section virt.NetworkUpdateSection
	Parent  int    // which <ip> has the entry, from 0; less for the one that serves addresses
	XML     string // the entry; to delete one, as much of it as tells which
}

// Update returns the network as u changes it. The network itself stays as it is.
// Errors are *virt.Error, as libvirt words them.
func (n *Network) Update(u NetworkUpdate, o Options) (*Network, error) {
	changed := n.n.clone(nil)
	if err := u.apply(changed); err != nil {
		return nil, networkObject().own(err)
	}
	if _, err := ParseNetwork(changed.text(Form{}), o); err != nil { // checks it as a whole
		return nil, err
	}
	return &Network{changed}, nil
}

// add reports whether an entry is to be added.
func (u *NetworkUpdate) add() bool {
	return u.Command == virt.NetworkUpdateCommandAddFirst || u.Command == virt.NetworkUpdateCommandAddLast
}

// apply changes the network n.
func (u *NetworkUpdate) apply(n *node) error {
	entry, err := dom.ParseAs("network_update_xml", u.XML)
	if err != nil {
		return syntaxError(virt.FromNetwork, err)
	}
	section := u.Section.String()
	switch u.Section {
	case virt.NetworkSectionIPDHCPRange:
		return u.dhcpRange(n, entry)
	case virt.NetworkSectionIPDHCPHost:
		return u.dhcpHost(n, entry)
	case virt.NetworkSectionForwardInterface:
		return u.forwardInterface(n, entry)
	case virt.NetworkSectionPortgroup:
		return u.portgroup(n, entry)
	case virt.NetworkSectionDNSHost:
		return u.dnsHost(n, entry)
	case virt.NetworkSectionDNSTXT:
		return u.dnsText(n, entry)
	case virt.NetworkSectionDNSSRV:
		return u.dnsService(n, entry)
	case virt.NetworkSectionForwardPF:
		section = "forward pf"
	case virt.NetworkSectionBridge, virt.NetworkSectionDomain, virt.NetworkSectionIP, virt.NetworkSectionForward:
	default:
		return fault(virt.ErrOperationUnsupported, "can't update unrecognized section of network")
	}
	return fault(virt.ErrOperationUnsupported, "can't update '%s' section of network '%s'", section, n.objectName())
}

// expect refuses an entry that is not of the section.
func expect(n *node, entry *dom.Node, name string) error {
	if entry.Name != name {
		return xmlFault("unexpected element <%s>, expecting <%s>, while updating network '%s'", entry.Name, name, n.objectName())
	}
	return nil
}

// only refuses to modify entries that can only be added and deleted.
func (u *NetworkUpdate) only(what string) error {
	if u.Command == virt.NetworkUpdateCommandModify {
		return fault(virt.ErrOperationUnsupported, "%s cannot be modified, only added or deleted", what)
	}
	return nil
}

func invalid(format string, args ...any) error {
	return fault(virt.ErrOperationInvalid, format, args...)
}

// find returns the entries below parent of that name for which f holds.
func find(parent *node, name string, f func(*node) bool) []*node {
	var found []*node
	for _, k := range parent.children(name) {
		if f(k) {
			found = append(found, k)
		}
	}
	return found
}

// put adds an entry below parent, before or after those of its kind.
func (u *NetworkUpdate) put(parent, entry *node) {
	at := len(parent.children(entry.row.name))
	if u.Command == virt.NetworkUpdateCommandAddFirst {
		at = 0
	}
	parent.insert(entry, at)
}

// childFrom reads an entry by the row that parent has for it.
func (n *node) childFrom(entry *dom.Node) (*node, error) {
	return readNode(n.row.kids[n.kidSlot(entry.Name)], n, entry)
}

// forwardInterface changes the interfaces that a network is connected to the
// outside by.
func (u *NetworkUpdate) forwardInterface(n *node, entry *dom.Node) error {
	if err := expect(n, entry, "interface"); err != nil {
		return err
	}
	if err := u.only("forward interface entries"); err != nil {
		return err
	}
	dev, ok := entry.Attr("dev")
	if !ok {
		return xmlFault("missing dev attribute in <interface> element")
	}
	f := n.child("forward")
	same := find(f, "interface", func(k *node) bool { return k.get("dev") == dev })
	switch {
	case u.add() && len(same) > 0:
		return invalid("there is an existing interface entry in network '%s' that matches \"<interface dev='%s'>\"", n.objectName(), dev)
	case u.add() && f == nil: // a network that is connected to nothing does not show it
		return nil
	case u.add():
		k, err := f.childFrom(entry)
		if err != nil {
			return err
		}
		u.put(f, k)
	case len(same) == 0:
		return invalid("couldn't find an interface entry in network '%s' matching <interface dev='%s'>", n.objectName(), dev)
	default:
		f.remove(same[0])
	}
	f.nameForward()
	return nil
}

// portgroup changes the classes of ports.
func (u *NetworkUpdate) portgroup(n *node, entry *dom.Node) error {
	if err := expect(n, entry, "portgroup"); err != nil {
		return err
	}
	group, err := n.childFrom(entry)
	if err != nil {
		return err
	}
	name := group.get("name")
	var same, standard *node
	for _, k := range n.children("portgroup") {
		if k.get("name") == name {
			same = k
		}
		if k.get("default") == "yes" {
			standard = k
		}
	}
	switch {
	case same == nil && !u.add():
		return invalid("couldn't find a portgroup entry in network '%s' matching <portgroup name='%s'>", n.objectName(), name)
	case same != nil && u.add():
		return invalid("there is an existing portgroup entry in network '%s' that matches \"<portgroup name='%s'>\"", n.objectName(), name)
	case u.Command != virt.NetworkUpdateCommandDelete && group.has("default") && standard != nil && standard != same:
		return invalid("a different portgroup entry in network '%s' is already set as the default. Only one default is allowed.", n.objectName())
	}
	switch u.Command {
	case virt.NetworkUpdateCommandModify:
		n.replace(same, group)
	case virt.NetworkUpdateCommandDelete:
		n.remove(same)
	default:
		u.put(n, group)
	}
	return nil
}
