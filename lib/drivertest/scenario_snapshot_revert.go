package drivertest

import (
	"fmt"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotRedefineScenario(s *script) {
	d := ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: fmt.Sprintf(diskDomain, "disks")}).Dom
	const redefine, current = virt.DomainSnapshotCreateRedefine, virt.DomainSnapshotCreateCurrent
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	domain := domainIn(s, d) // in the order that its disks have now
	external := "<state>disk-snapshot</state><disks>"
	for _, disk := range []string{"vda", "vdb", "vdc", "vdd"} {
		external += "<disk name='" + disk + "' snapshot='external' type='file'><source file='/x/" + disk + "'/></disk>"
	}
	external += "</disks>"
	const time = "<creationTime>7</creationTime>"
	tag := 0
	for _, inside := range []string{
		"", time, time + "<state>bad</state>", "<state>running</state>", time + "<state>running</state>", time + "<state>running</state><domain/>",
		time + "<state>running</state><domain type='test'/>", time + "<state>running</state>" + domain, time + "<state>blocked</state>" + domain,
		time + "<state>nostate</state>" + domain, time + "<state>crashed</state>" + domain, time + "<state>pmsuspended</state>" + domain, time + "<state>shutdown</state>" + domain, time + "<state>paused</state>" + domain,
		time + "<state>shutoff</state>" + domain, time + "<state>disk-snapshot</state>" + domain, "<creationTime>x</creationTime><state>shutoff</state>" + domain,
		"<creationTime>-5</creationTime><state>shutoff</state>" + domain, "<creationTime>7.9</creationTime><state>shutoff</state>" + domain, "<creationTime/><state>shutoff</state>" + domain, "<creationTime>0</creationTime><state>shutoff</state>" + domain,
		"<creationTime>99999999999999999999</creationTime><state>shutoff</state>" + domain, "<creationTime>9223372036854775807</creationTime><state>shutoff</state>" + domain,
		time + "<state>shutoff</state><parent><name>none</name></parent>" + domain, time + "<state>shutoff</state><parent><name>re8</name></parent>" + domain,
		time + "<state>shutoff</state><parent/>" + domain, time + "<state>shutoff</state><parent><name>re25</name></parent>" + domain,
		time + "<state>shutoff</state>" + strings.Replace(domain, "disks", "renamed", 1), time + "<state>shutoff</state>" + plainDomain("disks"), time + "<state>shutoff</state>" + strings.Replace(domain, "1024", "2048", 2),
		time + "<state>running</state><memory snapshot='no'/>" + domain, time + "<state>running</state><memory snapshot='internal'/>" + domain, time + "<state>running</state><memory snapshot='external' file='/m'/>" + domain,
		time + "<state>shutoff</state><memory snapshot='no'/>" + domain, time + "<state>shutoff</state><memory snapshot='internal'/>" + domain, time + "<state>shutoff</state><memory snapshot='external' file='/m'/>" + domain,
		time + "<state>disk-snapshot</state><memory snapshot='no'/>" + domain, time + "<state>disk-snapshot</state><memory snapshot='internal'/>" + domain,
		time + "<state>shutoff</state><disks><disk name='vda' snapshot='external'/></disks>" + domain, time + "<state>disk-snapshot</state><disks><disk name='vda' snapshot='external'/></disks>" + domain,
		time + "<state>disk-snapshot</state><disks><disk name='vda' snapshot='internal'/></disks>" + domain, time + "<state>disk-snapshot</state><disks><disk name='vda' snapshot='no'/></disks>" + domain,
		time + "<state>disk-snapshot</state><disks><disk name='vda' snapshot='external' type='file'><driver type='qcow2'/><source file='/x'/></disk><disk name='vdb' snapshot='external' type='block'><source dev='/y'/></disk>" +
			"<disk name='vdc' snapshot='external' type='network'><driver type='raw'/><source protocol='nbd' name='z'><host name='h' port='7'/></source></disk><disk name='vdd' snapshot='no'/></disks>" + domain,
		time + "<state>running</state><memory snapshot='external' file='/m'/><disks><disk name='vda' snapshot='external' type='file'><source file='/x'/></disk></disks>" + domain,
		time + "<state>running</state><disks><disk name='vda' snapshot='internal'/></disks>" + domain, time + "<state>running</state><disks><disk name='vdz' snapshot='internal'/></disks>" + domain,
		time + "<state>shutoff</state>" + domain + strings.ReplaceAll(domain, "domain", "inactiveDomain"), time + "<state>shutoff</state><cookie><x/></cookie>" + domain,
		time + "<state>shutoff</state><active>1</active>" + domain, "<description>d</description>" + time + "<state>shutoff</state>" + domain,
	} {
		tag++
		s.snapshot(d, snap(fmt.Sprint("re", tag), inside), redefine)
	}
	ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	for _, xml := range []string{"<domainsnapshot>" + time + "<state>shutoff</state>" + domain + "</domainsnapshot>", snap("", time+"<state>shutoff</state>"+domain), snap("a/b", time+"<state>shutoff</state>"+domain)} {
		s.snapshot(d, xml, redefine)
	}

	// A second definition takes the place of the first, where it may.
	again := func(name, inside string, flags virt.DomainSnapshotCreateFlags) {
		s.snapshot(d, snap(name, time+inside), redefine|flags)
		ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	}
	again("one", "<state>running</state>"+domain, 0)
	again("two", "<state>shutoff</state><parent><name>one</name></parent>"+domain, 0)
	again("three", external+"<parent><name>two</name></parent>"+domain, current)
	again("one", "<description>new</description><state>running</state>"+domain, 0)
	again("one", "<state>paused</state>"+domain, 0)
	again("one", "<state>shutoff</state>"+domain, 0)
	again("one", external+domain, 0)
	again("two", "<state>running</state>"+domain, 0)
	again("two", external+domain, 0)
	again("three", "<state>shutoff</state>"+domain, 0)
	again("one", "<state>running</state><parent><name>one</name></parent>"+domain, 0)
	again("one", "<state>running</state><parent><name>three</name></parent>"+domain, 0)
	again("one", "<state>running</state><parent><name>none</name></parent>"+domain, 0)
	again("three", external+"<parent><name>one</name></parent>"+domain, 0)
	again("three", external+domain, current)
	again("two", "<state>shutoff</state>", 0)
	again("two", "<state>shutoff</state><parent><name>one</name></parent>"+domain, current)
	again("two", "<state>shutoff</state>"+strings.Replace(domain, "<uuid>", "<uuid>11111111-", 1), 0)
	again("two", "<state>shutoff</state>"+plainDomain("disks"), 0)
	s.order(ask(s, &protocol.DomainListAllSnapshots, &protocol.DomainListAllSnapshotsArgs{Dom: d, NeedResults: 1, Flags: uint32(virt.DomainSnapshotListTopological)}).Snapshots)
	s.snapshot(d, snap("real", ""), 0)
	s.snapshot(d, s.snapshotXML(protocol.DomainSnapshot{Name: "real", Dom: d}), redefine)
}

