package model

// fillConsoles numbers serial ports and makes the first serial port and the
// first console of a fully virtual guest one: libvirt shows both, whichever the
// user wrote.
func fillConsoles(n *node, _ *Options) error {
	devices := n.child("devices")
	for _, kind := range []string{"serial", "parallel", "console"} {
		numberPorts(devices.children(kind))
	}
	for _, c := range devices.children("console") {
		if t := c.child("target"); !t.has("type") {
			t.set("type", "serial")
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
	case len(serials) > 0:
		c := newNode(devices.row.kids[devices.kidSlot("console")], devices)
		copyChar(c, serials[0])
		t := c.ensure("target")
		t.set("type", "serial")
		t.set("port", "0")
		devices.insert(c, 0)
	}
	return nil
}

// numberPorts gives ports without a number the next one.
func numberPorts(chars []*node) {
	most := -1
	for _, c := range chars {
		t := c.child("target")
		if t.has("port") {
			most = max(most, int(t.num("port")))
		}
	}
	for _, c := range chars {
		if t := c.child("target"); !t.has("port") {
			most++
			t.set("port", itoa(most))
		}
	}
}

// copyChar makes the host's side of to that of from.
func copyChar(to, from *node) {
	for _, name := range []string{"type", "tty"} {
		to.unset(name)
		if from.has(name) {
			to.set(name, from.get(name))
		}
	}
	for _, name := range []string{"source", "protocol", "log"} {
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
