package xmledit

import "github.com/beevik/etree"

// Checkpoint is what checkpoint-create-as knows of a checkpoint of a domain. What
// is empty is left out, of disks what is nil.
type Checkpoint struct {
	Name, Description string
	Disks             []CheckpointDisk
}

// CheckpointDisk is whether the writes to a disk are tracked, bitmap or no, and the
// name of the bitmap.
type CheckpointDisk struct {
	Name               string
	Checkpoint, Bitmap *string
}

// XML returns the checkpoint as virsh would write it.
//
// differs from virsh: the attributes of a disk are escaped as all the rest is.
func (c *Checkpoint) XML() string {
	root := etree.NewElement("domaincheckpoint")
	addText(root, "name", c.Name)
	addText(root, "description", c.Description)
	if len(c.Disks) > 0 {
		disks := root.CreateElement("disks")
		for i := range c.Disks {
			d := &c.Disks[i]
			e := disks.CreateElement("disk")
			setAttr(e, "name", &d.Name)
			setAttr(e, "checkpoint", d.Checkpoint)
			setAttr(e, "bitmap", d.Bitmap)
		}
	}
	return composeMoment(root)
}
