package test

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// loadSnapshots makes a domain remember the snapshots of its description, of which
// parents may come after their children.
func (d *description) loadSnapshots(v *domain, elements []*dom.Node) error {
	var defs []*model.Snapshot
	var current *model.Snapshot
	for _, x := range elements {
		x, err := d.include(x)
		if err != nil {
			return err
		}
		def, isCurrent, err := model.SnapshotFrom(x, d.options)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(defs, func(o *model.Snapshot) bool { return o.Name() == def.Name() }):
			return virt.Errorf(virt.FromDomain, virt.ErrOperationFailed, "domain moment %s already exists", def.Name())
		case isCurrent && current != nil:
			return errorf(virt.ErrInternalError, "more than one snapshot claims to be active")
		case isCurrent:
			current = def
		}
		defs = append(defs, def)
	}
	for left := len(defs) + 1; len(defs) < left; {
		left = len(defs)
		defs = slices.DeleteFunc(defs, func(def *model.Snapshot) bool {
			if def.Parent() != "" && v.snapshots.find(def.Parent()) == nil {
				return false
			}
			x := v.snapshots.replace(nil, def)
			if def == current {
				v.snapshots.current = x
			}
			return true
		})
	}
	if len(defs) > 0 {
		return errorf(virt.ErrInternalError, "Snapshots have inconsistent relations for domain %s", v.def.Name())
	}
	return nil
}
