package xmledit

import "github.com/beevik/etree"

// CopyDest returns the disk that blockcopy copies to, as virsh would write it: a
// file, or a block device, and its format unless that is empty.
func CopyDest(path, format string, blockDevice bool) string {
	typ, attr := "file", "file"
	if blockDevice {
		typ, attr = "block", "dev"
	}
	root := etree.NewElement("disk")
	root.CreateAttr("type", typ)
	add(root, "source", attr, path)
	if format != "" {
		add(root, "driver", "type", format)
	}
	return composeEscaped(root)
}
