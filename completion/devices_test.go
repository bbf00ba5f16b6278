package completion

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
)

// TestDomainXML reads what virsh was seen to offer for a domain of QEMU's.
func TestDomainXML(t *testing.T) {
	var d domainXML
	err := xml.Unmarshal([]byte(`<domain><name>x</name><vcpu current='1'>3</vcpu>
  <throttlegroups><throttlegroup><group_name>slow</group_name></throttlegroup><throttlegroup><group_name>fast</group_name></throttlegroup></throttlegroups>
  <devices>
    <emulator>/usr/bin/q</emulator>
    <disk type='file'><source file='/a' index='2'/><backingStore type='file' index='3'><source file='/b'/><backingStore/></backingStore>
      <target dev='vda'/><alias name='virtio-disk0'/></disk>
    <disk type='file' device='cdrom'><target dev='sda'/><alias name='sata0-0-0'/></disk>
    <interface type='user'><mac address='52:54:00:11:22:33'/><alias name='net0'/></interface>
    <interface type='user'><mac address='52:54:00:11:22:34'/><target dev='mynic'/><link state='down'/></interface>
    <serial type='pty'><target port='0'/><alias name='serial0'/></serial>
    <serial type='file'><target port='1'/><alias name='serial1'/></serial>
    <parallel type='pty'><alias name='parallel0'/></parallel>
    <console type='pty'><alias name='serial0'/></console>
    <console type='pty'><alias name='console1'/></console>
  </devices></domain>`), &d)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what string
		got  []string
		want string
	}{
		{"consoles", d.consoles(), "serial0 parallel0"},
		{"disks", d.disks(), "vda sda"},
		{"chain of one", d.chains("vda"), "vda vda[2] vda[3]"},
		{"chains", d.chains(""), "vda vda[2] vda[3] sda"},
		{"macs", d.macs(), "52:54:00:11:22:33 52:54:00:11:22:34"},
		{"interfaces", d.interfaces(), "52:54:00:11:22:33 mynic"},
		{"aliases", d.aliases(), "virtio-disk0 sata0-0-0 net0 serial0 serial1 parallel0 serial0 console1"},
		{"vcpus", numbers(d.Vcpus), "0 1 2"},
		{"groups", d.ThrottleGroups, "slow fast"},
		{"link", d.linkStates("mynic"), "up"},
		{"link", d.linkStates("52:54:00:11:22:33"), "down"},
	} {
		got := slices.DeleteFunc(tt.got, func(word string) bool { return word == "" })
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
	if n := len(numbers(1 << 30)); n > 1024 {
		t.Errorf("%d CPUs", n)
	}
}
