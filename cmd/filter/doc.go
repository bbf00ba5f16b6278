// Package filter holds the commands about network filters.
package filter

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "nwfilter-define", Spec: nwfilterDefineSpec},
		{Name: "nwfilter-dumpxml", Spec: nwfilterDumpxmlSpec},
		{Name: "nwfilter-edit", Spec: nwfilterEditSpec},
		{Name: "nwfilter-list", Spec: nwfilterListSpec},
		{Name: "nwfilter-undefine", Spec: nwfilterUndefineSpec},
		{Name: "nwfilter-binding-create", Spec: nwfilterBindingCreateSpec},
		{Name: "nwfilter-binding-delete", Spec: nwfilterBindingDeleteSpec},
		{Name: "nwfilter-binding-dumpxml", Spec: nwfilterBindingDumpxmlSpec},
		{Name: "nwfilter-binding-list", Spec: nwfilterBindingListSpec},
	}
}
