package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// protocolGen makes the generated files of lib/protocol.
type protocolGen struct {
	spec       *spec
	programs   []*program
	structs    map[string]structSpec
	typedefs   map[string]fieldSpec
	enums      map[string]enumSpec
	constNames map[string]string // C name of a limit to Go name
	owners     map[string]owner  // structure to the procedure that it belongs to
	names      nameSet
}

// owner is the procedure of a structure and the structure's part in it.
type owner struct {
	name string // of the procedure, in Go
	part string // Args, Reply or Msg
}

func newProtocolGen(s *spec) (*protocolGen, error) {
	g := &protocolGen{
		spec: s,
		programs: []*program{
			{protocolSpec: &s.remote, strip: "REMOTE_PROC_", number: "RemoteProgram", list: "remoteProcs"},
			{protocolSpec: &s.qemu, prefix: "QEMU", strip: "QEMU_PROC_", number: "QEMUProgram", list: "qemuProcs"},
			{protocolSpec: &s.lxc, prefix: "LXC", strip: "LXC_PROC_", number: "LXCProgram", list: "lxcProcs"},
		},
		structs:    map[string]structSpec{},
		typedefs:   map[string]fieldSpec{},
		enums:      map[string]enumSpec{},
		constNames: map[string]string{},
		owners:     map[string]owner{},
		names:      nameSet{},
	}
	for _, c := range s.remote.Constants {
		if limitConst(c) {
			g.constNames[c.Name] = camel(strings.TrimPrefix(c.Name, "REMOTE_"))
		}
	}
	for _, e := range slices.Concat(s.remote.Enums, s.framing.Enums) {
		g.enums[e.Name] = e
	}
	for _, st := range s.framing.Structs {
		if _, ok := structNames[st.Name]; ok {
			g.structs[st.Name] = st
		}
	}
	for _, p := range g.programs {
		for _, t := range p.Typedefs {
			g.typedefs[t.Name] = t
		}
		for _, st := range p.Structs {
			if _, ok := g.structs[st.Name]; ok {
				return nil, fmt.Errorf("there are two structures %s", st.Name)
			}
			g.structs[st.Name] = st
		}
		for _, proc := range p.Procedures {
			name := p.procName(proc)
			g.owners[proc.Args] = owner{name, "Args"}
			g.owners[proc.Ret] = owner{name, "Reply"}
			g.owners[proc.Msg] = owner{name, "Msg"}
			if err := g.names.add(name, proc.Name); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range slices.Sorted(maps.Keys(g.structs)) {
		if _, ok := virtTypes[c]; ok {
			continue
		}
		if err := g.names.add(g.typeName(c), c); err != nil {
			return nil, err
		}
	}
	for c, name := range g.constNames {
		if err := g.names.add(name, c); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// limitConst reports whether a constant is a limit and not the number of a program.
func limitConst(c constSpec) bool { return strings.Contains(c.Name, "_MAX") }

// typeName returns the Go name of a structure or an enum.
func (g *protocolGen) typeName(c string) string {
	if n, ok := structNames[c]; ok {
		return n
	}
	if o, ok := g.owners[c]; ok {
		return o.name + o.part
	}
	if c, ok := strings.CutPrefix(c, "virNet"); ok {
		return c
	}
	return camel(strings.TrimPrefix(strings.TrimPrefix(c, "remote_"), "nonnull_"))
}

// structDoc says what a structure is.
func (g *protocolGen) structDoc(s structSpec) string {
	name := g.typeName(s.Name)
	o, ok := g.owners[s.Name]
	switch {
	case !ok:
		return fmt.Sprintf("%s is %s of the protocol.", name, s.Name)
	case o.part == "Args":
		return fmt.Sprintf("%s are the arguments of %s.", name, o.name)
	case o.part == "Reply":
		return fmt.Sprintf("%s is the reply of %s.", name, o.name)
	}
	return fmt.Sprintf("%s is the message of %s.", name, o.name)
}

// groups are the generated files by the beginning of the names in them; the
// first that fits is taken.
var groups = []struct{ prefix, file string }{
	{"qemu_", "qemu"}, {"lxc_", "lxc"}, {"auth_", "auth"},
	{"domain_snapshot", "domain_snapshot"}, {"domain_checkpoint", "domain_checkpoint"},
	{"domain_event_callback", "domain_event_callback"}, {"domain_event", "domain_event"},
	{"domain_migrate", "domain_migrate"}, {"domain_block", "domain_block"},
	{"domain_create", "domain_lifecycle"}, {"domain_define", "domain_lifecycle"},
	{"domain_undefine", "domain_lifecycle"}, {"domain_destroy", "domain_lifecycle"},
	{"domain_shutdown", "domain_lifecycle"}, {"domain_re", "domain_lifecycle"},
	{"domain_suspend", "domain_lifecycle"}, {"domain_pm", "domain_lifecycle"},
	{"domain_attach", "domain_device"}, {"domain_detach", "domain_device"}, {"domain_update", "domain_device"},
	{"domain_save", "domain_save"}, {"domain_managed", "domain_save"},
	{"domain_core_dump", "domain_save"}, {"domain_has_managed", "domain_save"},
	{"domain_get_vcpu", "domain_cpu"}, {"domain_set_vcpu", "domain_cpu"}, {"domain_pin", "domain_cpu"},
	{"domain_get_emulator", "domain_cpu"}, {"domain_get_iothread", "domain_cpu"},
	{"domain_get_numa", "domain_tune"}, {"domain_set_numa", "domain_tune"},
	{"domain_get_mem", "domain_tune"}, {"domain_set_mem", "domain_tune"},
	{"domain_get_sched", "domain_tune"}, {"domain_set_sched", "domain_tune"},
	{"domain_get_bl", "domain_tune"}, {"domain_set_bl", "domain_tune"},
	{"domain_get_interface", "domain_tune"}, {"domain_set_interface", "domain_tune"},
	{"domain_get", "domain_get"}, {"domain_set", "domain_set"}, {"domain_", "domain"},
	{"connect_list", "connect_list"}, {"connect_num", "connect_list"}, {"connect_", "connect"},
	{"network_port", "network_port"}, {"network_", "network"},
	{"nwfilter", "nwfilter"}, {"node_device", "node_device"}, {"node_", "node"},
	{"storage_pool", "storage_pool"}, {"storage_vol", "storage_vol"},
	{"interface_", "interface"}, {"secret_", "secret"},
}

// fileOf returns the file that a structure or a procedure goes to.
func fileOf(c string) string {
	c = strings.ToLower(c)
	for _, p := range []string{"remote_proc_", "remote_"} {
		c = strings.TrimPrefix(c, p)
	}
	for _, p := range groups {
		if strings.HasPrefix(c, p.prefix) {
			return p.file
		}
	}
	return "common"
}

func (g *protocolGen) generate(files fileSet) error {
	if err := g.messages(files); err != nil {
		return err
	}
	if err := g.descriptors(files); err != nil {
		return err
	}
	if err := g.frame(files); err != nil {
		return err
	}
	return g.limits(files)
}

func (g *protocolGen) messages(files fileSet) error {
	byFile := map[string]*bytes.Buffer{}
	for _, p := range g.programs {
		for _, s := range p.Structs {
			if _, ok := virtTypes[s.Name]; ok {
				continue
			}
			if err := g.message(buffer(byFile, fileOf(s.Name)), s, g.structDoc(s)); err != nil {
				return err
			}
		}
	}
	return addAll(files, "", byFile)
}

func (g *protocolGen) descriptors(files fileSet) error {
	byFile := map[string]*bytes.Buffer{}
	for _, p := range g.programs {
		for _, proc := range p.Procedures {
			g.descriptor(buffer(byFile, fileOf(proc.Name)), p, proc)
		}
	}
	if err := addAll(files, "procs_", byFile); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, p := range g.programs {
		if err := g.table(&b, p); err != nil {
			return err
		}
	}
	return files.add("protocol", "procs", b.Bytes())
}

// frame writes what is around the messages: the header, the numbers of the
// programs, the features.
func (g *protocolGen) frame(files fileSet) error {
	var b bytes.Buffer
	b.WriteString("// The numbers and versions of the programs.\nconst (\n")
	for _, p := range g.programs {
		prefix := strings.TrimSuffix(p.number, "Program")
		fmt.Fprintf(&b, "%sProgram uint32 = %#x\n%sVersion uint32 = %d\n", prefix, p.Program.Number, prefix, p.Program.Version)
	}
	k := g.spec.framing.Keepalive
	fmt.Fprintf(&b, "KeepAliveProgram uint32 = %#x\nKeepAliveVersion uint32 = %d\n)\n\n", k.Program.Number, k.Program.Version)
	b.WriteString("// The procedures of the keepalive program. Both are messages without a body.\nconst (\n")
	for _, p := range k.Procedures {
		fmt.Fprintf(&b, "KeepAlive%s int32 = %d // %s\n", camel(strings.TrimPrefix(p.Name, "KEEPALIVE_PROC_")), p.Number, p.Name)
	}
	b.WriteString(")\n\n// The sizes of frames.\nconst (\n")
	for _, c := range g.spec.framing.Constants {
		fmt.Fprintf(&b, "%s = %d // %s\n", camel(strings.TrimPrefix(c.Name, "VIR_NET_")), c.Value, c.Name)
	}
	b.WriteString(")\n\n// A Feature is something that one side of a connection may or may not be able to do.\ntype Feature int32\n\n")
	b.WriteString("// The features, as ConnectSupportsFeature asks for them.\nconst (\n")
	for _, c := range g.spec.framing.Features {
		fmt.Fprintf(&b, "%s Feature = %d // %s\n", camel(strings.TrimPrefix(c.Name, "VIR_DRV_")), c.Value, c.Name)
	}
	b.WriteString(")\n\n")
	for _, e := range slices.Concat(g.spec.framing.Enums, g.spec.remote.Enums) {
		g.enum(&b, e)
	}
	for _, s := range g.spec.framing.Structs {
		if _, ok := structNames[s.Name]; !ok {
			continue
		}
		if err := g.message(&b, s, g.structDoc(s)); err != nil {
			return err
		}
	}
	return files.add("protocol", "frame", b.Bytes())
}

// enum writes an enum of the protocol; its members get the whole name of the
// type in front, since their own names would clash with those of procedures.
func (g *protocolGen) enum(b *bytes.Buffer, e enumSpec) {
	name := g.typeName(e.Name)
	fmt.Fprintf(b, "// %s is %s of the protocol.\ntype %s int32\n\n// The values of %s.\nconst (\n", name, e.Name, name, name)
	for _, m := range e.Members {
		short := strings.TrimPrefix(strings.TrimPrefix(m.Name, "VIR_NET_"), "REMOTE_AUTH_")
		fmt.Fprintf(b, "%s%s %s = %d // %s\n", name, camel(short), name, m.Value, m.Name)
	}
	b.WriteString(")\n\n")
}

func (g *protocolGen) limits(files fileSet) error {
	var b bytes.Buffer
	b.WriteString("// The protocol's limits for the length of strings (bytes) and of lists (elements).\nconst (\n")
	for _, c := range g.spec.remote.Constants {
		if limitConst(c) {
			fmt.Fprintf(&b, "%s = %d // %s\n", g.constNames[c.Name], c.Value, c.Name)
		}
	}
	b.WriteString(")\n")
	return files.add("protocol", "limits", b.Bytes())
}

func buffer(m map[string]*bytes.Buffer, key string) *bytes.Buffer {
	if m[key] == nil {
		m[key] = new(bytes.Buffer)
	}
	return m[key]
}

// addAll adds one file of lib/protocol for each buffer.
func addAll(files fileSet, prefix string, byFile map[string]*bytes.Buffer) error {
	for name, b := range byFile {
		var imports []string
		if bytes.Contains(b.Bytes(), []byte("virt.")) {
			imports = append(imports, "github.com/virgo-vm/virgo/lib/virt")
		}
		if err := files.add("protocol", prefix+name, b.Bytes(), imports...); err != nil {
			return err
		}
	}
	return nil
}
