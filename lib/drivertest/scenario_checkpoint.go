package drivertest

import (
	"fmt"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func point(name, inside string) string { return named("domaincheckpoint", name, inside) }

// checkpoint makes a checkpoint and asks for its description.
func (s *script) checkpoint(d protocol.Domain, xml string, flags virt.DomainCheckpointCreateFlags) protocol.DomainCheckpoint {
	s.t.Helper()
	s.c.line(fmt.Sprintf("DOMAIN_CHECKPOINT_CREATE_XML of %s, flags %d: %s", d.Name, flags, s.c.mask(s.short(xml))))
	r, err := protocol.DomainCheckpointCreateXML.Call(s.ctx, s.c.Conn, &protocol.DomainCheckpointCreateXMLArgs{Dom: d, XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		s.c.line("  " + s.c.showError(err))
		return protocol.DomainCheckpoint{}
	}
	s.checkpointXML(r.Checkpoint, 0)
	return r.Checkpoint
}

func (s *script) checkpointXML(x protocol.DomainCheckpoint, flags virt.DomainCheckpointXMLFlags) string {
	s.t.Helper()
	s.c.line(fmt.Sprintf("DOMAIN_CHECKPOINT_GET_XML_DESC %s, flags %d", s.c.show(&x), flags))
	r, err := protocol.DomainCheckpointGetXMLDesc.Call(s.ctx, s.c.Conn, &protocol.DomainCheckpointGetXMLDescArgs{Checkpoint: x, Flags: uint32(flags)})
	if err != nil {
		s.c.line("  " + s.c.showError(err))
		return ""
	}
	s.c.line(s.c.mask(s.short(r.XML)))
	return r.XML
}

func checkpointCreateScenario(s *script) {
	d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: fmt.Sprintf(diskDomain, "disks")}).Dom
	s.checkpoint(d, point("off", ""), 0)
	ask(s, &protocol.DomainCreateWithFlags, &protocol.DomainCreateWithFlagsArgs{Dom: d})
	for bit := range 6 {
		s.checkpoint(d, point(fmt.Sprintf("flag%d", bit), ""), virt.DomainCheckpointCreateFlags(1<<bit>>1))
	}
	for _, flags := range []virt.DomainCheckpointCreateFlags{3, 5, 6, 7} {
		s.checkpoint(d, point(fmt.Sprintf("flags%d", flags), ""), flags)
	}
	tag := 0
	for _, inside := range []string{
		"<description>line\nof &lt;text&gt;</description><creationTime>1</creationTime><parent><name>p</name></parent>",
		"<unknown/>", "<disks/>", "<disks><disk/></disks>", "<disks><disk name='vda'/></disks>", "<disks><disk name='vda' checkpoint='no'/></disks>",
		"<disks><disk name='vda' checkpoint='bitmap'/></disks>", "<disks><disk name='vda' checkpoint='bitmap' bitmap='b'/></disks>", "<disks><disk name='vda' checkpoint='no' bitmap='b'/></disks>",
		"<disks><disk name='vda' bitmap='b'/></disks>", "<disks><disk name='vda' checkpoint='bad'/></disks>", "<disks><disk name='vda' checkpoint=''/></disks>",
		"<disks><disk name='vda' bitmap=''/></disks>", "<disks><disk name='vda' size='5'/></disks>", "<disks><disk name='/images/b'/></disks>", "<disks><disk name='/images/b' checkpoint='bitmap'/></disks>", "<disks><disk name='vdz'/></disks>",
		"<disks><disk name=''/></disks>", "<disks><disk name='vda'/><disk name='vda'/></disks>", "<disks><disk name='vda'/><disk name='/images/a'/></disks>",
		"<disks><disk name='vdb' checkpoint='bitmap'/><disk name='vda' checkpoint='no'/></disks>", "<disks><disk name='hda' checkpoint='bitmap'/></disks>",
		"<disks><disk name='hdb' checkpoint='bitmap'/></disks>", "<disks><disk name='vdg' checkpoint='bitmap'/></disks>", "<disks><disk name='vde' checkpoint='bitmap'/></disks>",
		"<disks>" + strings.Repeat("<disk name='vda' checkpoint='no'/>", 20) + "</disks>", "<domain/>", "<disks><disk name='vda' checkpoint='no'/><disk name='vdb' checkpoint='no'/><disk name='vdc' checkpoint='no'/><disk name='vdd' checkpoint='no'/><disk name='vde' checkpoint='no'/></disks>",
	} {
		tag++
		s.checkpoint(d, point(fmt.Sprintf("in%d", tag), inside), 0)
	}
	for _, xml := range []string{
		"<domaincheckpoint/>", point("a/b", ""), point("a b", ""), point("in6", ""), point(".", ""), point("é", ""), point("", ""), "", "<x/>", "<domaincheckpoint>", "<domaincheckpoint><name>one</name><name>two</name></domaincheckpoint>",
	} {
		s.checkpoint(d, xml, 0)
	}
	last := s.checkpoint(d, point("last", "<description>d</description>"), virt.DomainCheckpointCreateQuiesce)
	for bit := range 5 {
		s.checkpointXML(last, virt.DomainCheckpointXMLFlags(1<<bit>>1))
	}
	s.checkpointXML(last, virt.DomainCheckpointXMLNoDomain|virt.DomainCheckpointXMLSecure)
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	s.checkpoint(d, point("paused", ""), 0)
	// Snapshots and checkpoints exclude each other.
	s.snapshot(d, snap("a", ""), 0)
	t := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("t")}).Dom
	s.checkpoint(t, point("a", ""), 0)
	s.snapshot(t, snap("a", ""), 0)
	s.checkpoint(t, point("b", ""), 0)
	secret := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>secret</name><memory>1024</memory><os><type>hvm</type></os>" +
		"<devices><disk><source file='/a'/><target dev='vda'/></disk><graphics type='vnc' passwd='secret'/></devices></domain>"}).Dom
	x := s.checkpoint(secret, point("a", ""), 0)
	s.checkpointXML(x, virt.DomainCheckpointXMLSecure)
	s.checkpoint(protocol.Domain{Name: "gone", UUID: unknownUUID()}, point("a", ""), 0)
	s.checkpoint(protocol.Domain{Name: "gone", UUID: unknownUUID()}, "<x", 0)
}

