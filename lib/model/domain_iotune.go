package model

import "slices"

// IOTune is the limits of what a disk may do in a second.
type IOTune struct {
	Limits map[string]uint64 // by virt.DomainBlockIOTuneTotalBytesSec and so on; 0 and absent is none
	Group  string            // the disks that share them; empty for the disk alone
}

// IOTune returns the limits of a disk, by its target.
func (d *Domain) IOTune(target string) IOTune {
	t := IOTune{Limits: map[string]uint64{}}
	tune := d.diskNode(target).child("iotune")
	if tune == nil {
		return t
	}
	for _, r := range tune.row.kids {
		if r.name == "group_name" {
			t.Group = bodyOf(tune.child(r.name))
		} else if v := tune.kidNum(r.name); v != 0 {
			t.Limits[r.name] = v
		}
	}
	return t
}

// SetIOTune sets all limits of a disk, by its target. The domain must have the
// disk.
func (d *Domain) SetIOTune(target string, t IOTune) {
	disk := d.diskNode(target)
	if old := disk.child("iotune"); old != nil {
		disk.remove(old)
	}
	tune := disk.add("iotune")
	for name, v := range t.Limits {
		tune.setNumber(name, v)
	}
	if t.Group != "" {
		tune.add("group_name").setBody(t.Group)
	}
}

// diskNode returns the disk with a target, or nil.
func (d *Domain) diskNode(target string) *node {
	disks := d.n.child("devices").children("disk")
	i := slices.IndexFunc(disks, func(n *node) bool { return attrOf(n.child("target"), "dev") == target })
	if i < 0 {
		return nil
	}
	return disks[i]
}
