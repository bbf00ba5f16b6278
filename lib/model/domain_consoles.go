package model

// fillConsoles numbers serial ports and makes the first serial port and the
// first console of a fully virtual guest one: libvirt shows both, whichever the
// user wrote.
func fillConsoles(n *node, _ *Options) error {
	devices := n.child("devices")
	for _, kind := range []string{"serial", "parallel"} {
		numberPorts(devices.children(kind))
	}
	for i, c := range devices.children("console") {
		t := c.child("target")
		t.ensureAttr("type", "serial")
		t.set("port", itoa(i))
		if i > 0 && t.get("type") == "serial" {
			return unsupported("Only the first console can be a serial port")
		}
	}
	if n.child("os", "type").body.s != "hvm" {
		return nil
	}
	consoles, serials := devices.children("console"), devices.children("serial")
	isSerial := len(consoles) > 0 && consoles[0].child("target").get("type") == "serial"
	switch {
	case isSerial && len(serials) == 0:
		s := devices.add("serial")
		copyChar(s, consoles[0])
		s.ensure("target").set("port", "0")
	case isSerial:
		copyChar(consoles[0], serials[0])
		consoles[0].child("target").set("port", serials[0].child("target").get("port"))
	case len(serials) > 0:
		c := newNode(devices.row.kids[devices.kidSlot("console")], devices)
		copyChar(c, serials[0])
		t := c.ensure("target")
		t.set("type", "serial")
		t.set("port", serials[0].child("target").get("port"))
		devices.insert(c, 0)
	}
	return nil
}

// numberPorts gives ports without a number those after the highest.
func numberPorts(chars []*node) {
	next := 0
	for _, c := range chars {
		if t := c.child("target"); t.has("port") {
			next = max(next, int(t.num("port"))+1)
		}
	}
	for _, c := range chars {
		if t := c.child("target"); !t.has("port") {
			t.set("port", itoa(next))
			next++
		}
	}
}

// copyChar makes to the same device as from, but for the guest's side.
func copyChar(to, from *node) {
	for _, name := range []string{"type", "tty"} {
		to.unset(name)
		if from.has(name) {
			to.set(name, from.get(name))
		}
	}
	for _, name := range []string{"source", "protocol", "log", "alias", "acpi", "address"} {
		at := to.kidSlot(name)
		fromAt := from.kidSlot(name)
		if at < 0 || fromAt < 0 {
			continue
		}
		to.kids[at] = nil
		for _, k := range from.kids[fromAt] {
			c := k.clone(to)
			c.row = to.row.kids[at]
			to.kids[at] = append(to.kids[at], c)
		}
	}
}
