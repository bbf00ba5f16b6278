package model

import "github.com/virgo-vm/virgo/lib/virt"

// parseCPUList reads "0-3,^2,7" into ascending numbers without repetition.
func parseCPUList(s string) ([]int, bool) {
	m, err := virt.ParseCPUMap(s)
	if err != nil {
		return nil, false
	}
	var set []int
	for n := range m.Len() {
		if m.Has(n) {
			set = append(set, n)
		}
	}
	return set, true
}

// cpus takes a list of CPUs or NUMA nodes.
func cpus(v string) (string, string) {
	m, err := virt.ParseCPUMap(v)
	if err != nil {
		return "", "list"
	}
	return m.String(), ""
}

// cpuAttr makes an attribute that is a list of CPUs or NUMA nodes.
func cpuAttr(name string, opts ...attrOption) *attr {
	return at(name, cpus, append([]attrOption{bad(virt.ErrInvalidArg, "Failed to parse bitmap '%s'")}, opts...)...)
}
