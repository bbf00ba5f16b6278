package xmledit

import "testing"

const devicesDoc = `<domain><devices>
    <disk type='block' device='cdrom'>
      <source dev='/dev/sr0' startupPolicy='optional'><seclabel/></source>
      <backingStore/>
      <target dev='hda'/>
    </disk>
    <disk type='file' device='floppy'>
      <source startupPolicy='optional'/>
      <target dev='fda'/>
    </disk>
    <disk type='file' device='cdrom'>
      <target dev='hdb'/>
    </disk>
    <disk type='file' device='disk'><source file='/a &amp; b'/><backingStore><source file='/base'/></backingStore><target dev='vda'/><alias name='disk0'/></disk>
    <disk type='file'><source file='/c'/></disk>
    <interface type='user'><mac address='02:00:00:00:00:01'/><target dev='t1'/></interface>
    <interface type='network'><mac address='02:00:00:00:00:02'/></interface>
    <interface type='user'/>
    <memory model='virtio-mem'><target><node> 0 </node><requested unit='MiB'>4</requested></target><alias name='mem0'/></memory>
    <memory model='dimm'><target><node>1</node></target><alias name='mem1'/></memory>
  </devices></domain>`

func TestFindDisk(t *testing.T) {
	const vda = `<disk type="file" device="disk"><source file="/a &amp; b"/><target dev="vda"/><alias name="disk0"/></disk>`
	for name, want := range map[string]Device{
		"vda":       {Kind: "disk", Target: "vda", Alias: "disk0", XML: vda},
		"/a & b":    {Kind: "disk", Target: "vda", Alias: "disk0", XML: vda},
		"/c":        {Kind: "disk", XML: `<disk type="file"><source file="/c"/></disk>`},
		"/base":     {}, // behind another image
		"VDA":       {},
		"/dev/sr1":  {},
		"interface": {},
	} {
		got, ok, err := FindDisk(devicesDoc, name)
		if err != nil || got != want || ok != (want != Device{}) {
			t.Errorf("%s: %+v, %v, %v, want %+v", name, got, ok, err, want)
		}
	}
	if _, _, err := FindDisk("<domain>", "vda"); err == nil {
		t.Error("an open element is accepted")
	}
}

func TestFindInterfaces(t *testing.T) {
	found, err := FindInterfaces(devicesDoc, "user")
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	want := Device{
		Kind: "interface", Target: "t1", MAC: "02:00:00:00:00:01",
		XML: `<interface type="user"><mac address="02:00:00:00:00:01"/><target dev="t1"/></interface>`,
	}
	if found[0] != want {
		t.Errorf("%+v, want %+v", found[0], want)
	}
	if found, err := FindInterfaces(devicesDoc, "bridge"); err != nil || found != nil {
		t.Errorf("%v, %v", found, err)
	}
	if _, err := FindInterfaces("", "user"); err == nil {
		t.Error("nothing is accepted")
	}
}

