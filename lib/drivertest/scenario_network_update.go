package drivertest

import (
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// updated is a network with an entry in every section.
const updated = `<network><name>u</name><uuid>11111111-2222-4333-8444-555555555555</uuid>
<forward mode='bridge'><interface dev='eth0'/></forward><mac address='52:54:00:00:00:01'/>
<dns><txt name='a' value='b'/><srv service='s' protocol='tcp' target='t' port='1'/><host ip='10.0.0.9'><hostname>x</hostname><hostname>y</hostname></host></dns>
<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.100' end='10.0.0.200'/><host mac='52:54:00:aa:00:01' name='one' ip='10.0.0.11'/></dhcp></ip>
<ip family='ipv6' address='2001:db8::1' prefix='64'><dhcp><range start='2001:db8::10' end='2001:db8::20'/><host id='0:1' name='six' ip='2001:db8::9'/></dhcp></ip>
<ip address='10.0.1.1' prefix='24'/>
<portgroup name='first' default='yes'/><portgroup name='second'/>
</network>`

func networkUpdateScenario(s *script) {
	n := ask(s, &protocol.NetworkDefineXML, &protocol.NetworkDefineXMLArgs{XML: updated}).Net
	update := func(c virt.NetworkUpdateCommand, section virt.NetworkUpdateSection, parent int32, xml string, flags virt.NetworkUpdateFlags) {
		tell(s, &protocol.NetworkUpdate, &protocol.NetworkUpdateArgs{Net: n, Command: uint32(c), Section: uint32(section), ParentIndex: parent, XML: xml, Flags: uint32(flags)})
	}
	shown := ""
	look := func() {
		r, err := protocol.NetworkGetXMLDesc.Call(s.ctx, s.c.Conn, &protocol.NetworkGetXMLDescArgs{Net: n})
		if err != nil {
			s.c.line("  definition: " + s.c.showError(err))
			return
		}
		if diff := textDiff(shown, r.XML); diff != "" {
			s.c.line("  definition:\n" + strings.TrimRight(diff, "\n"))
		}
		shown = r.XML
	}
	again := func() { // as at first
		if _, err := protocol.NetworkDefineXML.Call(s.ctx, s.c.Conn, &protocol.NetworkDefineXMLArgs{XML: updated}); err != nil {
			s.t.Errorf("%v", err)
		}
		r, err := protocol.NetworkGetXMLDesc.Call(s.ctx, s.c.Conn, &protocol.NetworkGetXMLDescArgs{Net: n})
		if err != nil {
			s.t.Fatal(err)
		}
		shown = r.XML
	}
	look()
	const (
		now          = virt.NetworkUpdateAffectCurrent
		live, config = virt.NetworkUpdateAffectLive, virt.NetworkUpdateAffectConfig
		add, first   = virt.NetworkUpdateCommandAddLast, virt.NetworkUpdateCommandAddFirst
		remove       = virt.NetworkUpdateCommandDelete
	)
	// Sections and commands that there are not, on top of those that are refused.
	for section := virt.NetworkSectionNone; section <= virt.NetworkSectionDNSSRV+1; section++ {
		for c := virt.NetworkUpdateCommandNone; c <= first+1; c++ {
			update(c, section, -1, "<other/>", now)
		}
	}
	update(add, virt.NetworkSectionDNSTXT, -1, "<txt", now)
	update(add, virt.NetworkSectionDNSTXT, -1, "", now)
	for _, e := range []struct {
		section virt.NetworkUpdateSection
		parent  int32
		fresh   string   // what is not there
		there   []string // what has something in common with what is there
		bad     []string
	}{
		{virt.NetworkSectionForwardInterface, -1, "<interface dev='eth1'/>", []string{"<interface dev='eth0'/>"}, []string{"<interface/>"}},
		{virt.NetworkSectionPortgroup, -1, "<portgroup name='third'/>",
			[]string{"<portgroup name='first'/>", "<portgroup name='second' default='yes'/>"}, []string{"<portgroup/>", "<portgroup name='x'><vlan/></portgroup>",
				"<portgroup name='x'><virtualport type='x'/></portgroup>", "<portgroup name='x'><virtualport type='midonet'><parameters managerid='1'/></virtualport></portgroup>",
				"<portgroup name='x'><bandwidth><inbound/></bandwidth></portgroup>", "<portgroup name='x'><bandwidth><inbound floor='1'/></bandwidth></portgroup>"}},
		{virt.NetworkSectionDNSTXT, -1, "<txt name='c' value='d'/>", []string{"<txt name='a' value='d'/>"}, []string{"<txt/>", "<txt name='x'/>", "<txt name='x y' value='z'/>"}},
		{virt.NetworkSectionDNSSRV, -1, "<srv service='s' protocol='udp'/>", []string{"<srv service='s' protocol='tcp'/>", "<srv service='s' protocol='tcp' target='u'/>", "<srv target='t'/>"},
			[]string{"<srv/>", "<srv service='x'/>", "<srv service='x' protocol='y' port='1'/>", "<srv service='x' protocol='y' target='t' port='0'/>"}},
		{virt.NetworkSectionDNSHost, -1, "<host ip='10.0.0.10'><hostname>z</hostname></host>", []string{"<host ip='10.0.0.9'><hostname>z</hostname></host>", "<host ip='10.0.0.8'><hostname>y</hostname></host>"},
			[]string{"<host/>", "<host ip='10.0.0.8'/>", "<host ip='x'/>"}},
		{virt.NetworkSectionIPDHCPRange, -1, "<range start='10.0.0.50' end='10.0.0.60'/>", []string{"<range start='10.0.0.100' end='10.0.0.200'/>"},
			[]string{"<range/>", "<range start='x' end='y'/>", "<range start='10.0.0.60' end='10.0.0.50'/>", "<range start='10.0.0.0' end='10.0.0.50'/>", "<range start='10.0.3.0' end='10.0.3.50'/>", "<range start='2001:db8::1' end='2001:db8::2'/>"}},
		{virt.NetworkSectionIPDHCPRange, 1, "<range start='2001:db8::50' end='2001:db8::60'/>", []string{"<range start='2001:db8::10' end='2001:db8::20'/>"}, []string{"<range start='2001:db8::2' end='2001:db8::1'/>"}},
		{virt.NetworkSectionIPDHCPRange, 2, "<range start='10.0.1.50' end='10.0.1.60'/>", nil, nil},
		{virt.NetworkSectionIPDHCPRange, 3, "<range start='10.0.1.50' end='10.0.1.60'/>", nil, nil},
		{virt.NetworkSectionIPDHCPHost, -1, "<host mac='52:54:00:aa:00:02' ip='10.0.0.12'/>",
			[]string{"<host mac='52:54:00:AA:00:01' ip='10.0.0.13'/>", "<host name='one' ip='10.0.0.13'/>", "<host name='two' ip='10.0.0.11'/>", "<host mac='52:54:00:aa:00:01' name='one' ip='10.0.0.11'><lease expiry='3' unit='hours'/></host>"},
			[]string{"<host/>", "<host mac='x' ip='10.0.0.13'/>", "<host mac='03:00:00:00:00:01' ip='10.0.0.13'/>", "<host name='-' ip='10.0.0.13'/>", "<host name='x'/>", "<host name='x' ip='y'/>", "<host id='x' ip='10.0.0.13'/>", "<host name='x' ip='2001:db8::5'/>"}},
		{virt.NetworkSectionIPDHCPHost, 1, "<host name='a' ip='2001:db8::7'/>", []string{"<host id='0:1' ip='2001:db8::8'/>", "<host name='six' ip='2001:db8::8'/>"}, []string{"<host mac='52:54:00:aa:00:02' ip='2001:db8::7'/>"}},
		{virt.NetworkSectionIPDHCPHost, 2, "<host name='a' ip='10.0.1.7'/>", nil, nil},
		{virt.NetworkSectionIPDHCPHost, 9, "<host name='a' ip='10.0.1.7'/>", nil, nil},
	} {
		for _, xml := range append(e.there, e.bad...) {
			for _, c := range []virt.NetworkUpdateCommand{add, virt.NetworkUpdateCommandModify, remove} {
				update(c, e.section, e.parent, xml, now)
				look()
				again()
			}
		}
		for _, c := range []virt.NetworkUpdateCommand{remove, virt.NetworkUpdateCommandModify, first, add, remove, add} {
			update(c, e.section, e.parent, e.fresh, now)
			look()
		}
	}

	again()
	entry := func(name string) string { return "<txt name='" + name + "' value='v'/>" }
	each := func(name string) {
		for _, flags := range []virt.NetworkUpdateFlags{now, live, config, live | config, 4} {
			update(add, virt.NetworkSectionDNSTXT, -1, entry(name), flags)
			look()
			update(remove, virt.NetworkSectionDNSTXT, -1, entry(name), flags)
			look()
		}
	}
	each("stopped")
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: n})
	each("running")
	update(add, virt.NetworkSectionDNSTXT, -1, entry("config"), config)
	update(add, virt.NetworkSectionDNSTXT, -1, entry("config"), live|config) // neither
	look()
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: n})
	update(add, virt.NetworkSectionDNSTXT, -1, entry("after"), now)
	look()
	each("stopped again")
	ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: updated})
	update(add, virt.NetworkSectionDNSTXT, -1, entry("after"), config)
	look()
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: n})
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: n})
	update(add, virt.NetworkSectionDNSTXT, -1, entry("gone"), now)

	ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: updated})
	each("transient")
	update(add, virt.NetworkSectionDNSHost, -1, "<host ip='10.0.0.8'><hostname>y</hostname></host>", now)
	update(remove, virt.NetworkSectionDNSHost, -1, "<host><hostname>y</hostname></host>", now) // both
	update(add, virt.NetworkSectionDNSSRV, -1, "<srv service='s' protocol='udp'/>", now)
	update(remove, virt.NetworkSectionDNSSRV, -1, "<srv service='s'/>", now) // both
	look()
}
