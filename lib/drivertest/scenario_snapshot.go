package drivertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// snapshot makes a snapshot and asks for its description.
func (s *script) snapshot(d protocol.Domain, xml string, flags virt.DomainSnapshotCreateFlags) protocol.DomainSnapshot {
	s.t.Helper()
	s.c.line(fmt.Sprintf("DOMAIN_SNAPSHOT_CREATE_XML of %s, flags %d: %s", d.Name, flags, s.c.mask(s.short(xml))))
	r, err := protocol.DomainSnapshotCreateXML.Call(s.ctx, s.c.Conn, &protocol.DomainSnapshotCreateXMLArgs{Dom: d, XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		s.c.line("  " + s.c.showError(err))
		return protocol.DomainSnapshot{}
	}
	s.snapshotXML(r.Snap)
	return r.Snap
}

// snapshotXML asks for the description of a snapshot.
func (s *script) snapshotXML(snap protocol.DomainSnapshot) string {
	s.t.Helper()
	s.c.line("DOMAIN_SNAPSHOT_GET_XML_DESC " + s.c.show(&snap))
	r, err := protocol.DomainSnapshotGetXMLDesc.Call(s.ctx, s.c.Conn, &protocol.DomainSnapshotGetXMLDescArgs{Snap: snap})
	if err != nil {
		s.c.line("  " + s.c.showError(err))
		return ""
	}
	s.c.line(s.c.mask(s.short(r.XML)))
	return r.XML
}

// short leaves the definition of the domain out of the description of a snapshot
// where it is the one that was written down last.
func (s *script) short(xml string) string {
	i, j := strings.Index(xml, "<domain "), strings.Index(xml, "</domain>")
	if i < 0 || j < i {
		return xml
	}
	definition := strings.Join(strings.Fields(xml[i:j]), " ") // however far it is indented
	if definition == s.shown {
		return xml[:i] + "<domain>as before" + xml[j:]
	}
	s.shown = definition
	return xml
}

// named is the description of a snapshot or of a checkpoint.
func named(root, name, inside string) string {
	return "<" + root + "><name>" + name + "</name>" + inside + "</" + root + ">"
}

func snap(name, inside string) string { return named("domainsnapshot", name, inside) }

const diskDomain = "<domain type='test'><name>%s</name><memory>1024</memory><os><type>hvm</type></os><devices>" +
	"<disk type='file'><source file='/images/b'/><target dev='vdb'/></disk>" +
	"<disk type='file'><source file='/images/a'/><target dev='vda'/></disk>" +
	"<disk type='block'><source dev='/dev/c'/><target dev='vdc'/></disk>" +
	"<disk type='network'><source protocol='nbd' name='d'/><target dev='vdd'/></disk>" +
	"<disk type='file' snapshot='no'><source file='/images/e'/><target dev='vde'/></disk>" +
	"<disk type='file' device='cdrom'><target dev='hda'/></disk>" +
	"<disk type='file' device='cdrom'><source file='/images/cd'/><target dev='hdb'/></disk>" +
	"<disk type='file'><source file='/images/g'/><target dev='vdg'/><readonly/></disk>" +
	"</devices></domain>"

func snapshotCreateScenario(s *script) {
	calls := func(d protocol.Domain) {
		tag := 0
		for bit := range 12 {
			s.snapshot(d, snap(fmt.Sprintf("flag%d", bit), ""), virt.DomainSnapshotCreateFlags(1<<bit>>1))
		}
		for _, flags := range []virt.DomainSnapshotCreateFlags{
			virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateLive, virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateNoMetadata,
			virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateHalt, virt.DomainSnapshotCreateLive | virt.DomainSnapshotCreateHalt,
			virt.DomainSnapshotCreateLive | virt.DomainSnapshotCreateDiskOnly, virt.DomainSnapshotCreateCurrent | virt.DomainSnapshotCreateNoMetadata,
			virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateCurrent, virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateValidate,
			virt.DomainSnapshotCreateQuiesce | virt.DomainSnapshotCreateAtomic, virt.DomainSnapshotCreateLive | virt.DomainSnapshotCreateAtomic,
		} {
			tag++
			s.snapshot(d, snap(fmt.Sprintf("flags%d", tag), ""), flags)
		}
		tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d}) // it was halted
		for _, inside := range []string{
			"<description>line\nof &lt;text&gt;</description><state>paused</state><creationTime>1</creationTime><parent><name>p</name></parent><unknown/>",
			"<memory/>", "<memory snapshot='no'/>", "<memory snapshot='internal'/>", "<memory snapshot='external'/>", "<memory snapshot='external' file='/m'/>",
			"<memory snapshot='external' file='m'/>", "<memory file='/m'/>", "<memory snapshot='no' file='/m'/>", "<memory snapshot='internal' file='/m'/>", "<memory snapshot='bad'/>",
			"<memory snapshot='default'/>", "<memory snapshot='manual'/>", "<memory snapshot=''/>",
			"<disks/>", "<disks><disk/></disks>", "<disks><disk name='vda'/></disks>", "<disks><disk name='vda' snapshot='no'/></disks>",
			"<disks><disk name='vda' snapshot='internal'/></disks>", "<disks><disk name='vda' snapshot='external'/></disks>", "<disks><disk name='vda' snapshot='bad'/></disks>",
			"<disks><disk name='vda' snapshot='default'/></disks>", "<disks><disk name='vda' snapshot='manual'/></disks>", "<disks><disk name='vda' snapshot=''/></disks>",
			"<disks><disk name='vde' snapshot='internal'/></disks>", "<disks><disk name='vde' snapshot='no'/></disks>", "<disks><disk name='vde'/></disks>",
			"<disks><disk name='hda' snapshot='internal'/></disks>", "<disks><disk name='hdb' snapshot='no'/></disks>", "<disks><disk name='vdg' snapshot='internal'/></disks>",
			"<disks><disk name='/images/b' snapshot='internal'/></disks>", "<disks><disk name='/dev/c'/></disks>", "<disks><disk name='vdz'/></disks>",
			"<disks><disk name=''/></disks>", "<disks><disk name='vda'/><disk name='vda'/></disks>", "<disks><disk name='vda'/><disk name='/images/a'/></disks>",
			"<disks><disk name='vdb' snapshot='no'/><disk name='vda' snapshot='no'/></disks>",
			"<disks>" + strings.Repeat("<disk name='vda'/>", 20) + "</disks>", "<disks><disk name='vda'><source file='/x'/></disk></disks>",
			"<disks><disk name='vda' snapshot='internal'><source file='/x'/></disk></disks>", "<disks><disk name='vda' type='file' snapshot='external'><source file='/x'/></disk></disks>",
			"<disks><disk name='vda'><driver type='qcow2'/></disk></disks>", "<disks><disk name='vda' snapshot='internal'><driver type='bad'/></disk></disks>",
			"<disks><disk name='vda' type='bad'/></disks>", "<disks><disk name='vda' type='dir'/></disks>", "<disks><disk name='vda' type='block' snapshot='external'><source dev='/x'/></disk></disks>",
			"<disks><disk name='vda' snapshot='external'><source file='x'/></disk></disks>", "<domain/>", "<cookie><x/></cookie>", "<active>1</active>", "<state>bad</state>",
		} {
			tag++
			s.snapshot(d, snap(fmt.Sprintf("in%d", tag), inside), 0)
		}
		for _, xml := range []string{
			"<domainsnapshot/>", snap("a/b", ""), snap("a\nb", ""), snap("a b", ""), snap("in12", ""), snap(".", ""), snap("é", ""), "", "<x/>", "<domainsnapshot>", "<domainsnapshot><name>one</name><name>two</name></domainsnapshot>",
			"<domainsnapshot><name> </name></domainsnapshot>",
		} {
			s.snapshot(d, xml, 0)
		}
		s.snapshot(d, snap("v", "<description>d</description><disks><disk name='vda' snapshot='internal'/></disks>"), virt.DomainSnapshotCreateValidate)
	}
	d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: fmt.Sprintf(diskDomain, "disks")}).Dom
	ask(s, &protocol.DomainCreateWithFlags, &protocol.DomainCreateWithFlagsArgs{Dom: d})
	calls(d)
	tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: 600, Flags: uint32(virt.DomainAffectConfig)})
	tell(s, &protocol.DomainSetMemoryFlags, &protocol.DomainSetMemoryFlagsArgs{Dom: d, Memory: 500, Flags: uint32(virt.DomainAffectLive)})
	s.snapshot(d, snap("two definitions", ""), 0)
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	s.snapshot(d, snap("paused", ""), 0)
	s.snapshot(d, snap("halted", ""), virt.DomainSnapshotCreateHalt)
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
	s.snapshot(d, snap("off", ""), 0)
	for i, memory := range []string{"no", "internal", "external' file='/m"} {
		s.snapshot(d, snap(fmt.Sprint("off", i), "<memory snapshot='"+memory+"'/>"), 0)
	}
	s.snapshot(d, snap("off disks", "<disks><disk name='vdb' snapshot='internal'/><disk name='vda' snapshot='no'/></disks>"), 0)
	s.snapshot(d, snap("off halted", ""), virt.DomainSnapshotCreateHalt)
	s.snapshot(d, snap("off live", ""), virt.DomainSnapshotCreateLive)
	t := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>t</name><memory>1024</memory><os><type>hvm</type></os>" +
		"<devices><graphics type='vnc' passwd='secret'/></devices></domain>"}).Dom
	secret := s.snapshot(t, snap("a", ""), 0)
	externalSnapshots(s)
	for flags := range uint32(4) {
		ask(s, &protocol.DomainSnapshotGetXMLDesc, &protocol.DomainSnapshotGetXMLDescArgs{Snap: secret, Flags: flags})
	}
	s.snapshot(t, snap("b", ""), virt.DomainSnapshotCreateHalt)
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: t})
	s.snapshot(protocol.Domain{Name: "gone", UUID: unknownUUID()}, snap("a", ""), 0)
	s.snapshot(protocol.Domain{Name: "gone", UUID: unknownUUID()}, "<x", 0)
}