func TestMedia(t *testing.T) {
	for _, c := range []struct {
		drive  string
		loaded bool
		eject  string // empty: there is nothing to eject
		insert string
	}{
		{"hda", true, `<disk type="file" device="cdrom">
      
      
      <target dev="hda"/>
    </disk>`, `<disk type="block" device="cdrom">
      
      
      <source dev="/x" startupPolicy="optional"/>
      <target dev="hda"/>
    </disk>`},
		{"fda", false, `<disk type="file" device="floppy">
      
      <target dev="fda"/>
    </disk>`, `<disk type="block" device="floppy">
      
      <source dev="/x" startupPolicy="optional"/>
      <target dev="fda"/>
    </disk>`},
		{"hdb", false, "", `<disk type="block" device="cdrom">
      <source dev="/x"/>
      <target dev="hdb"/>
    </disk>`},
	} {
		m, err := FindMedia(devicesDoc, c.drive)
		if err != nil || m == nil {
			t.Fatalf("%s: %v, %v", c.drive, m, err)
		}
		if m.Loaded() != c.loaded {
			t.Errorf("%s: loaded is %v", c.drive, m.Loaded())
		}
		if ok := m.Eject(); ok != (c.eject != "") {
			t.Errorf("%s: eject: %v", c.drive, ok)
		}
		if got := m.Device().XML; c.eject != "" && got != c.eject {
			t.Errorf("%s ejected:\n%s\nwant\n%s", c.drive, got, c.eject)
		}
		m, err = FindMedia(devicesDoc, c.drive)
		if err != nil {
			t.Fatal(err)
		}
		m.Insert("/x", true)
		if got := m.Device().XML; got != c.insert {
			t.Errorf("%s inserted:\n%s\nwant\n%s", c.drive, got, c.insert)
		}
	}
	for _, name := range []string{"vda", "/c", "sda"} {
		if m, err := FindMedia(devicesDoc, name); m != nil || err != nil {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
	m, err := FindMedia(`<domain><devices><disk device='cdrom'><source dir='/d'/></disk></devices></domain>`, "/d")
	if err != nil || m == nil {
		t.Fatalf("%v, %v", m, err)
	}
	m.Insert("/x", false)
	want := `<disk device="cdrom" type="file"><source file="/x"/></disk>`
	if got := m.Device().XML; got != want {
		t.Errorf("a drive without a target: %s, want %s", got, want)
	}
}

func TestMemory(t *testing.T) {
	node := func(n uint32) *uint32 { return &n }
	for _, c := range []struct {
		alias string
		node  *uint32
		want  string // aliases
	}{
		{"", nil, "mem0 mem1 "}, {"mem1", nil, "mem1 "}, {"", node(0), "mem0 "}, {"", node(10), ""}, {"x", nil, ""}, {"mem0", node(1), ""},
	} {
		found, err := FindMemories(devicesDoc, c.alias, c.node)
		got := ""
		for _, m := range found {
			got += m.Device().Alias + " "
		}
		if err != nil || got != c.want {
			t.Errorf("%q: %q, %v, want %q", c.alias, got, err, c.want)
		}
	}
	found, err := FindMemories(devicesDoc, "", nil)
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	if !found[0].SetRequested(2048) || found[1].SetRequested(2048) {
		t.Error("not the first one, or not it alone, can be set")
	}
	want := `<memory model="virtio-mem"><target><node> 0 </node><requested unit="KiB">2048</requested></target><alias name="mem0"/></memory>`
	if got := found[0].Device().XML; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestParseDevice(t *testing.T) {
	for _, c := range []struct {
		xml  string
		want Device
	}{
		{"<interface>\n<mac address='m'/><target dev='t'/><alias name='a'/></interface>", Device{Kind: "interface", Target: "t", MAC: "m", Alias: "a"}},
		{"<rng/>", Device{Kind: "rng"}},
		{"<disk><target/>", Device{}},
		{"", Device{}},
	} {
		c.want.XML = c.xml
		if got := ParseDevice(c.xml); got != c.want {
			t.Errorf("%q: %+v", c.xml, got)
		}
	}
}

// TestDeviceXML: what virsh prints for the same options, and escaped where virsh
// forgets it.
func TestDeviceXML(t *testing.T) {
	port := ""
	for _, c := range []struct {
		name string
		from interface{ XML() string }
		want string
	}{
		{"empty drive", &Disk{Device: "cdrom", Target: "hda"}, `<disk type='file' device='cdrom'>
  <source file=''/>
  <target dev='hda'/>
</disk>
`},
		{"disk", &Disk{
			Device: `d>"`, RawIO: true, Driver: "q'", Format: "raw", IOThread: "1", Cache: "c", IO: "i",
			Source: DiskSource{Name: "a\x01<\t&", Block: true}, Target: "v'>", Bus: "b", Access: "readonly",
			Serial: `s<"`, WWN: "w", Alias: "a", Address: PCIAddress(0x12345, 1, 31, 10, true),
		}, `<disk type='block' device='d&gt;&quot;' rawio='yes'>
  <driver name='q&apos;' type='raw' iothread='1' cache='c' io='i'/>
  <source dev='a&lt;	&amp;'/>
  <target dev='v&apos;>' bus='b'/>
  <readonly/>
  <serial>s&lt;"</serial>
  <alias name='a'/>
  <wwn>w</wwn>
  <address type='pci' domain='0x12345' bus='0x01' slot='0x1f' function='0xa' multifunction='on'/>
</disk>
`},
		{"image", &Disk{
			Target: "sda", Address: DriveAddress(1, 2, 1<<40),
			Source: DiskSource{Name: "n", Protocol: "p", Host: &DiskHost{Transport: "t", Port: &port}},
		}, `<disk type='network'>
  <source protocol='p' name='n'>
    <host transport='t' name='' port=''/>
  </source>
  <target dev='sda'/>
  <address type='drive' controller='1' bus='2' unit='1099511627776'/>
</disk>
`},
		{"interface", &Interface{
			Type: "hostdev", Managed: true, Source: "left out", PCI: PCIAddress(0, 0, 0, 0, false),
			Target: "t", MAC: "m", Script: "s", Model: "o", Alias: "a'",
			Inbound: &Rate{Average: 1, Burst: 1 << 63}, Outbound: &Rate{Average: 1, Peak: 2},
		}, `<interface type='hostdev' managed='yes'>
  <source>
    <address type='pci' domain='0x0000' bus='0x00' slot='0x00' function='0x0'/>
  </source>
  <target dev='t'/>
  <mac address='m'/>
  <script path='s'/>
  <model type='o'/>
  <alias name='a&apos;'/>
  <bandwidth>
    <inbound average='1' burst='9223372036854775808'/>
    <outbound average='1' peak='2'/>
  </bandwidth>
</interface>
`},
		{"vhostuser", &Interface{Type: "vhostuser", Source: "/s", SourceMode: "client"}, `<interface type='vhostuser'>
  <source type='unix' path='/s' mode='client'/>
</interface>
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.from.XML()
			if got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
			if _, err := parse(got); err != nil {
				t.Error(err)
			}
		})
	}
}
