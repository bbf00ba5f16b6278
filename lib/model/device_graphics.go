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
		at("sharePolicy", word("allow-exclusive", "force-shared", "ignore"), of("vnc")),
		at("powerControl", yesNo, of("vnc")),
		at("passwd", str, of("vnc", "spice"), secret),
		at("passwdValidTo", str, of("vnc", "spice")),
		at("connected", word("keep", "disconnect", "fail"), of("vnc", "spice")),
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

// graphics settles ports and where to listen.
func graphics(n *node) error {
	for _, name := range []string{"port", "tlsPort"} {
		if !n.has(name) {
			continue
		}
		v, wrong := ints(n.get(name))
		if wrong != "" {
			return fault(virt.ErrInternalError, "cannot parse %s %s %s", n.get("type"), portWord(name), n.get(name))
		}
		n.set(name, v)
	}
	switch n.get("type") {
	case "vnc", "rdp", "spice":
	case "sdl", "desktop":
		if n.get("fullscreen") == "no" {
			n.unset("fullscreen")
		}
		return nil
	default:
		return nil
	}
	ports := n.ports()
	if err := n.listens(ports); err != nil {
		return err
	}
	if t := n.children("listen")[0].get("type"); t == "none" || t == "socket" {
		for _, name := range []string{"port", "tlsPort", "autoport", "websocket"} {
			n.unset(name)
		}
	}
	return nil
}

func portWord(name string) string {
	if name == "tlsPort" {
		return "tls port"
	}
	return "port"
}

// ports writes down the ports of a display and whether they are chosen at the
// start, which a port of -1 asks for, and reports whether there are any.
func (n *node) ports() bool {
	port, tls, auto := n.get("port"), n.get("tlsPort"), n.get("autoport")
	n.unset("port")
	n.unset("tlsPort")
	n.unset("autoport")
	switch n.get("type") {
	case "vnc":
		automatic := auto == "yes" || auto == "" && (port == "" || port == "-1")
		n.set("autoport", map[bool]string{true: "yes", false: "no"}[automatic])
		if automatic {
			n.set("port", "-1")
		} else if port != "0" && port != "-1" && port != "" {
			n.set("port", port)
		}
	case "rdp":
		if auto == "yes" || port == "" || port == "-1" {
			n.set("autoport", "yes")
			n.set("port", "0")
		} else if port != "0" {
			n.set("port", port)
		}
	case "spice":
		if port == "-1" && tls == "-1" {
			auto = "yes"
		}
		if auto != "yes" {
			if port != "" && port != "0" {
				n.set("port", port)
			}
			if tls != "" && tls != "0" {
				n.set("tlsPort", tls)
			}
			auto = "no"
		}
		n.set("autoport", auto)
		return auto == "yes" || n.has("port") || n.has("tlsPort")
	}
	return true
}

// listens makes the old attribute and the elements say the same. A display with
// neither ports nor a place to listen listens nowhere.
func (n *node) listens(ports bool) error {
	all := n.children("listen")
	switch {
	case n.has("socket") && len(all) == 0:
		l := n.add("listen")
		l.set("type", "socket")
		l.set("socket", n.get("socket"))
	case len(all) == 0 && !ports && !n.has("listen"):
		n.add("listen").set("type", "none")
	case len(all) == 0:
		l := n.add("listen")
		l.set("type", "address")
		if n.has("listen") {
			l.set("address", n.get("listen"))
		}
	}
	switch first := n.children("listen")[0]; first.get("type") {
	case "address":
		if first.get("address") == "" {
			break
		}
		if n.has("listen") && n.get("listen") != first.get("address") {
			return unsupported("graphics 'listen' attribute '%s' must match 'address' attribute of first listen element (found '%s')", n.get("listen"), first.get("address"))
		}
		n.set("listen", first.get("address"))
	case "socket":
		if first.get("socket") != "" && n.get("type") == "vnc" {
			n.set("socket", first.get("socket"))
		}
	}
	return nil
}

// videoRow is a graphics card.
func videoRow() *row {
	return el("video", many,
		el("driver", virtioAttrs(), at("vgaconf", word("io", "on", "off"), drop("io")), at("name", word("default", "qemu", "vhostuser"), drop("default"))),
		el("model", always,
			at("type", word("default", "vga", "cirrus", "vmvga", "xen", "vbox", "parallels", "qxl", "virtio", "gop", "none", "bochs", "ramfb"), bad(virt.ErrConfigUnsupported, "unknown video model '%s'")),
			attrsOf(uint32s, "ram", "vram", "vram64", "vgamem", "heads"),
			at("primary", yesNo),
			el("acceleration", attrsOf(yesNo, "accel3d", "accel2d"), strs("rendernode")),
			el("resolution", attrsOf(uint32s, "x", "y"))),
		infoRows())
}