// externalSnapshots are beside the files of the disks.
func externalSnapshots(s *script) {
	dir := s.tempDir()
	disks := ""
	for i, name := range []string{"plain", "ends.img", "no.end/x", "two.ends.raw"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o666); err != nil {
			s.t.Fatal(err)
		}
		disks += fmt.Sprintf("<disk type='file'><source file='%s'/><target dev='vd%c'/></disk>", file, 'a'+i)
	}
	d := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>external</name><memory>1024</memory>" +
		"<os><type>hvm</type></os><devices>" + disks + "</devices></domain>"}).Dom
	s.snapshot(d, snap("all", "<memory snapshot='external' file='/m'/>"), 0)
	s.snapshot(d, snap("one", "<memory snapshot='external' file='/m'/><disks><disk name='vda' snapshot='external'><driver type='qcow2'/><source file='/s/a'/></disk></disks>"), 0)
	ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d})
}

// order writes down the order of snapshots, which the transcript sorts.
func (s *script) order(list []protocol.DomainSnapshot) {
	var names []string
	for _, x := range list {
		names = append(names, x.Name)
	}
	s.c.line("  in order: " + strings.Join(names, " "))
}

// snapshotTree makes a - b - (c, d - e), f - g, of which e is current. That is not
// in the transcript.
func snapshotTree(s *script, d protocol.Domain) map[string]protocol.DomainSnapshot {
	tree := map[string]protocol.DomainSnapshot{}
	for _, x := range []struct{ name, parent, state string }{
		{"a", "", "running"}, {"b", "a", "shutoff"}, {"c", "b", "paused"}, {"d", "b", "disk-snapshot"}, {"e", "d", "running"}, {"f", "", "shutoff"}, {"g", "f", "running"},
	} {
		parent := ""
		if x.parent != "" {
			parent = "<parent><name>" + x.parent + "</name></parent>"
		}
		flags := virt.DomainSnapshotCreateRedefine
		if x.name == "e" {
			flags |= virt.DomainSnapshotCreateCurrent
		}
		disks := ""
		if x.state == "disk-snapshot" {
			disks = "<disks><disk name='vda' snapshot='external' type='file'><driver type='qcow2'/><source file='/images/x'/></disk></disks>"
		}
		r, err := protocol.DomainSnapshotCreateXML.Call(s.ctx, s.c.Conn, &protocol.DomainSnapshotCreateXMLArgs{Dom: d, Flags: uint32(flags),
			XMLDesc: snap(x.name, "<creationTime>7</creationTime><state>"+x.state+"</state>"+parent+disks+domainIn(s, d))})
		if err != nil {
			s.t.Fatal(err)
		}
		tree[x.name] = r.Snap
	}
	return tree
}

