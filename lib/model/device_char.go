package model

import "github.com/virgo-vm/virgo/lib/virt"

// charTypes are the host's sides of character devices.
var charTypes = []string{"null", "vc", "pty", "dev", "file", "pipe", "stdio", "udp", "tcp", "unix", "spicevmc", "spiceport", "nmdm", "qemu-vdagent", "dbus"}

// charAttrs are the attributes of the element of a character device.
func charAttrs() part {
	return rows{
		at("type", word(charTypes...), def("pty"), bad(virt.ErrConfigUnsupported, "unknown type presented to host for character device: %s")),
		at("tty", str, whenAttr(is("type", "pty")), live),
	}
}

// charSourceRows are the elements for the host's side.
func charSourceRows() part {
	of := func(types ...string) attrOption { return whenAttr(up(is("type", types...))) }
	return rows{
		el("source", many,
			at("mode", word("bind", "connect"), of("unix", "tcp", "udp")),
			at("path", str, of("dev", "file", "pipe", "unix", "pty")),
			at("append", onOff, of("file")),
			at("host", str, of("tcp", "udp")), at("service", str, of("tcp", "udp")),
			at("tls", yesNo, of("tcp")),
			at("channel", str, of("spiceport", "dbus")),
			at("master", str, of("nmdm")), at("slave", str, of("nmdm")),
			el("seclabel", many, strs("model"), at("relabel", yesNo), el("label", text(str))),
			el("reconnect", at("enabled", yesNo), at("timeout", uint32s)),
			el("clipboard", when(up(is("type", "qemu-vdagent"))), at("copypaste", yesNo)),
			el("mouse", when(up(is("type", "qemu-vdagent"))), at("mode", word("client", "server")))),
		el("protocol", when(is("type", "tcp")), at("type", word("raw", "telnet", "telnets", "tls"), def("raw"))),
		el("log", strs("file"), at("append", onOff)),
	}
}

// charRow is a character device of that name.
func charRow(name string, target *row) *row {
	return el(name, many, charAttrs(), charSourceRows(), target, infoRows(), check(charDevice))
}

func serialRow() *row {
	return charRow("serial", el("target", always,
		at("type", word("isa-serial", "usb-serial", "pci-serial", "spapr-vio-serial", "system-serial", "sclp-serial", "isa-debug"), bad(virt.ErrConfigUnsupported, "unknown target type '%s' specified for character device")),
		at("port", uint32s),
		el("model", strs("name")),
		check(func(n *node) error {
			if n.has("type") {
				n.ensureAttr("port", "0")
			}
			return nil
		})))
}

func parallelRow() *row { return charRow("parallel", el("target", always, at("port", uint32s))) }

func consoleRow() *row {
	return charRow("console", el("target", always,
		at("type", word("serial", "xen", "uml", "virtio", "lxc", "openvz", "sclp", "sclplm"), bad(virt.ErrConfigUnsupported, "unknown target type '%s' specified for character device")),
		at("port", uint32s)))
}

func channelRow() *row {
	return charRow("channel", el("target", always,
		at("type", word("guestfwd", "virtio", "xen"),
			needed(virt.ErrXMLError, "target type must be specified for channel device"),
			bad(virt.ErrConfigUnsupported, "unknown target type '%s' specified for character device")),
		at("address", str, whenAttr(is("type", "guestfwd"))), at("port", uint32s, whenAttr(is("type", "guestfwd"))),
		at("name", str, whenAttr(is("type", "virtio", "xen"))),
		at("state", word("connected", "disconnected"), whenAttr(is("type", "virtio", "xen")), live)))
}

// charDevice makes one source of several: TCP and UDP may have one for each
// direction, the others have the first.
func charDevice(n *node) error {
	sources := n.children("source")
	switch n.get("type") {
	case "tcp":
		n.ensure("protocol").ensureAttr("type", "raw")
		for _, s := range sources {
			s.ensureAttr("mode", "connect")
		}
	case "udp":
		return nil
	case "unix":
		for _, s := range sources {
			if s.has("path") {
				s.ensureAttr("mode", "connect")
			}
		}
	case "pty":
		for _, s := range sources {
			s.unset("path") // which terminal it was the last time
		}
	}
	for _, s := range sources {
		if s.child("reconnect") != nil && s.get("mode") != "connect" {
			return fault(virt.ErrInternalError, "chardev reconnect is possible only for connect mode")
		}
	}
	for _, s := range sources[min(1, len(sources)):] {
		n.remove(s)
	}
	return nil
}

// ensureAttr sets an attribute that is absent.
func (n *node) ensureAttr(name, v string) {
	if !n.has(name) {
		n.set(name, v)
	}
}
