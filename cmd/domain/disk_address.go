package domain

import (
	"math"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/xmledit"
)

// parseDiskAddress reads the address of a disk: BUS:NUMBER.NUMBER…, with as many
// numbers as the bus has, those of pci and ccw in base 16. What follows them is
// not read. target tells which buses are allowed.
func parseDiskAddress(text, target string, multifunction bool) (xmledit.Address, error) {
	bus, numbers, _ := strings.Cut(text, ":")
	r := addressReader{rest: numbers}
	var a xmledit.Address
	switch bus {
	case "pci":
		a = xmledit.PCIAddress(r.hex(), r.next().hex(), r.next().hex(), r.next().hex(), multifunction)
	case "ccw":
		a = xmledit.CCWAddress(r.hex(), r.next().hex(), r.next().hex())
	case "usb":
		a = xmledit.USBAddress(r.decimal(), r.next().decimal())
	case "scsi", "sata", "ide":
		a = xmledit.DriveAddress(r.decimal(), r.next().decimal(), r.next().number(10, math.MaxUint64))
	default:
		r.bad = true
	}
	if r.bad {
		return xmledit.Address{}, vsh.Failf("Invalid address.")
	}
	return a, busAllowed(bus, target)
}

// busAllowed returns an error if a disk cannot be on a bus and have a target of
// that name.
func busAllowed(bus, target string) error {
	switch {
	case strings.HasPrefix(target, "vd") && bus != "pci" && bus != "ccw":
		return vsh.Failf("expecting a pci:0000.00.00.00 or ccw:00.0.0000 address.")
	case strings.HasPrefix(target, "sd") && bus != "scsi" && bus != "usb" && bus != "sata":
		return vsh.Failf("expecting a scsi:00.00.00 or usb:00.00 or sata:00.00.00 address.")
	case strings.HasPrefix(target, "hd") && bus != "ide":
		return vsh.Failf("expecting an ide:00.00.00 address.")
	}
	return nil
}

// parsePCIAddress reads the address of a PCI device: DOMAIN:BUS:SLOT.FUNCTION.
func parsePCIAddress(text string) (a xmledit.Address, ok bool) {
	r := addressReader{rest: text}
	a = xmledit.PCIAddress(r.hex(), r.next().hex(), r.next().hex(), r.next().hex(), false)
	return a, !r.bad
}

// addressReader reads numbers as C's strtoul does: blanks, a plus and, in base
// 16, 0x may precede them.
type addressReader struct {
	rest string
	bad  bool // some number was none
}

// next skips what parts two numbers: any one character.
func (r *addressReader) next() *addressReader {
	if r.rest != "" {
		r.rest = r.rest[1:]
	}
	return r
}

func (r *addressReader) hex() uint64     { return r.number(16, math.MaxUint32) }
func (r *addressReader) decimal() uint64 { return r.number(10, math.MaxUint32) }

func (r *addressReader) number(base int, limit uint64) uint64 {
	s := strings.TrimPrefix(strings.TrimLeft(r.rest, " \t\n\v\f\r"), "+")
	if base == 16 && len(s) > 2 && strings.EqualFold(s[:2], "0x") && digits(s[2:], base) > 0 {
		s = s[2:]
	}
	n := digits(s, base)
	v, err := strconv.ParseUint(s[:n], base, 64)
	r.rest = s[n:]
	r.bad = r.bad || err != nil || v > limit
	return v
}

// digits returns how many digits of a base s begins with.
func digits(s string, base int) int {
	set := "0123456789abcdefABCDEF"
	if base == 10 {
		set = set[:10]
	}
	return len(s) - len(strings.TrimLeft(s, set))
}