// checkpointTree makes a - b - (c, d - e), f - g, of which e is current. That is
// not in the transcript.
func checkpointTree(s *script, d protocol.Domain) map[string]protocol.DomainCheckpoint {
	tree := map[string]protocol.DomainCheckpoint{}
	for _, x := range []struct{ name, parent string }{{"a", ""}, {"b", "a"}, {"c", "b"}, {"d", "b"}, {"f", ""}, {"g", "f"}, {"e", "d"}} {
		parent := ""
		if x.parent != "" {
			parent = "<parent><name>" + x.parent + "</name></parent>"
		}
		r, err := protocol.DomainCheckpointCreateXML.Call(s.ctx, s.c.Conn, &protocol.DomainCheckpointCreateXMLArgs{Dom: d, Flags: uint32(virt.DomainCheckpointCreateRedefine),
			XMLDesc: point(x.name, "<creationTime>7</creationTime>"+parent)})
		if err != nil {
			s.t.Fatal(err)
		}
		tree[x.name] = r.Checkpoint
	}
	return tree
}

func (s *script) pointOrder(list []protocol.DomainCheckpoint) {
	var names []string
	for _, x := range list {
		names = append(names, x.Name)
	}
	s.c.line("  in order: " + strings.Join(names, " "))
}

func checkpointListScenario(s *script) {
	d := s.domain("test")
	listed := func() {
		for _, f := range []virt.ConnectListAllDomainsFlags{virt.ConnectListDomainsHasCheckpoint, virt.ConnectListDomainsNoCheckpoint} {
			ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{NeedResults: 1, Flags: uint32(f)})
		}
	}
	listed()
	tree := checkpointTree(s, d)
	listed()
	const topological = virt.DomainCheckpointListTopological
	for _, flags := range []virt.DomainCheckpointListFlags{0, 1, 2, 4, 5, 8, 9, 12, 16} {
		ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d, NeedResults: 1, Flags: uint32(flags)})
		s.pointOrder(ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d, NeedResults: 1, Flags: uint32(flags | topological)}).Checkpoints)
		for _, name := range []string{"a", "b", "e"} {
			s.pointOrder(ask(s, &protocol.DomainCheckpointListAllChildren, &protocol.DomainCheckpointListAllChildrenArgs{Checkpoint: tree[name], NeedResults: 1, Flags: uint32(flags | topological)}).Checkpoints)
		}
	}
	ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d})
	ask(s, &protocol.DomainCheckpointListAllChildren, &protocol.DomainCheckpointListAllChildrenArgs{Checkpoint: tree["b"]})
	each := func(x protocol.DomainCheckpoint, flags uint32) {
		ask(s, &protocol.DomainCheckpointLookupByName, &protocol.DomainCheckpointLookupByNameArgs{Dom: x.Dom, Name: x.Name, Flags: flags})
		ask(s, &protocol.DomainCheckpointGetParent, &protocol.DomainCheckpointGetParentArgs{Checkpoint: x, Flags: flags})
		s.checkpointXML(x, virt.DomainCheckpointXMLNoDomain)
	}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		each(tree[name], 0)
	}
	each(tree["a"], 1)
	for _, x := range []protocol.DomainCheckpoint{
		{Name: "none", Dom: d}, {Name: "a", Dom: protocol.Domain{Name: "gone", UUID: unknownUUID()}}, {Dom: d},
	} {
		each(x, 0)
		ask(s, &protocol.DomainCheckpointListAllChildren, &protocol.DomainCheckpointListAllChildrenArgs{Checkpoint: x, NeedResults: 1})
		tell(s, &protocol.DomainCheckpointDelete, &protocol.DomainCheckpointDeleteArgs{Checkpoint: x})
	}
}

