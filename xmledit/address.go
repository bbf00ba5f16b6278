package xmledit

import (
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// An Address is where a device sits on a bus of its domain. The zero value is
// nowhere in particular.
type Address struct {
	attrs []string // names and values
}

// PCIAddress is the address of a function of a PCI device. multifunction says
// that more functions share the slot.
func PCIAddress(domain, bus, slot, function uint64, multifunction bool) Address {
	a := Address{[]string{
		"type", "pci",
		"domain", fmt.Sprintf("0x%04x", domain), "bus", fmt.Sprintf("0x%02x", bus),
		"slot", fmt.Sprintf("0x%02x", slot), "function", fmt.Sprintf("0x%x", function),
	}}
	if multifunction {
		a.attrs = append(a.attrs, "multifunction", "on")
	}
	return a
}

// CCWAddress is the address of a device on the channels of an s390.
func CCWAddress(cssid, ssid, devno uint64) Address {
	return Address{[]string{
		"type", "ccw",
		"cssid", fmt.Sprintf("0x%02x", cssid), "ssid", fmt.Sprintf("0x%x", ssid), "devno", fmt.Sprintf("0x%04x", devno),
	}}
}

// USBAddress is the address of a USB device.
func USBAddress(bus, port uint64) Address {
	return Address{[]string{"type", "usb", "bus", strconv.FormatUint(bus, 10), "port", strconv.FormatUint(port, 10)}}
}

// DriveAddress is the address of a disk on an IDE, SATA or SCSI controller.
func DriveAddress(controller, bus, unit uint64) Address {
	return Address{[]string{
		"type", "drive",
		"controller", strconv.FormatUint(controller, 10), "bus", strconv.FormatUint(bus, 10), "unit", strconv.FormatUint(unit, 10),
	}}
}

// addTo appends the address to e, if there is one.
func (a Address) addTo(e *etree.Element) {
	if a.attrs != nil {
		add(e, "address", a.attrs...)
	}
}
