// Package host holds the commands about the machine that the domains run on, and
// about the hypervisor.
package host

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "allocpages", Spec: allocpagesSpec},
		{Name: "capabilities", Spec: capabilitiesSpec},
		{Name: "cpu-baseline", Spec: cpuBaselineSpec},
		{Name: "cpu-compare", Spec: cpuCompareSpec},
		{Name: "cpu-models", Spec: cpuModelsSpec},
		{Name: "domcapabilities", Spec: domcapabilitiesSpec},
		{Name: "freecell", Spec: freecellSpec},
		{Name: "freepages", Spec: freepagesSpec},
		{Name: "hostname", Spec: hostnameSpec},
		{Name: "hypervisor-cpu-baseline", Spec: hypervisorCPUBaselineSpec},
		{Name: "hypervisor-cpu-compare", Spec: hypervisorCPUCompareSpec},
		{Name: "maxvcpus", Spec: maxvcpusSpec},
		{Name: "node-memory-tune", Spec: nodeMemoryTuneSpec},
		{Name: "nodecpumap", Spec: nodecpumapSpec},
		{Name: "nodecpustats", Spec: nodecpustatsSpec},
		{Name: "nodeinfo", Spec: nodeinfoSpec},
		{Name: "nodememstats", Spec: nodememstatsSpec},
		{Name: "nodesevinfo", Spec: nodesevinfoSpec},
		{Name: "nodesuspend", Spec: nodesuspendSpec},
		{Name: "sysinfo", Spec: sysinfoSpec},
		{Name: "uri", Spec: uriSpec},
		{Name: "version", Spec: versionSpec},
		{Name: "hvtype", Spec: hvtypeSpec},
	}
}