func checkpointDeleteScenario(s *script) {
	d := s.domain("test")
	after := func(name string, flags virt.DomainCheckpointDeleteFlags) {
		tree := checkpointTree(s, d)
		tell(s, &protocol.DomainCheckpointDelete, &protocol.DomainCheckpointDeleteArgs{Checkpoint: tree[name], Flags: uint32(flags)})
		s.pointOrder(ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d, NeedResults: 1, Flags: uint32(virt.DomainCheckpointListTopological)}).Checkpoints)
		for _, x := range []string{"c", "d", "e"} {
			ask(s, &protocol.DomainCheckpointGetParent, &protocol.DomainCheckpointGetParentArgs{Checkpoint: tree[x]})
		}
		s.checkpoint(d, point("new", ""), 0) // tells which was current
		_ = protocol.DomainCheckpointDelete.Call(s.ctx, s.c.Conn, &protocol.DomainCheckpointDeleteArgs{Checkpoint: protocol.DomainCheckpoint{Name: "new", Dom: d}})
		for _, x := range []string{"a", "b", "c", "d", "e", "f", "g"} { // may be gone
			_ = protocol.DomainCheckpointDelete.Call(s.ctx, s.c.Conn, &protocol.DomainCheckpointDeleteArgs{Checkpoint: tree[x]})
		}
		ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d})
	}
	// libvirtd takes a tenth of a second to hold a description against its schema,
	// so there are few of them: what they share with snapshots is tested there.
	after("b", 0)
	after("c", virt.DomainCheckpointDeleteMetadataOnly)
	after("a", virt.DomainCheckpointDeleteChildren)
	for _, flags := range []virt.DomainCheckpointDeleteFlags{4, 5, 8} {
		tell(s, &protocol.DomainCheckpointDelete, &protocol.DomainCheckpointDeleteArgs{Checkpoint: protocol.DomainCheckpoint{Name: "none", Dom: d}, Flags: uint32(flags)})
	}

	// They do not stand in the way of an undefine, or do.
	s.checkpoint(d, point("x", ""), 0)
	undefine := func(flags virt.DomainUndefineFlagsValues) {
		tell(s, &protocol.DomainUndefineFlags, &protocol.DomainUndefineFlagsArgs{Dom: d, Flags: uint32(flags)})
		ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d})
	}
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	undefine(virt.DomainUndefineCheckpointsMetadata)
	undefine(0)
	undefine(0)
}

