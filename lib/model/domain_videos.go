package model

// videoRAM is the memory in KiB that a graphics card has by default.
var videoRAM = map[string]string{
	"vga": "16384", "cirrus": "16384", "vmvga": "16384", "bochs": "16384", "xen": "4096", "vbox": "8192", "parallels": "4096", "qxl": "65536",
}

// fillVideos gives graphics cards a model, memory and a number of screens; the
// first is the primary one.
func fillVideos(n *node, _ *Options) error {
	videos := n.child("devices").children("video")
	primary := false
	for _, v := range videos {
		m := v.child("model")
		if t := m.get("type"); t == "" || t == "default" {
			m.set("type", "cirrus")
			if t := n.child("os", "type").body.s; t == "linux" || t == "xen" {
				m.set("type", "xen")
			}
		}
		if ram, ok := videoRAM[m.get("type")]; ok {
			m.ensureAttr("vram", ram)
			if m.get("type") == "qxl" {
				m.ensureAttr("ram", ram)
			}
		}
		if m.get("type") != "none" {
			m.ensureAttr("heads", "1")
		}
		primary = primary || m.get("primary") == "yes"
	}
	if len(videos) > 0 && !primary {
		videos[0].child("model").set("primary", "yes")
	}
	return nil
}