func snapshotRevertScenario(s *script) {
	events := s.domainEvents(virt.DomainEventIDLifecycle, nil)
	one := protocol.Domain{}
	revert := func(name string, flags uint32) {
		tell(s, &protocol.DomainRevertToSnapshot, &protocol.DomainRevertToSnapshotArgs{Snap: protocol.DomainSnapshot{Name: name, Dom: one}, Flags: flags})
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: one})
		ask(s, &protocol.DomainSnapshotCurrent, &protocol.DomainSnapshotCurrentArgs{Dom: one})
		s.drain(events)
	}
	states := map[string]func(){
		"running": func() {
			tell(s, &protocol.DomainResume, &protocol.DomainResumeArgs{Dom: one})
			tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: one})
		},
		"paused":  func() { tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: one}) },
		"shutoff": func() { tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: one}) },
	}
	all := []string{"running", "paused", "shutoff"}
	one = s.domain("test")
	for _, state := range all {
		states[state]()
		s.snapshot(one, snap(state, ""), 0)
	}
	for _, from := range all {
		for _, to := range all {
			for flags := range uint32(5) {
				states["running"]()
				states[from]()
				s.drain(events)
				revert(to, flags)
			}
		}
	}
	for _, flags := range []uint32{5, 6, 7, 8, 16} {
		revert("running", flags)
	}
	definitions(s, one)

	// What changed since is put back; what cannot change while it runs takes force.
	states["running"]()
	tell(s, &protocol.DomainSetMemory, &protocol.DomainSetMemoryArgs{Dom: one, Memory: 1000})
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>test</name><uuid>" + one.UUID.String() + "</uuid><memory>2048</memory><os><type>hvm</type></os></domain>"})
	for _, to := range all {
		revert(to, 0)
		definitions(s, one)
	}
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>test</name><uuid>" + one.UUID.String() + "</uuid><memory>2048</memory><os><type>hvm</type></os></domain>"})
	for _, flags := range []uint32{0, 1, 2, 4, 5, 6} {
		states["shutoff"]()
		states["running"]()
		revert("running", flags)
		definitions(s, one)
		ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>test</name><uuid>" + one.UUID.String() + "</uuid><memory>2048</memory><os><type>hvm</type></os></domain>"})
	}

	// A transient domain has to run after it, and a snapshot may lack a definition.
	one = ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")}).Dom
	domain := domainIn(s, one)
	s.snapshot(one, snap("running", ""), 0)
	s.snapshot(one, snap("shutoff", "<creationTime>7</creationTime><state>shutoff</state>"+domain), virt.DomainSnapshotCreateRedefine)
	s.snapshot(one, snap("lacking", "<creationTime>7</creationTime><state>shutoff</state>"), virt.DomainSnapshotCreateRedefine)
	s.snapshot(one, snap("lacking running", "<creationTime>7</creationTime><state>running</state>"), virt.DomainSnapshotCreateRedefine)
	s.snapshot(one, snap("disk", "<creationTime>7</creationTime><state>disk-snapshot</state>"+domain), virt.DomainSnapshotCreateRedefine)
	for _, to := range []string{"running", "disk", "shutoff"} {
		for flags := range uint32(3) {
			revert(to, flags)
		}
		revert(to, 5)
	}
	revert("lacking", 0)
	revert("lacking running", 0)
	revert("lacking", 1)
	revert("shutoff", 4)
	s.drain(events)
}
