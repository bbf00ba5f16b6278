package model

import (
	"strconv"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ParseFile parses what a file has, whose path names it in errors. Errors are
// *virt.Error, as libvirt words them.
func ParseFile(path string, contents []byte) (*dom.Node, error) {
	doc, err := dom.ParseFile(path, contents)
	if err != nil {
		return nil, syntaxError(virt.FromXML, err)
	}
	return doc, nil
}

// Machine is what a host is made of (virNodeInfo).
type Machine struct {
	Model   string // of the CPUs, at most modelSize bytes
	Memory  uint64 // in KiB
	CPUs    uint32 // that are active
	MHz     uint32
	Nodes   uint32 // NUMA cells
	Sockets uint32 // of each cell
	Cores   uint32 // of each socket
	Threads uint32 // of each core
}

// modelSize is the room for a CPU's model on the wire, without the NUL at its end.
const modelSize = 31

// Describe takes over what the description of a host says of its machine, in the
// elements cpu and memory.
func (m *Machine) Describe(host *dom.Node) error {
	for _, x := range []struct {
		name string
		to   *uint32
	}{{"nodes", &m.Nodes}, {"sockets", &m.Sockets}, {"cores", &m.Cores}, {"threads", &m.Threads}} {
		if err := describe(host, "cpu", x.name, 32, x.to); err != nil {
			return err
		}
	}
	m.CPUs = m.Nodes * m.Sockets * m.Cores * m.Threads
	active := m.CPUs
	if err := describe(host, "cpu", "active", 32, &active); err != nil {
		return err
	}
	m.CPUs = min(m.CPUs, active)
	if err := describe(host, "cpu", "mhz", 32, &m.MHz); err != nil {
		return err
	}
	if name := firstText(host, "cpu", "model"); len(name) > modelSize {
		return virt.Errorf(virt.FromTest, virt.ErrInternalError, "Model %s too big for destination", name)
	} else if name != "" {
		m.Model = name
	}
	return describe(host, "memory", "", 64, &m.Memory)
}

// describe reads a number of at most bits bits, of the first element of that name
// in an element of the host, or of the latter where name is empty.
func describe[N uint32 | uint64](host *dom.Node, parent, name string, bits int, to *N) error {
	text := firstText(host, parent, name)
	if text == "" {
		return nil
	}
	v, ok := unsigned(text, 10, bits)
	if !ok {
		what := "node " + parent
		if name != "" {
			what += " " + name
		}
		return virt.Errorf(virt.FromTest, virt.ErrXMLError, "invalid %s value", what)
	}
	*to = N(v)
	return nil
}

// firstText returns the text of the first element of that name in the elements
// of the host with the name parent, or of the first of the latter.
func firstText(host *dom.Node, parent, name string) string {
	for _, k := range host.Kids {
		switch {
		case !k.Is(parent):
		case name == "":
			return k.Text()
		case k.Child(name) != nil:
			return k.Child(name).Text()
		}
	}
	return ""
}

// DomainState is what the description of a host says of a domain beside its
// definition, in the test driver's namespace.
type DomainState struct {
	State     virt.DomainState
	Transient bool
	Saved     bool // by a managed save
	Snapshots []*dom.Node
}

// testSpace is the namespace of the test driver's elements.
const testSpace = "http://libvirt.org/schemas/domain/test/1.0"

// DomainStateOf reads the state of a domain from its element.
func DomainStateOf(x *dom.Node) (DomainState, error) {
	s := DomainState{State: virt.DomainRunning}
	var run *dom.Node
	for _, k := range x.Kids {
		if k.Kind != dom.Element || k.Space != testSpace {
			continue
		}
		switch k.Name {
		case "transient":
			s.Transient = true
		case "hasmanagedsave":
			s.Saved = true
		case "domainsnapshot":
			s.Snapshots = append(s.Snapshots, k)
		case "runstate":
			if run == nil {
				run = k
			}
		}
	}
	if run != nil && run.Text() != "" {
		v, ok := unsigned(run.Text(), 10, 32)
		switch {
		case !ok:
			return s, virt.Errorf(virt.FromTest, virt.ErrXMLError, "invalid runstate")
		case v > uint64(virt.DomainPMSuspended):
			return s, virt.Errorf(virt.FromTest, virt.ErrXMLError, "runstate '%s' out of range'", strconv.FormatUint(v, 10))
		}
		s.State = virt.DomainState(v)
	}
	switch {
	case s.Transient && s.State == virt.DomainShutoff:
		return s, virt.Errorf(virt.FromTest, virt.ErrXMLError, "transient domain cannot have runstate 'shutoff'")
	case s.Saved && s.State != virt.DomainShutoff:
		return s, virt.Errorf(virt.FromTest, virt.ErrXMLError, "domain with managedsave data can only have runstate 'shutoff'")
	}
	return s, nil
}