func checkpointRedefineScenario(s *script) {
	d := s.domain("test")
	domain := domainIn(s, d)
	const redefine = virt.DomainCheckpointCreateRedefine
	const time = "<creationTime>7</creationTime>"
	tag := 0
	for _, inside := range []string{
		"", time, time + "<domain/>", time + "<domain type='test'/>", domain, time + domain, "<creationTime>x</creationTime>" + domain, "<creationTime>-5</creationTime>" + domain,
		"<creationTime>0</creationTime>" + domain, "<creationTime/>" + domain, time + "<parent><name>none</name></parent>" + domain, time + "<parent><name>re6</name></parent>" + domain,
		time + "<parent/>" + domain, time + strings.Replace(domain, "<name>test", "<name>renamed", 1), time + plainDomain("test"), time + "<description>d</description>" + domain,
		time + "<disks><disk name='vda' checkpoint='bitmap' bitmap='b'/></disks>" + domain, time + "<disks><disk name='vda' checkpoint='no'/></disks>" + domain,
		time + "<disks><disk name='vda' checkpoint='bitmap' bitmap='b' size='9'/></disks>" + domain, time + "<disks><disk name='vdz'/></disks>" + domain, time + "<disks/>" + domain,
	} {
		tag++
		s.checkpoint(d, point(fmt.Sprint("re", tag), inside), redefine)
	}
	for _, xml := range []string{"<domaincheckpoint>" + time + domain + "</domaincheckpoint>", point("a/b", time+domain)} {
		s.checkpoint(d, xml, redefine)
	}
	again := func(name, inside string, flags virt.DomainCheckpointCreateFlags) {
		s.checkpoint(d, point(name, time+inside), redefine|flags)
	}
	again("one", domain, 0)
	again("two", "<parent><name>one</name></parent>"+domain, 0)
	again("three", "<parent><name>two</name></parent>"+domain, 0)
	again("one", "<description>new</description>"+domain, 0)
	again("one", "<parent><name>one</name></parent>"+domain, 0)
	again("one", "<parent><name>three</name></parent>"+domain, 0)
	again("three", domain, 0)
	again("three", domain, virt.DomainCheckpointCreateRedefineValidate)
	again("two", "", 0)
	again("two", plainDomain("test"), 0)
	s.pointOrder(ask(s, &protocol.DomainListAllCheckpoints, &protocol.DomainListAllCheckpointsArgs{Dom: d, NeedResults: 1, Flags: uint32(virt.DomainCheckpointListTopological)}).Checkpoints)
	s.checkpoint(d, point("real", ""), 0)
	s.checkpoint(d, s.checkpointXML(protocol.DomainCheckpoint{Name: "real", Dom: d}, 0), redefine)
	// What is not running has none of them, and none is with snapshots.
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	s.checkpoint(d, point("off", time+domain), redefine)
	s.checkpoint(d, "<x", redefine)
	s.snapshot(d, snap("s", time+"<state>shutoff</state>"+domain), virt.DomainSnapshotCreateRedefine)
	s.snapshot(d, snap("s", ""), virt.DomainSnapshotCreateHalt)
	s.snapshot(d, "<x", 0)
	t := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("t")}).Dom
	s.checkpoint(t, point("redefined", time+domainIn(s, t)), redefine)
	s.snapshot(t, snap("s", ""), virt.DomainSnapshotCreateHalt)
	s.snapshot(t, snap("s", ""), 0)
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: t})
	s.checkpoint(t, point("b", ""), redefine)
	s.checkpoint(t, "<x", redefine)
	off := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: plainDomain("off")}).Dom
	s.snapshot(off, snap("s", ""), 0)
	s.checkpoint(off, "<x", 0)
}
