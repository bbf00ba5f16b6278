package domain

import (
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/xmledit"
)

func TestParseDiskAddress(t *testing.T) {
	const invalid = "Invalid address."
	for _, c := range []struct{ target, text, want string }{
		{"vda", "pci:0000.00.0x1f.0X1", `domain='0x0000' bus='0x00' slot='0x1f' function='0x1'`},
		{"x", "pci: 1x+2.0x3-4z", `domain='0x0001' bus='0x02' slot='0x03' function='0x4'`},
		{"x", "pci:ffffffff.0.0.0", `domain='0xffffffff' bus='0x00'`},
		{"x", "pci:100000000.0.0.0", invalid},
		{"x", "pci:1.0xg.2.3", invalid}, // 0 and then g, which is no number
		{"x", "pci:1.2.3.", invalid},
		{"x", "pci:1.2.3", invalid},
		{"x", "pci:", invalid},
		{"x", "pci", invalid},
		{"x", "pci:-1.2.3.4", invalid},
		{"x", "", invalid},
		{"x", "PCI:1.2.3.4", invalid},
		{"vda", "ccw:fe.0.abcde", `cssid='0xfe' ssid='0x0' devno='0xabcde'`},
		{"sda", "usb:010.2.3", `bus='10' port='2'`},
		{"sda", "scsi:1.2.18446744073709551615", `controller='1' bus='2' unit='18446744073709551615'`},
		{"sda", "scsi:1.2.18446744073709551616", invalid},
		{"sda", "sata:4294967296.0.0", invalid},
		{"hda", "ide:0.0xa.1", invalid},
		{"hda", "sata:0.0.1", "expecting an ide:00.00.00 address."},
		{"sda", "ide:0.0.1", "expecting a scsi:00.00.00 or usb:00.00 or sata:00.00.00 address."},
		{"vda", "scsi:0.0.1", "expecting a pci:0000.00.00.00 or ccw:00.0.0000 address."},
	} {
		a, err := parseDiskAddress(c.text, c.target, false)
		got := (&xmledit.Disk{Address: a}).XML()
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) || err == nil && !strings.Contains(c.want, "='") {
			t.Errorf("%s %s: %s, want %s", c.target, c.text, got, c.want)
		}
	}
}

// FuzzParsePCIAddress: no text is too much for it.
func FuzzParsePCIAddress(f *testing.F) {
	for _, seed := range []string{"0000:00:1f.0", "0x", "\t+0xg", "ffffffff.ffffffff.ffffffff.ffffffff", "1:2:3.4é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, ok := parsePCIAddress(text)
		if !ok {
			return
		}
		again := (&xmledit.Interface{Type: "hostdev", PCI: a}).XML()
		numbers := strings.NewReplacer(`' bus='`, ":", `' slot='`, ":", `' function='`, ".").Replace(again)
		_, numbers, _ = strings.Cut(numbers, "domain='")
		numbers, _, _ = strings.Cut(numbers, "'")
		if b, ok := parsePCIAddress(numbers); !ok || (&xmledit.Interface{Type: "hostdev", PCI: b}).XML() != again {
			t.Errorf("%q is %q, which is another address", text, numbers)
		}
	})
}
