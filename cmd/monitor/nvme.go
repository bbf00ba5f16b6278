package monitor

import (
	"fmt"
	"strconv"
	"strings"
)

type pciAddressXML struct {
	Domain   string `xml:"domain,attr"`
	Bus      string `xml:"bus,attr"`
	Slot     string `xml:"slot,attr"`
	Function string `xml:"function,attr"`
}

// nvme returns the source of an NVMe disk: the address of the device on the
// host's PCI bus and the namespace on it.
func (s *sourceXML) nvme() (string, bool) {
	namespace := s.first("namespace")
	if namespace == "" || s.Address == nil {
		return "", false
	}
	var n [4]uint64
	for i, text := range []string{s.Address.Domain, s.Address.Bus, s.Address.Slot, s.Address.Function} {
		if text == "" {
			continue
		}
		var err error
		if n[i], err = strconv.ParseUint(strings.TrimPrefix(text, "0x"), 16, 32); err != nil {
			return "", false
		}
	}
	return fmt.Sprintf("nvme://%04x:%02x:%02x.%d/%s", n[0], n[1], n[2], n[3], namespace), true
}
