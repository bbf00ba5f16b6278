package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// program is one RPC program while its code is made.
type program struct {
	*protocolSpec
	prefix string // of its Go names
	strip  string // of its C names of procedures
	number string // the Go constant of its number
	list   string // the Go variable of its procedures
}

// procName returns the Go name of a procedure.
func (p *program) procName(proc procSpec) string {
	c := strings.TrimPrefix(proc.Name, p.strip)
	if p.prefix == "" {
		if name, ok := spelledAs(c, proc.API); ok {
			return name
		}
	}
	return p.prefix + camel(c)
}

// descriptor writes the variable of a procedure.
func (g *protocolGen) descriptor(b *bytes.Buffer, p *program, proc procSpec) {
	name := p.procName(proc)
	fmt.Fprintf(b, "// %s is %s.\n", name, procDoc(p, proc))
	args, ret, shape := proc.Args, proc.Ret, ""
	switch {
	case proc.Kind == "event":
		args = proc.Msg
		shape = fmt.Sprintf("EventProc[%[1]s, *%[1]s]", g.typeName(args))
	case args != "" && ret != "":
		shape = fmt.Sprintf("Call[%[1]s, %[2]s, *%[1]s, *%[2]s]", g.typeName(args), g.typeName(ret))
	case args != "":
		shape = fmt.Sprintf("CallArgs[%[1]s, *%[1]s]", g.typeName(args))
	case ret != "":
		shape = fmt.Sprintf("CallReply[%[1]s, *%[1]s]", g.typeName(ret))
	default:
		shape = "CallNone"
	}
	fmt.Fprintf(b, "var %s = %s{Proc{\n", name, shape)
	fmt.Fprintf(b, "Program: %s, Number: %d, Name: %q,\n", p.number, proc.Number, strings.TrimPrefix(proc.Name, p.strip))
	for _, line := range g.traits(proc) {
		fmt.Fprintf(b, "%s,\n", line)
	}
	if args != "" {
		fmt.Fprintf(b, "Args: func() Message { return new(%s) },\n", g.typeName(args))
	}
	if ret != "" {
		fmt.Fprintf(b, "Reply: func() Message { return new(%s) },\n", g.typeName(ret))
	}
	b.WriteString("}}\n\n")
}

// traits returns the fields of a descriptor that are not the zero value.
func (g *protocolGen) traits(proc procSpec) []string {
	var t []string
	if len(proc.API) > 0 {
		api := proc.API[0]
		if name, ok := spelledAs(strings.TrimPrefix(proc.Name, g.programs[0].strip), proc.API); ok {
			api = "vir" + name
		}
		t = append(t, fmt.Sprintf("API: %q", api))
	}
	if proc.Kind == "event" {
		id := int32(-1)
		if proc.Event != "" {
			id = proc.EventID
		}
		t = append(t, "Kind: KindEvent", fmt.Sprintf("EventID: %d", id))
	}
	if proc.Callback {
		t = append(t, "Callback: true")
	}
	if proc.Priority == "high" {
		t = append(t, "High: true")
	}
	if proc.Stream != "" {
		t = append(t, "Stream: Stream"+camel(proc.Stream))
	}
	if flag, ok := g.flagValue(proc.SparseFlag); ok {
		t = append(t, fmt.Sprintf("Sparse: %d", flag))
	}
	if proc.FDs == "in" || proc.FDs == "both" {
		t = append(t, "FDIn: true")
	}
	if proc.FDs == "out" || proc.FDs == "both" {
		t = append(t, "FDOut: true")
	}
	if a := g.access(proc); a != "AccessRead" {
		t = append(t, "Access: "+a)
	}
	return t
}

// flagValue returns the value of a flag of the API.
func (g *protocolGen) flagValue(name string) (int64, bool) {
	for _, e := range g.spec.constants.Enums {
		for _, m := range e.Members {
			if m.Name == name {
				return m.Value, true
			}
		}
	}
	return 0, false
}

// access tells what a read-only session may do with a procedure: what the table
// of functions says. The steps of a migration have no function, and are refused
// as 9.0.0 refuses them. Functions newer than the table are judged by the
// permissions that the procedure needs.
func (g *protocolGen) access(proc procSpec) string {
	if proc.Kind == "event" {
		return "AccessRead"
	}
	if len(proc.API) == 0 {
		if strings.Contains(proc.Name, "_PROC_DOMAIN_MIGRATE_") {
			return "AccessWrite"
		}
		return "AccessRead"
	}
	access := "AccessRead"
	for _, f := range g.spec.api.Functions {
		if f.RPC != proc.Name && !slices.Contains(proc.API, f.Name) {
			continue
		}
		var word string
		switch {
		case f.New && !onlyReads(proc.ACL):
			return "AccessWrite"
		case f.ReadOnly == nil:
		case json.Unmarshal(f.ReadOnly, &word) == nil && word == "refused":
			return "AccessWrite"
		default:
			access = "AccessConditional"
		}
	}
	return access
}

// onlyReads reports whether permissions are all of the kinds that a read-only
// session has. A procedure whose permissions are not known needs more.
func onlyReads(acl []string) bool {
	for _, p := range acl {
		_, perm, _ := strings.Cut(p, ":")
		if perm != "read" && perm != "getattr" && !strings.HasPrefix(perm, "search_") {
			return false
		}
	}
	return len(acl) > 0
}

// procDoc says of a descriptor what it carries.
func procDoc(p *program, proc procSpec) string {
	what := "procedure"
	if proc.Kind == "event" {
		what = "event message"
	}
	doc := fmt.Sprintf("%s %d", what, proc.Number)
	if p.prefix != "" {
		doc += " of the " + p.prefix + " program"
	}
	if proc.Event != "" {
		doc += ", " + proc.Event
	}
	if len(proc.API) > 0 {
		doc += ", " + strings.Join(proc.API, " and ")
	}
	if proc.Since != "" {
		doc += ", since " + proc.Since
	}
	return doc
}

// table writes the list of a program's procedures, in the order of their
// numbers, which have no gaps.
func (g *protocolGen) table(b *bytes.Buffer, p *program) error {
	fmt.Fprintf(b, "// %s has the procedures of the %s program; number n is at n-1.\n", p.list, p.Protocol)
	fmt.Fprintf(b, "var %s = [...]*Proc{\n", p.list)
	for i, proc := range p.Procedures {
		if int(proc.Number) != i+1 {
			return fmt.Errorf("%s has number %d at place %d of its table", proc.Name, proc.Number, i+1)
		}
		fmt.Fprintf(b, "&%s.Proc,\n", p.procName(proc))
	}
	b.WriteString("}\n\n")
	return nil
}
