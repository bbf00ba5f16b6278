package domain

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

// hostCPUList reads a list of CPUs of a host that has hostCPUs of them. A list
// that begins with r is all; one without a CPU is an error.
func hostCPUList(list string, hostCPUs int) (virt.CPUMap, error) {
	if list != "" && list[0] == 'r' {
		all := virt.NewCPUMap(hostCPUs)
		for cpu := range hostCPUs {
			all.Set(cpu)
		}
		return all, nil
	}
	cpus, err := virt.ParseCPUMap(list)
	if err != nil {
		return nil, vsh.Wrapf(err, "Invalid cpulist '%s'", list)
	}
	last := cpus.Last()
	switch {
	case last < 0:
		return nil, vsh.Failf("Invalid cpulist '%s'", list)
	case last >= hostCPUs:
		return nil, vsh.Failf("CPU %d in cpulist '%s' exceed the maxcpu %d", last, list, hostCPUs)
	}
	return cpus, nil
}

// cpuNumbers returns the CPUs in m.
func cpuNumbers(m virt.CPUMap) []int {
	cpus := []int{}
	for cpu := range m.Len() {
		if m.Has(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// cpuText returns the list form of CPUs.
func cpuText(cpus []int) string {
	if len(cpus) == 0 {
		return ""
	}
	m := virt.NewCPUMap(cpus[len(cpus)-1] + 1)
	for _, cpu := range cpus {
		m.Set(cpu)
	}
	return m.String()
}