// domainIn returns the definition of a domain as it stands in a snapshot's
// description.
func domainIn(s *script, d protocol.Domain) string {
	r, err := protocol.DomainGetXMLDesc.Call(s.ctx, s.c.Conn, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(virt.DomainXMLInactive)})
	if err != nil {
		return ""
	}
	return r.XML
}

func snapshotListScenario(s *script) {
	d := s.domain("test")
	current := func() {
		ask(s, &protocol.DomainHasCurrentSnapshot, &protocol.DomainHasCurrentSnapshotArgs{Dom: d})
		ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	}
	listed := func() {
		for _, f := range []virt.ConnectListAllDomainsFlags{virt.ConnectListDomainsHasSnapshot, virt.ConnectListDomainsNoSnapshot} {
			ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{NeedResults: 1, Flags: uint32(f)})
		}
	}
	current()
	listed()
	tree := snapshotTree(s, d)
	current()
	listed()
	lists := func(flags virt.DomainSnapshotListFlags) {
		ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d, Flags: uint32(flags)})
		ask(s, &protocol.DomainSnapshotListNames, &protocol.DomainSnapshotListNamesArgs{Dom: d, MaxNames: 100, Flags: uint32(flags)})
		s.order(ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d, NeedResults: 1, Flags: uint32(flags | virt.DomainSnapshotListTopological)}).Snapshots)
		for _, name := range []string{"a", "b", "e"} {
			ask(s, &protocol.DomainSnapshotNumChildren, &protocol.DomainSnapshotNumChildrenArgs{Snap: tree[name], Flags: uint32(flags)})
			ask(s, &protocol.DomainSnapshotListChildrenNames, &protocol.DomainSnapshotListChildrenNamesArgs{Snap: tree[name], MaxNames: 100, Flags: uint32(flags)})
			s.order(ask(s, &protocol.DomainSnapshotListAllChildren, &protocol.DomainSnapshotListAllChildrenArgs{Snapshot: tree[name], NeedResults: 1, Flags: uint32(flags | virt.DomainSnapshotListTopological)}).Snapshots)
		}
	}
	for bit := range 13 {
		lists(1 << bit >> 1)
	}
	for _, flags := range []virt.DomainSnapshotListFlags{
		virt.DomainSnapshotListRoots | virt.DomainSnapshotListLeaves, virt.DomainSnapshotListRoots | virt.DomainSnapshotListNoLeaves,
		virt.DomainSnapshotListLeaves | virt.DomainSnapshotListNoLeaves, virt.DomainSnapshotListMetadata | virt.DomainSnapshotListNoMetadata,
		virt.DomainSnapshotListInactive | virt.DomainSnapshotListActive, virt.DomainSnapshotListInactive | virt.DomainSnapshotListDiskOnly,
		virt.DomainSnapshotListInternal | virt.DomainSnapshotListExternal, virt.DomainSnapshotListActive | virt.DomainSnapshotListLeaves,
		virt.DomainSnapshotListExternal | virt.DomainSnapshotListDiskOnly, virt.DomainSnapshotListRoots | virt.DomainSnapshotListNoMetadata,
	} {
		lists(flags)
	}
	ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d, NeedResults: 0})
	ask(s, &protocol.DomainSnapshotListAllChildren, &protocol.DomainSnapshotListAllChildrenArgs{Snapshot: tree["b"]})
	each := func(x protocol.DomainSnapshot, flags uint32) {
		ask(s, &protocol.DomainSnapshotLookupByName, &protocol.DomainSnapshotLookupByNameArgs{Dom: x.Dom, Name: x.Name, Flags: flags})
		ask(s, &protocol.DomainSnapshotGetParent, &protocol.DomainSnapshotGetParentArgs{Snap: x, Flags: flags})
		ask(s, &protocol.DomainSnapshotIsCurrent, &protocol.DomainSnapshotIsCurrentArgs{Snap: x, Flags: flags})
		ask(s, &protocol.DomainSnapshotHasMetadata, &protocol.DomainSnapshotHasMetadataArgs{Snap: x, Flags: flags})
	}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		each(tree[name], 0)
		s.snapshotXML(tree[name])
	}
	gone := protocol.DomainSnapshot{Name: "none", Dom: d}
	nowhere := protocol.DomainSnapshot{Name: "a", Dom: protocol.Domain{Name: "gone", UUID: unknownUUID()}}
	nameless := protocol.DomainSnapshot{Dom: d}
	for _, x := range []protocol.DomainSnapshot{gone, nowhere, nameless} {
		each(x, 0)
		s.snapshotXML(x)
		ask(s, &protocol.DomainSnapshotNumChildren, &protocol.DomainSnapshotNumChildrenArgs{Snap: x})
		ask(s, &protocol.DomainSnapshotListChildrenNames, &protocol.DomainSnapshotListChildrenNamesArgs{Snap: x, MaxNames: 10})
		ask(s, &protocol.DomainSnapshotListAllChildren, &protocol.DomainSnapshotListAllChildrenArgs{Snapshot: x, NeedResults: 1})
		tell(s, &protocol.DomainSnapshotDelete, &protocol.DomainSnapshotDeleteArgs{Snap: x})
		tell(s, &protocol.DomainRevertToSnapshot, &protocol.DomainRevertToSnapshotArgs{Snap: x})
	}
	each(tree["a"], 1)
	for _, dom := range []protocol.Domain{d, nowhere.Dom} {
		ask(s, &protocol.DomainHasCurrentSnapshot, &protocol.DomainHasCurrentSnapshotArgs{Dom: dom, Flags: 1})
		ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: dom, Flags: 1})
	}
	ask(s, &protocol.DomainHasCurrentSnapshot, &protocol.DomainHasCurrentSnapshotArgs{Dom: nowhere.Dom})
	ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: nowhere.Dom})
	ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: nowhere.Dom})
	ask(s, &protocol.DomainSnapshotListNames, &protocol.DomainSnapshotListNamesArgs{Dom: nowhere.Dom, MaxNames: 10})
}

