package main

import (
	"bytes"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// virtByHand are the constants and types that lib/virt has by hand.
var virtByHand = map[string]bool{
	"VIR_UUID_BUFLEN":              true,
	"VIR_UUID_STRING_BUFLEN":       true,
	"VIR_TYPED_PARAM_FIELD_LENGTH": true,
}

// virtNames are the names whose Go form is not what the rules would give,
// because another has it.
var virtNames = map[string]string{
	"VIR_ERR_NONE":             "LevelNone",
	"VIR_ERR_WARNING":          "LevelWarning",
	"VIR_ERR_ERROR":            "LevelError",
	"VIR_DOMAIN_JOB_OPERATION": "DomainJobOperationField", // virDomainJobOperation is a type
}

// wordPrefixes are the beginnings that the members of an enum have in common
// and that are no part of their words, for enums where the longest is wrong.
var wordPrefixes = map[string][]string{
	"virErrorNumber": {"VIR_ERR_", "VIR_"},
	"virErrorDomain": {"VIR_FROM_"},
	"virErrorLevel":  {"VIR_ERR_"},
}

// virtGen makes the generated files of lib/virt.
type virtGen struct {
	spec  *spec
	names nameSet
}

func newVirtGen(s *spec) *virtGen { return &virtGen{spec: s, names: nameSet{}} }

func (g *virtGen) generate(files fileSet) error {
	byFile := map[string]*bytes.Buffer{}
	for _, e := range g.spec.constants.Enums {
		if e.Lib == "libvirt-admin" {
			continue
		}
		e = corrected(e)
		if err := g.enum(buffer(byFile, enumFile(e)), e); err != nil {
			return err
		}
	}
	if err := g.strings(byFile); err != nil {
		return err
	}
	if err := g.numbers(buffer(byFile, "numbers")); err != nil {
		return err
	}
	g.errorTexts(buffer(byFile, "error_texts"))
	for name, b := range byFile {
		if err := files.add("virt", name, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// corrected returns e with what its names tell and the table does not mark: that
// its values are flags, and that a value is only the count of the others.
func corrected(e enumSpec) enumSpec {
	e.Bits = e.Bits || strings.Contains(e.Name, "Flag")
	e.Members = slices.Clone(e.Members)
	for i, m := range e.Members {
		e.Members[i].Sentinel = m.Sentinel || strings.HasSuffix(m.Name, "_NR")
	}
	return e
}

// enumFile returns the file that an enum goes to.
func enumFile(e enumSpec) string {
	file := strings.TrimPrefix(e.Header, "libvirt-")
	if file == "" {
		file = "domain"
	}
	file = strings.ReplaceAll(file, "-", "_")
	switch {
	case file == "virterror":
		return "errors"
	case file != "domain":
		return file
	case strings.Contains(e.Name, "Event"):
		return "domain_event"
	case strings.HasSuffix(e.Name, "Reason"):
		return "domain_reason"
	case e.Bits && strings.Contains(e.Name, "Block"):
		return "domain_block_flags"
	case e.Bits:
		return "domain_flags"
	}
	return file
}

// virtName returns the Go name of a constant.
func virtName(c string) string {
	if n, ok := virtNames[c]; ok {
		return n
	}
	return camel(strings.TrimPrefix(c, "VIR_"))
}

// typeOf returns the Go type of an enum: signed, or unsigned for flags, and of
// 32 bits where the values fit.
func typeOf(e enumSpec) string {
	lo, hi := int64(0), int64(0)
	for _, m := range e.Members {
		lo, hi = min(lo, m.Value), max(hi, m.Value)
	}
	switch {
	case e.Bits && hi <= math.MaxUint32:
		return "uint32"
	case e.Bits:
		return "uint64"
	case lo >= math.MinInt32 && hi <= math.MaxInt32:
		return "int32"
	}
	return "int64"
}

// since is the remark about the first release with something.
func since(release string) string {
	if release == "" {
		return ""
	}
	return ", since " + release
}

func (g *virtGen) enum(b *bytes.Buffer, e enumSpec) error {
	name := strings.TrimPrefix(e.Name, "vir")
	if err := g.names.add(name, e.Name); err != nil {
		return err
	}
	kind := "an enum"
	if e.Bits {
		kind = "a set of flags"
	}
	fmt.Fprintf(b, "// %s is %s, %s%s.\ntype %s %s\n\n", name, e.Name, kind, since(e.Since), name, typeOf(e))
	fmt.Fprintf(b, "// The values of %s.\nconst (\n", name)
	for _, m := range e.Members {
		if m.Sentinel {
			continue
		}
		goName := virtName(m.Name)
		if err := g.names.add(goName, m.Name); err != nil {
			return err
		}
		same := ""
		if m.SameAs != "" {
			same = ", the same as " + virtName(m.SameAs)
		}
		fmt.Fprintf(b, "%s %s = %d // %s%s%s\n", goName, name, m.Value, m.Name, same, since(m.Since))
	}
	b.WriteString(")\n\n")
	g.stringMethod(b, e, name)
	return nil
}

// stringMethod writes the words of an enum in the order of their values, and
// the method that looks one up.
func (g *virtGen) stringMethod(b *bytes.Buffer, e enumSpec, name string) {
	members := named(e)
	table := "words" + name
	fmt.Fprintf(b, "var %s = [...]word{\n", table)
	for i, w := range memberWords(e, members) {
		fmt.Fprintf(b, "{%d, %q},\n", members[i].Value, w)
	}
	b.WriteString("}\n\n")
	if e.Bits {
		fmt.Fprintf(b, "// String returns the words of the flags that are set, with | between them.\n")
		fmt.Fprintf(b, "func (v %s) String() string { return flagString(uint64(v), %s[:]) }\n\n", name, table)
		return
	}
	fmt.Fprintf(b, "// String returns the word for the value, or %s(n).\n", name)
	fmt.Fprintf(b, "func (v %s) String() string { return enumString(%q, int64(v), %s[:]) }\n\n", name, name, table)
}

// named returns the members that have words: the first of each value, no
// sentinels, no masks of more than one flag.
func named(e enumSpec) []memberSpec {
	var out []memberSpec
	for _, m := range e.Members {
		same := func(o memberSpec) bool { return o.Value == m.Value }
		if m.Sentinel || slices.ContainsFunc(out, same) || e.Bits && bits.OnesCount64(uint64(m.Value)) > 1 {
			continue
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b memberSpec) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return out
}

// memberWords returns the words of members: their names without what they have
// in common, in small letters, with hyphens.
func memberWords(e enumSpec, members []memberSpec) []string {
	prefixes := wordPrefixes[e.Name]
	if prefixes == nil {
		prefixes = []string{commonPrefix(e.Name, members)}
	}
	var out []string
	for _, m := range members {
		w := m.Name
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(w, p); ok {
				w = rest
				break
			}
		}
		out = append(out, strings.ReplaceAll(strings.ToLower(w), "_", "-"))
	}
	return out
}

// commonPrefix returns the whole words that all names begin with, but leaves
// at least one word of each. A name that is alone has in common with its type
// what the type's name begins with.
func commonPrefix(typ string, members []memberSpec) string {
	flatType := strings.ToUpper(typ)
	ends := func(p string) bool {
		return strings.HasSuffix(p, "_") &&
			(len(members) > 1 || strings.HasPrefix(flatType, strings.ReplaceAll(p, "_", "")))
	}
	prefix := members[0].Name
	for _, m := range members {
		for !strings.HasPrefix(m.Name, prefix) || prefix == m.Name || !ends(prefix) {
			prefix = prefix[:strings.LastIndex(strings.TrimSuffix(prefix, "_"), "_")+1]
		}
	}
	return prefix
}

// stringFiles are the files that string constants go to by the beginning of
// their names.
var stringFiles = []struct{ prefix, file, doc string }{
	{"VIR_DOMAIN_STATS_", "domain_stats_params", "Names of the fields of bulk statistics, or parts of those names."},
	{"VIR_DOMAIN_GUEST_INFO_", "domain_guest_params", "Names of the fields of information from inside the guest, or parts of those names."},
	{"VIR_MIGRATE_PARAM_", "migrate_params", "Names of the parameters of a migration."},
	{"VIR_DOMAIN_", "domain_params", "Names of typed parameters of domains."},
	{"VIR_PERF_", "domain_params_perf", "Names of performance events."},
	{"", "params", "Names of typed parameters of hosts, connections and networks."},
}

func (g *virtGen) strings(byFile map[string]*bytes.Buffer) error {
	var open []string
	for _, s := range g.spec.constants.Strings {
		if s.Lib == "libvirt-admin" || s.Header == "libvirt-admin" {
			continue
		}
		name := virtName(s.Name)
		if err := g.names.add(name, s.Name); err != nil {
			return err
		}
		for _, f := range stringFiles {
			if !strings.HasPrefix(s.Name, f.prefix) {
				continue
			}
			b := buffer(byFile, f.file)
			if b.Len() == 0 {
				fmt.Fprintf(b, "// %s\nconst (\n", f.doc)
				open = append(open, f.file)
			}
			fmt.Fprintf(b, "%s = %q // %s%s\n", name, s.Value, s.Name, since(s.Since))
			break
		}
	}
	for _, f := range open {
		byFile[f].WriteString(")\n")
	}
	return nil
}

func (g *virtGen) numbers(b *bytes.Buffer) error {
	b.WriteString("// Sizes and other numbers of the API.\nconst (\n")
	for _, c := range slices.Concat(g.spec.constants.Numbers, g.spec.constants.Aliases) {
		if virtByHand[c.Name] {
			continue
		}
		name := virtName(c.Name)
		if err := g.names.add(name, c.Name); err != nil {
			return err
		}
		value := fmt.Sprint(c.Value)
		if c.SameAs != "" {
			value = virtName(c.SameAs)
		}
		fmt.Fprintf(b, "%s = %s // %s%s\n", name, value, c.Name, since(c.Since))
	}
	b.WriteString(")\n")
	return nil
}

// errorTexts writes what libvirt says for each code.
func (g *virtGen) errorTexts(b *bytes.Buffer) {
	b.WriteString("// errorTexts is what libvirt says for a code: without a detail, and with one in the place of %s.\n")
	b.WriteString("var errorTexts = [...]struct{ text, detail string }{\n")
	for _, e := range g.spec.constants.Errors {
		if e.Text != "" {
			fmt.Fprintf(b, "%s: {%q, %q},\n", virtName(e.Name), e.Text, e.Detail)
		}
	}
	b.WriteString("}\n")
}
