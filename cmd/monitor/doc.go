// Package monitor holds the commands that look at domains. All but top change
// nothing.
package monitor

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "domblkerror", Spec: domblkerrorSpec},
		{Name: "domblkinfo", Spec: domblkinfoSpec},
		{Name: "domblklist", Spec: domblklistSpec},
		{Name: "domblkstat", Spec: domblkstatSpec},
		{Name: "domcontrol", Spec: domcontrolSpec},
		{Name: "domif-getlink", Spec: domifGetlinkSpec},
		{Name: "domifaddr", Spec: domifaddrSpec},
		{Name: "domiflist", Spec: domiflistSpec},
		{Name: "domifstat", Spec: domifstatSpec},
		{Name: "dominfo", Spec: dominfoSpec},
		{Name: "dommemstat", Spec: dommemstatSpec},
		{Name: "domstate", Spec: domstateSpec},
		{Name: "domstats", Spec: domstatsSpec},
		{Name: "domtime", Spec: domtimeSpec},
		{Name: "list", Spec: listSpec},
		{Name: "blockpeek", Spec: blockpeekSpec},
		{Name: "mempeek", Spec: mempeekSpec},
		{Name: "ostype", Spec: ostypeSpec},
		{Name: "top", Spec: topSpec},
	}
}