func snapshotDeleteScenario(s *script) {
	d := s.domain("test")
	after := func(name string, flags virt.DomainSnapshotDeleteFlags) {
		tree := snapshotTree(s, d)
		tell(s, &protocol.DomainSnapshotDelete, &protocol.DomainSnapshotDeleteArgs{Snap: tree[name], Flags: uint32(flags)})
		s.order(ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d, NeedResults: 1, Flags: uint32(virt.DomainSnapshotListTopological)}).Snapshots)
		for _, x := range []string{"c", "d", "e"} {
			ask(s, &protocol.DomainSnapshotGetParent, &protocol.DomainSnapshotGetParentArgs{Snap: tree[x]})
		}
		ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
		for _, x := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			tell(s, &protocol.DomainSnapshotDelete, &protocol.DomainSnapshotDeleteArgs{Snap: tree[x]})
		}
		ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d})
	}
	for _, name := range []string{"a", "b", "d", "e", "g"} {
		for _, flags := range []virt.DomainSnapshotDeleteFlags{0, virt.DomainSnapshotDeleteChildren, virt.DomainSnapshotDeleteChildrenOnly} {
			after(name, flags)
		}
	}
	after("b", virt.DomainSnapshotDeleteMetadataOnly)
	after("b", virt.DomainSnapshotDeleteMetadataOnly|virt.DomainSnapshotDeleteChildren)
	after("b", virt.DomainSnapshotDeleteChildren|virt.DomainSnapshotDeleteChildrenOnly)
	after("b", 8)

	// A snapshot that is made is current, and its parent is what was.
	for _, name := range []string{"x", "y", "z"} {
		s.snapshot(d, snap(name, ""), 0)
	}
	ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	tell(s, &protocol.DomainSnapshotDelete, &protocol.DomainSnapshotDeleteArgs{Snap: protocol.DomainSnapshot{Name: "z", Dom: d}})
	ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	s.snapshot(d, snap("w", ""), 0)

	// They stand in the way of an undefine, and go with a transient domain.
	undefine := func(d protocol.Domain, flags virt.DomainUndefineFlagsValues) {
		tell(s, &protocol.DomainUndefineFlags, &protocol.DomainUndefineFlagsArgs{Dom: d, Flags: uint32(flags)})
		ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d})
	}
	undefine(d, 0)
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: d})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	d = ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: plainDomain("off")}).Dom
	for _, name := range []string{"x", "y"} {
		s.snapshot(d, snap(name, ""), 0)
	}
	undefine(d, 0)
	undefine(d, virt.DomainUndefineManagedSave)
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>off</name><uuid>" + d.UUID.String() + "</uuid><memory>2048</memory><os><type>hvm</type></os></domain>"})
	s.snapshotXML(protocol.DomainSnapshot{Name: "y", Dom: d})
	undefine(d, virt.DomainUndefineSnapshotsMetadata)
	d = ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>off</name><uuid>" + d.UUID.String() + "</uuid><memory>2048</memory><os><type>hvm</type></os></domain>"}).Dom
	ask(s, &protocol.DomainSnapshotNum, &protocol.DomainSnapshotNumArgs{Dom: d})
}
