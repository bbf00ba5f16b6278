package virt

import (
	"math/bits"
	"strconv"
	"strings"
)

// CPUMap is a set of physical CPUs. CPU n is bit n%8 of byte n/8, the least
// significant bit first, as on the wire. A map of n CPUs has (n+7)/8 bytes
// (VIR_CPU_MAPLEN).
type CPUMap []byte

// CPUListMax is the number of CPUs that a list form may name: 0 to CPUListMax-1.
const CPUListMax = 1024

// NewCPUMap returns an empty set with room for the CPUs 0 to cpus-1.
func NewCPUMap(cpus int) CPUMap { return make(CPUMap, (max(cpus, 0)+7)/8) }

// Len returns the number of CPUs that m has room for.
func (m CPUMap) Len() int { return 8 * len(m) }

// Set puts a CPU into m (VIR_USE_CPU). A CPU that m has no room for is left out.
func (m CPUMap) Set(cpu int) {
	if cpu >= 0 && cpu < m.Len() {
		m[cpu/8] |= 1 << (cpu % 8)
	}
}

// Clear takes a CPU out of m (VIR_UNUSE_CPU).
func (m CPUMap) Clear(cpu int) {
	if cpu >= 0 && cpu < m.Len() {
		m[cpu/8] &^= 1 << (cpu % 8)
	}
}

// Has reports whether a CPU is in m (VIR_CPU_USABLE, VIR_CPU_USED).
func (m CPUMap) Has(cpu int) bool {
	return cpu >= 0 && cpu < m.Len() && m[cpu/8]&(1<<(cpu%8)) != 0
}

// Count returns the number of CPUs in m.
func (m CPUMap) Count() int {
	n := 0
	for _, b := range m {
		n += bits.OnesCount8(b)
	}
	return n
}

// Last returns the highest CPU in m, -1 if there is none.
func (m CPUMap) Last() int {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i] != 0 {
			return 8*i + bits.Len8(m[i]) - 1
		}
	}
	return -1
}

// String returns the list form of m: 0-3,7. It is empty for no CPUs.
func (m CPUMap) String() string {
	var b strings.Builder
	for cpu := 0; cpu < m.Len(); cpu++ {
		if !m.Has(cpu) {
			continue
		}
		first := cpu
		for m.Has(cpu + 1) {
			cpu++
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(first))
		if cpu > first {
			b.WriteByte('-')
			b.WriteString(strconv.Itoa(cpu))
		}
	}
	return b.String()
}

// ParseCPUMap reads the list form of a set, as libvirt does: N, N-M and ^N with
// commas between, where ^N takes N out of what came before; blanks around
// numbers, - and commas, and one comma at the end, are allowed. The result has
// just the room for its highest CPU, and may be empty, which most uses must
// refuse. A list that cannot be read is an *Error with ErrInvalidArg.
func ParseCPUMap(list string) (CPUMap, error) {
	p := cpuListParser{rest: list, cpus: NewCPUMap(CPUListMax)}
	if !p.parse() {
		return nil, Errorf(FromNone, ErrInvalidArg, "Failed to parse bitmap '%s'", list)
	}
	return p.cpus[:(p.cpus.Last()+8)/8], nil
}

// cpuListParser is a cursor over a list form.
type cpuListParser struct {
	rest string
	cpus CPUMap
}

func (p *cpuListParser) parse() bool {
	p.blanks()
	for {
		if !p.item() {
			return false
		}
		p.blanks()
		if p.rest == "" {
			return true
		}
		if !p.take(',') {
			return false
		}
		p.blanks()
		if p.rest == "" {
			return true
		}
	}
}

// item reads N, N-M or ^N. There is no blank between ^ and its number.
func (p *cpuListParser) item() bool {
	without := p.take('^')
	first, ok := p.number()
	if !ok {
		return false
	}
	if without {
		p.cpus.Clear(first)
		return true
	}
	last := first
	p.blanks()
	if p.take('-') {
		p.blanks()
		if last, ok = p.number(); !ok || last < first {
			return false
		}
	}
	for cpu := first; cpu <= last; cpu++ {
		p.cpus.Set(cpu)
	}
	return true
}

func (p *cpuListParser) number() (int, bool) {
	n, i := 0, 0
	for i < len(p.rest) && p.rest[i] >= '0' && p.rest[i] <= '9' {
		n = 10*n + int(p.rest[i]-'0')
		if n >= CPUListMax {
			return 0, false
		}
		i++
	}
	p.rest = p.rest[i:]
	return n, i > 0
}

func (p *cpuListParser) take(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *cpuListParser) blanks() { p.rest = strings.TrimLeft(p.rest, " \t\n\f\r") }

// CPUMaps is the CPU maps of several virtual CPUs in one block, all of one
// length, as the API returns them.
type CPUMaps struct {
	maps   []byte
	maplen int
}

// NewCPUMaps returns the rows of maplen bytes in maps, which it keeps. Bytes
// behind the last whole row are left out.
func NewCPUMaps(maps []byte, maplen int) CPUMaps {
	return CPUMaps{maps: maps, maplen: max(maplen, 0)}
}

// Rows returns the number of virtual CPUs.
func (m CPUMaps) Rows() int {
	if m.maplen == 0 {
		return 0
	}
	return len(m.maps) / m.maplen
}

// Row returns the CPUs of one virtual CPU (VIR_GET_CPUMAP); nil for one that is
// not there. The row shares its bytes with m.
func (m CPUMaps) Row(vcpu int) CPUMap {
	if vcpu < 0 || vcpu >= m.Rows() {
		return nil
	}
	return m.maps[vcpu*m.maplen : (vcpu+1)*m.maplen : (vcpu+1)*m.maplen]
}
