package model

import "slices"

// videoRAM is the memory in KiB that a graphics card has by default.
func videoRAM(model string) string {
	switch model {
	case "vga", "cirrus", "vmvga", "bochs":
		return "16384"
	case "xen":
		return "4096"
	case "qxl":
		return "65536"
	}
	return ""
}

// fillVideos gives a domain with a screen a graphics card, and graphics cards a
// model, memory and a number of screens. The primary one, the first if nobody
// says which, comes first.
func fillVideos(n *node, _ *Options) error {
	devices := n.child("devices")
	if len(devices.children("graphics")) > 0 && len(devices.children("video")) == 0 {
		devices.add("video").add("model")
	}
	videos := devices.children("video")
	if i := slices.IndexFunc(videos, func(v *node) bool { return v.child("model").get("primary") == "yes" }); i > 0 {
		primary := videos[i]
		copy(videos[1:i+1], videos[:i])
		videos[0] = primary
	}
	for i, v := range videos {
		m := v.child("model")
		if t := m.get("type"); t == "" || t == "default" {
			m.set("type", "cirrus")
			if t := n.child("os", "type").body.s; t == "linux" || t == "xen" {
				m.set("type", "xen")
			}
		}
		if ram := videoRAM(m.get("type")); ram != "" {
			m.ensureAttr("vram", ram)
			if m.get("type") == "qxl" {
				m.ensureAttr("ram", ram)
			}
		}
		if m.get("type") == "none" {
			continue
		}
		m.ensureAttr("heads", "1")
		if i == 0 {
			m.set("primary", "yes")
		}
	}
	return nil
}
