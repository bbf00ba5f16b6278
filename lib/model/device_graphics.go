package model

import "github.com/virgo-vm/virgo/lib/virt"

// graphicsRow is how a guest's screen is shown.
func graphicsRow() *row {
	of := func(types ...string) attrOption { return whenAttr(is("type", types...)) }
	ofRow := func(types ...string) part { return when(is("type", types...)) }
	return el("graphics", many,
		at("type", word("sdl", "vnc", "rdp", "desktop", "spice", "egl-headless", "dbus"), required),
		at("port", str, of("vnc", "rdp", "spice")),
		at("tlsPort", str, of("spice")),
		at("autoport", yesNo, of("vnc", "rdp", "spice")),
		at("websocket", ints, of("vnc")),
		at("websocketGenerated", yesNo, of("vnc"), live),
		at("socket", str, of("vnc")),
		at("display", str, of("sdl", "desktop")),
		at("xauth", str, of("sdl")),
		at("fullscreen", yesNo, of("sdl", "desktop")),
		at("p2p", yesNo, of("dbus")), at("address", str, of("dbus")),
		at("replaceUser", yesNo, of("rdp")), at("multiUser", yesNo, of("rdp")),
		at("listen", str, of("vnc", "rdp", "spice")),
		at("keymap", str, of("vnc", "spice")),
		at("defaultMode", word("secure", "insecure", "any"), of("spice"), drop("any")),
		at("passwd", str, of("vnc", "spice"), secret),
		at("passwdValidTo", str, of("vnc", "spice"), secret),
		at("connected", word("keep", "disconnect", "fail"), of("vnc", "spice")),
		at("sharePolicy", word("allow-exclusive", "force-shared", "ignore"), of("vnc")),
		at("powerControl", yesNo, of("vnc")),
		el("listen", many, ofRow("vnc", "rdp", "spice"),
			at("type", word("none", "address", "network", "socket"), required),
			at("address", str, whenAttr(is("type", "address"))),
			at("network", str, whenAttr(is("type", "network"))),
			at("socket", str, whenAttr(is("type", "socket")))),
		el("channel", many, ofRow("spice"),
			at("name", word("main", "display", "inputs", "cursor", "playback", "record", "smartcard", "usbredir"), required),
			at("mode", word("secure", "insecure", "any"), required)),
		el("image", ofRow("spice"), at("compression", word("auto_glz", "auto_lz", "quic", "glz", "lz", "off"), required)),
		el("jpeg", ofRow("spice"), at("compression", word("auto", "never", "always"), required)),
		el("zlib", ofRow("spice"), at("compression", word("auto", "never", "always"), required)),
		el("playback", ofRow("spice"), at("compression", onOff, required)),
		el("streaming", ofRow("spice"), at("mode", word("filter", "all", "off"), required)),
		el("mouse", ofRow("spice"), at("mode", word("client", "server"), required)),
		el("clipboard", ofRow("spice"), at("copypaste", yesNo, required)),
		el("filetransfer", ofRow("spice"), at("enable", yesNo, required)),
		el("gl", ofRow("spice", "sdl", "egl-headless", "dbus"), at("enable", yesNo, whenAttr(up(is("type", "spice", "sdl", "dbus")))), strs("rendernode")),
		el("audio", ofRow("vnc", "dbus"), at("id", uint32s, required)),
		check(graphics))
}

// graphics settles ports and where to listen. -1 is any port: autoport.
func graphics(n *node) error {
	typ := n.get("type")
	for _, name := range []string{"port", "tlsPort"} {
		if !n.has(name) {
			continue
		}
		v, wrong := ints(n.get(name))
		if wrong != "" {
			return fault(virt.ErrInternalError, "cannot parse %s %s %s", typ, portWord(name), n.get(name))
		}
		n.set(name, v)
	}
	switch typ {
	case "vnc", "rdp":
		n.anyPort()
	case "spice":
		if n.get("port") == "-1" && n.get("tlsPort") == "-1" {
			n.set("autoport", "yes")
		}
		for _, name := range []string{"port", "tlsPort"} {
			if p := n.get(name); p == "0" || p == "-1" && n.get("autoport") == "yes" {
				n.unset(name)
			}
		}
		if n.get("autoport") == "no" {
			n.ensurePort("port")
		}
	default:
		return nil
	}
	return n.listens()
}

func portWord(name string) string {
	if name == "tlsPort" {
		return "tls port"
	}
	return "port"
}

func (n *node) ensurePort(name string) {
	if !n.has(name) {
		n.unset(name)
	}
}

// anyPort gives VNC and RDP displays their port and whether it is chosen at the
// start.
func (n *node) anyPort() {
	if !n.has("port") || n.get("port") == "-1" || n.get("autoport") == "yes" {
		n.set("port", "-1")
		n.set("autoport", "yes")
		return
	}
	n.set("autoport", "no")
}

// listens makes the old attribute and the elements say the same.
func (n *node) listens() error {
	if n.has("socket") && len(n.children("listen")) == 0 {
		l := n.add("listen")
		l.set("type", "socket")
		l.set("socket", n.get("socket"))
		return nil
	}
	if len(n.children("listen")) == 0 {
		l := n.add("listen")
		l.set("type", "address")
		if n.has("listen") {
			l.set("address", n.get("listen"))
		}
	}
	first := n.children("listen")[0]
	switch {
	case first.get("type") == "address" && first.get("address") != "":
		if n.has("listen") && n.get("listen") != first.get("address") {
			return unsupported("graphics 'listen' attribute '%s' must match 'address' attribute of first listen element (found '%s')", n.get("listen"), first.get("address"))
		}
		n.set("listen", first.get("address"))
	case first.get("type") == "socket" && first.get("socket") != "" && n.get("type") == "vnc":
		n.set("socket", first.get("socket"))
	}
	return nil
}

// videoRow is a graphics card.
func videoRow() *row {
	return el("video", many,
		el("driver", at("name", word("default", "qemu", "vhostuser"), drop("default")), at("vgaconf", word("io", "on", "off")), virtioAttrs()),
		el("model", always,
			at("type", word("default", "vga", "cirrus", "vmvga", "xen", "vbox", "parallels", "qxl", "virtio", "gop", "none", "bochs", "ramfb"), bad(virt.ErrConfigUnsupported, "unknown video model '%s'")),
			attrsOf(uint32s, "ram", "vram", "vram64", "vgamem", "heads"),
			at("primary", yesNo),
			at("blob", onOff),
			el("acceleration", attrsOf(yesNo, "accel3d", "accel2d"), strs("rendernode")),
			el("resolution", attrsOf(uint32s, "x", "y"))),
		infoRows())
}
