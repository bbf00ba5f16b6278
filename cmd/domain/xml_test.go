package domain

import (
	"fmt"
	"slices"
	"testing"
)

func TestEnabledVcpus(t *testing.T) {
	for _, c := range []struct{ xml, want string }{
		{"<domain><vcpu>3</vcpu></domain>", "[0 1 2] of 3"},
		{"<domain><vcpu placement='static' current='2'>4</vcpu></domain>", "[0 1] of 4"},
		{"<domain><vcpu current='9'>2</vcpu></domain>", "[0 1] of 2"},
		{`<domain><vcpu current='2'>3</vcpu><vcpus>
			<vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no'/><vcpu id='2' enabled='yes' hotpluggable='yes'/>
		</vcpus></domain>`, "[0 2] of 3"},
		{"<domain><vcpu>-1</vcpu></domain>", "[] of -1"},
		{"<domain/>", "[] of 0"},
	} {
		numbers, maximum, err := enabledVcpus(c.xml)
		if got := fmt.Sprint(numbers, " of ", maximum); err != nil || got != c.want {
			t.Errorf("%s: %s, %v, want %s", c.xml, got, err, c.want)
		}
	}
	for _, xml := range []string{"", "<domain>", "<domain><vcpu>many</vcpu></domain>"} {
		if _, _, err := enabledVcpus(xml); err == nil {
			t.Errorf("%q is read", xml)
		}
	}
}

func TestDisks(t *testing.T) {
	found, err := disks(`<domain><devices>
		<disk type='file'><source file='/a' startupPolicy='optional'/><target dev='vda'/></disk>
		<disk type='volume'><source pool='p' volume='v'/><target dev='vdb'/></disk>
		<disk type='volume'><source volume='v' pool='p'/><target dev='vdc'/></disk>
		<disk type='network'><source protocol='rbd' name='n'/><target dev='vdd'/></disk>
		<disk type='file' device='cdrom'><target dev='hda'/></disk>
		<disk type='block'><source dev='/dev/x'/><backingStore><source file='/no'/></backingStore><target dev='vde'/></disk>
		<interface><source dev='eth0'/></interface>
	</devices></domain>`)
	want := []disk{{"vda", "/a", ""}, {"vdb", "v", "p"}, {"vdc", "v", "p"}, {"vdd", "n", ""}, {"hda", "", ""}, {"vde", "/dev/x", ""}}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("disks %v, %v, want %v", found, err, want)
	}
}

func TestChooseDisks(t *testing.T) {
	all := []disk{{Target: "vda", Source: "/a"}, {Target: "hda"}, {Target: "vdb", Source: "/b"}}
	for _, c := range []struct {
		removal         storageRemoval
		chosen, missing string
	}{
		{storageRemoval{all: true}, "[{vda /a } {vdb /b }]", "[]"},
		{storageRemoval{list: "vdb,vda"}, "[{vda /a } {vdb /b }]", "[]"},
		{storageRemoval{list: "/b"}, "[{vdb /b }]", "[]"},
		{storageRemoval{list: "x,vda,hda,y"}, "[{vda /a }]", "[x hda y]"},
		{storageRemoval{list: "vda,vda"}, "[{vda /a }]", "[vda]"},
		{storageRemoval{list: ","}, "[]", "[ ]"},
	} {
		chosen, missing := c.removal.choose(slices.Clone(all))
		if fmt.Sprint(chosen) != c.chosen || fmt.Sprint(missing) != c.missing {
			t.Errorf("%+v: %v and missing %v, want %s and %s", c.removal, chosen, missing, c.chosen, c.missing)
		}
	}
}
