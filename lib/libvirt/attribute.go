package libvirt

import "github.com/virgo-vm/virgo/lib/virt"

// attribute tells for which objects of a list something holds, such as that
// they start with the host. Instead of asking each it asks for a list with the
// filter that selects them.
type attribute struct {
	all bool // holds for every object
	set map[virt.UUID]bool
}

// ask adds to calls the one that finds out, unless flags, the filters of the
// list itself, tell already: yes and no are the pair of filters. list asks the
// host.
func (a *attribute) ask(calls []func() error, list func(flags uint32) ([]virt.UUID, error), flags, yes, no uint32) []func() error {
	switch flags & (yes | no) {
	case yes:
		a.all = true
		return calls
	case no:
		return calls
	}
	return append(calls, func() error {
		ids, err := list(flags&^no | yes)
		if err != nil {
			return err
		}
		a.set = make(map[virt.UUID]bool, len(ids))
		for _, id := range ids {
			a.set[id] = true
		}
		return nil
	})
}

func (a *attribute) has(id virt.UUID) bool { return a.all || a.set[id] }

// uuids returns the UUIDs of handles.
func uuids[T interface{ UUID() virt.UUID }](objects []T) []virt.UUID {
	ids := make([]virt.UUID, len(objects))
	for i, o := range objects {
		ids[i] = o.UUID()
	}
	return ids
}
