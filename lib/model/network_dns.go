package model

import (
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// The rows of DNS records and of hosts below come in two forms: whole, and part
// of one that tells which record is to be deleted.

func dnsRow() *row {
	return el("dns", keep,
		at("enable", yesNo), at("forwardPlainNames", yesNo),
		el("forwarder", many, strs("domain"), at("addr", address, netBad("Invalid forwarder IP address '%[1]s' in network '%[2]s'")),
			check(func(n *node) error {
				if !n.has("addr") && !n.has("domain") {
					return xmlFault("Invalid forwarder element, must contain at least one of addr or domain")
				}
				return nil
			})),
		txtRow(false), srvRow(false), dnsHostRow(false),
		mute(func(n *node) bool {
			return !n.has("enable") && !n.has("forwardPlainNames") && !n.inside(Form{})
		}),
		check(func(n *node) error {
			if n.get("enable") == "no" && n.inside(Form{}) {
				return xmlFault("Extra data in disabled network '%s'", n.objectName())
			}
			return nil
		}))
}

func txtRow(partial bool) *row {
	return el("txt", many,
		at("name", str, netNeeded(virt.ErrXMLDetail, "missing required name attribute in DNS TXT record of network %s")),
		at("value", str),
		early(func(n *node) error {
			switch name := n.get("name"); {
			case strings.ContainsAny(name, " ,"):
				return fault(virt.ErrXMLDetail, "prohibited character in DNS TXT record name '%s' of network %s", name, n.objectName())
			case !partial && !n.has("value"):
				return fault(virt.ErrXMLDetail, "missing required value attribute in DNS TXT record named '%s' of network %s", name, n.objectName())
			}
			return nil
		}))
}

func srvRow(partial bool) *row {
	return el("srv", many,
		strs("service", "protocol", "domain", "target", "port", "priority", "weight"),
		early(func(n *node) error { return dnsService(n, partial) }))
}

// The characters that names of protocols and of services are made of.
const (
	protocolCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+/"
	serviceCharacters  = protocolCharacters + "_*"
)

// dnsService checks the record of a service.
func dnsService(n *node, partial bool) error {
	service, network := n.get("service"), n.objectName()
	detail := func(format string, args ...any) error { return fault(virt.ErrXMLDetail, format, args...) }
	switch {
	case !partial && !n.has("service"):
		return detail("missing required service attribute in DNS SRV record of network '%s'", network)
	case !madeOf(service, serviceCharacters):
		return detail("invalid character in service attribute '%s' in DNS SRV record of network '%s'", service, network)
	case !partial && !n.has("protocol"):
		return detail("missing required protocol attribute in DNS SRV record '%s' of network '%s'", service, network)
	case !madeOf(n.get("protocol"), protocolCharacters):
		return detail("invalid character in protocol attribute '%s' in DNS SRV record of network '%s'", n.get("protocol"), network)
	}
	if !n.has("service") {
		service = "(null)" // libvirt writes no name so
	}
	for _, number := range []struct {
		name, invalid string
		least         uint64
	}{{"port", "invalid", 1}, {"priority", "Invalid", 0}, {"weight", "invalid", 0}} {
		text := n.get(number.name)
		if n.unset(number.name); text == "" {
			continue
		}
		v, ok := unsigned(text, 10, 32)
		ok = ok && !strings.Contains(text, "-")
		switch {
		case ok && !n.has("target"):
			return detail("DNS SRV %s attribute not permitted without target for service '%s' in network '%s'", number.name, service, network)
		case !ok || v < number.least || v > 0xFFFF:
			return detail("%s DNS SRV %s attribute for service '%s' in network '%s'", number.invalid, number.name, service, network)
		}
		if v != 0 {
			n.set(number.name, utoa(v))
		}
	}
	return nil
}

func madeOf(v, characters string) bool { return strings.TrimLeft(v, characters) == "" }

func dnsHostRow(partial bool) *row {
	ip := at("ip", address, netBadCode(virt.ErrXMLDetail, "Invalid IP address in network '%[2]s' DNS HOST record"))
	if !partial {
		netNeeded(virt.ErrXMLDetail, "Missing IP address in network '%s' DNS HOST record")(ip)
	}
	return el("host", many, ip,
		el("hostname", many, text(str)),
		check(func(n *node) error {
			for _, h := range n.children("hostname") {
				if h.body.s == "" {
					n.remove(h)
				}
			}
			switch named := len(n.children("hostname")) > 0; {
			case !partial && !named:
				return fault(virt.ErrXMLDetail, "Missing hostname in network '%s' DNS HOST record", n.objectName())
			case partial && !named && !n.has("ip"):
				return fault(virt.ErrXMLDetail, "Missing ip and hostname in network '%s' DNS HOST record", n.objectName())
			}
			return nil
		}))
}
