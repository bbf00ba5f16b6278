package xmledit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/xmledit"
)

const running = `<domain type='qemu' id='1'>
  <name>q</name>
  <currentMemory unit='KiB'>32768</currentMemory>
  <vcpu placement='static'>1</vcpu>
  <devices>
    <disk type='file' device='disk'><source file='/a'/><target dev='vda'/><alias name='virtio-disk0'/></disk>
    <disk type='file' device='cdrom'><source file='/b'/><target dev='hda'/></disk>
    <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
    <graphics type='vnc' port='5900' passwd='secret'/>
    <input type='mouse' bus='ps2'/>
    <input type='keyboard' bus='ps2'/>
  </devices>
</domain>
`

func TestDeviceChanges(t *testing.T) {
	tests := []struct {
		name     string
		old, new string // what is replaced by what
		want     string // the steps
		outside  string // or the path that is refused
	}{
		{name: "nothing", old: `passwd='secret'/>`, new: "passwd='secret'><!-- c -->\n</graphics>"},
		{name: "attributes in another order", old: `type='mouse' bus='ps2'`, new: `bus="ps2" type="mouse"`},
		{name: "medium", old: "/b", new: "/c", want: "update-device disk hda"},
		{name: "password", old: "secret", new: "x&amp;y", want: "update-device graphics"},
		{name: "new interface", old: "<graphics", new: "<interface type='user'><mac address='52:54:00:00:00:02'/></interface><graphics", want: "attach-device interface 52:54:00:00:00:02"},
		{name: "another address", old: "00:01'", new: "00:03'", want: "detach-device interface 52:54:00:00:00:01, attach-device interface 52:54:00:00:00:03"},
		{name: "one of two without a name", old: "<input type='mouse' bus='ps2'/>", new: "", want: "detach-device input"},
		{name: "alias taken away", old: "<alias name='virtio-disk0'/>", new: "", want: "update-device disk vda"},
		{name: "memory", old: "32768", new: "16384", outside: "/domain/currentMemory"},
		{name: "unit", old: "unit='KiB'", new: "unit='MiB'", outside: "/domain/currentMemory/@unit"},
		{name: "attribute gone", old: " placement='static'", new: "", outside: "/domain/vcpu/@placement"},
		{name: "element gone", old: "  <currentMemory unit='KiB'>32768</currentMemory>\n", new: "", outside: "/domain/currentMemory"},
		{name: "new element", old: "  <vcpu", new: "<title>t</title><vcpu", outside: "/domain/title"},
		{name: "new last element", old: "</domain>", new: "<cputune/></domain>", outside: "/domain/cputune"},
		{name: "all devices", old: running[strings.Index(running, "<devices>"):strings.Index(running, "</domain>")], new: "", outside: "/domain/devices"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(running, tt.old) {
				t.Fatalf("%q is not in the document", tt.old)
			}
			changes, err := xmledit.DeviceChanges(running, strings.Replace(running, tt.old, tt.new, 1))
			var outside *xmledit.OutsideError
			if errors.As(err, &outside) {
				if outside.Path != tt.outside {
					t.Errorf("refused %s, want %q", outside.Path, tt.outside)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			steps := make([]string, len(changes))
			for i, c := range changes {
				steps[i] = c.String()
			}
			if got := strings.Join(steps, ", "); got != tt.want || tt.outside != "" {
				t.Errorf("%q, want %q or to refuse %q", got, tt.want, tt.outside)
			}
		})
	}
}

// TestDeviceChangesXML: what is sent is the new element, or the old one of what
// goes.
func TestDeviceChangesXML(t *testing.T) {
	changes, err := xmledit.DeviceChanges(running, strings.NewReplacer("/b", "/c", "00:01'", "00:03'").Replace(running))
	if err != nil || len(changes) != 3 {
		t.Fatal(changes, err)
	}
	for i, part := range []string{"00:01", "/c", "00:03"} {
		if !strings.Contains(changes[i].Device.XML, part) {
			t.Errorf("%s has no %s: %s", changes[i], part, changes[i].Device.XML)
		}
	}
}
