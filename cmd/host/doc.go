// Package host holds the commands about the machine that the domains run on, and
// about the hypervisor.
package host

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "capabilities", Spec: capabilitiesSpec},
		{Name: "domcapabilities", Spec: domcapabilitiesSpec},
		{Name: "freecell", Spec: freecellSpec},
		{Name: "hostname", Spec: hostnameSpec},
		{Name: "maxvcpus", Spec: maxvcpusSpec},
		{Name: "nodecpumap", Spec: nodecpumapSpec},
		{Name: "nodecpustats", Spec: nodecpustatsSpec},
		{Name: "nodeinfo", Spec: nodeinfoSpec},
		{Name: "nodememstats", Spec: nodememstatsSpec},
		{Name: "sysinfo", Spec: sysinfoSpec},
		{Name: "uri", Spec: uriSpec},
		{Name: "version", Spec: versionSpec},
	}
}
