package xmledit

import (
	"errors"
	"strconv"

	"github.com/beevik/etree"
)

// Volume is what vol-create-as knows of a storage volume. What is empty is left
// out.
type Volume struct {
	Name       string
	Capacity   uint64  // bytes
	Allocation *uint64 // bytes; nil: the host's choice
	Format     string

	BackingPath, BackingFormat string // of the volume that the new one differs from; without a path there is none
}

// XML returns the volume as virsh would write it.
func (v *Volume) XML() string {
	root := etree.NewElement("volume")
	addText(root, "name", v.Name)
	addText(root, "capacity", strconv.FormatUint(v.Capacity, 10))
	if v.Allocation != nil {
		addText(root, "allocation", strconv.FormatUint(*v.Allocation, 10))
	}
	if v.Format != "" {
		add(root.CreateElement("target"), "format", "type", v.Format)
	}
	if v.BackingPath != "" {
		backing := root.CreateElement("backingStore")
		addText(backing, "path", v.BackingPath)
		if v.BackingFormat != "" {
			add(backing, "format", "type", v.BackingFormat)
		}
	}
	return compose(root)
}

// CloneVolume returns the XML of a volume with another name, indented anew, the
// way virsh prints nodes and without a newline at the end.
//
// differs from virsh: name is a text. virsh reads references in it, so that a
// name with an & becomes another or an empty one.
func CloneVolume(doc, name string) (string, error) {
	d, err := parse(doc)
	if err != nil {
		return "", err
	}
	e := d.FindElement("/volume/name")
	if e == nil {
		return "", errors.New("the volume has no name")
	}
	e.SetText(name)
	var b serializer
	b.node(view(d).element(), 0, nil)
	return b.String(), nil
}
