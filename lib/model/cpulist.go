package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// maxCPU bounds the numbers in lists of CPUs and NUMA nodes
// (VIR_DOMAIN_CPUMASK_LEN).
const maxCPU = 16384

// parseCPUList reads "0-3,^2,7" into ascending numbers without repetition.
func parseCPUList(s string) ([]int, bool) {
	var set []int
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		part, except := strings.CutPrefix(part, "^")
		from, to, isRange := strings.Cut(part, "-")
		a, ok := unsigned(from, 10, 31)
		b := a
		if ok && isRange {
			b, ok = unsigned(to, 10, 31)
		}
		if !ok || b < a || b >= maxCPU || except && isRange {
			return nil, false
		}
		if except {
			set = slices.DeleteFunc(set, func(n int) bool { return n == int(a) })
			continue
		}
		for n := a; n <= b; n++ {
			set = append(set, int(n))
		}
		if slices.Sort(set); len(set) > 1 {
			set = slices.Compact(set)
		}
	}
	return set, true
}

// cpuListText is the inverse of parseCPUList, with ranges.
func cpuListText(set []int) string {
	var parts []string
	for i := 0; i < len(set); {
		j := i
		for j+1 < len(set) && set[j+1] == set[j]+1 {
			j++
		}
		if j == i {
			parts = append(parts, strconv.Itoa(set[i]))
		} else {
			parts = append(parts, strconv.Itoa(set[i])+"-"+strconv.Itoa(set[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ",")
}

// cpus takes a list of CPUs.
func cpus(v string) (string, string) {
	set, ok := parseCPUList(v)
	if !ok {
		return "", "list"
	}
	return cpuListText(set), ""
}

// cpuAttr makes an attribute that is a list of CPUs or NUMA nodes.
func cpuAttr(name string, opts ...attrOption) *attr {
	return at(name, cpus, append([]attrOption{bad(virt.ErrInvalidArg, "Failed to parse bitmap '%s'")}, opts...)...)
}
