package vsh

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/virgo-vm/virgo/format"
)

// helpWidth is how many columns prose in help may take: those of the smallest
// usual terminal.
const helpWidth = 80

// CommandHelp is what help COMMAND tells.
type CommandHelp struct {
	Name        string       `json:"name"`
	Help        string       `json:"help"`
	Synopsis    string       `json:"synopsis"`
	Description string       `json:"description"`
	Options     []OptionHelp `json:"options"`
	Examples    []string     `json:"examples"`
}

// OptionHelp is what help COMMAND tells about one option.
type OptionHelp struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Required   bool   `json:"required"`
	Positional bool   `json:"positional"`
	Help       string `json:"help"`

	usage string
}

// NewCommandHelp returns the help of s. Aliases of options are left out.
func NewCommandHelp(s *Spec) *CommandHelp {
	h := &CommandHelp{Name: s.Name, Help: s.Help, Description: s.Description, Options: []OptionHelp{},
		Examples: append([]string{}, s.Examples...)}
	if h.Description == "" && s.Help != "" {
		h.Description = strings.ToUpper(s.Help[:1]) + s.Help[1:] + "."
	}
	synopsis := []string{s.Name}
	bare := true // no option before this one takes a value
	for i := range s.Opts {
		o := &s.Opts[i]
		if o.Kind == Alias {
			continue
		}
		h.Options = append(h.Options, OptionHelp{Name: o.Name, Kind: o.Kind.String(), Help: o.Help,
			Required: o.Required, Positional: o.positional(), usage: o.usage(bare)})
		synopsis = append(synopsis, o.synopsis(bare))
		bare = bare && o.Kind == Bool
	}
	h.Synopsis = strings.Join(synopsis, " ")
	return h
}

// synopsis returns o as it stands in the line that shows the whole command. An
// argv option is shown without its name when all others are flags.
func (o *Opt) synopsis(bare bool) string {
	switch {
	case o.Kind == Bool:
		return "[--" + o.Name + "]"
	case o.Kind == Argv && bare && o.Required:
		return "<" + o.Name + ">..."
	case o.Kind == Argv && bare:
		return "[<" + o.Name + ">]..."
	case o.Kind == Argv && o.Required:
		return "{[--" + o.Name + "] <string>}..."
	case o.Kind == Argv:
		return "[[--" + o.Name + "] <string>]..."
	case o.Required && o.Positional:
		return "<" + o.Name + ">"
	case o.Required:
		return "--" + o.Name + " <" + o.ValueWord() + ">"
	}
	return "[--" + o.Name + " <" + o.ValueWord() + ">]"
}

// usage returns o as it stands in the list of options.
func (o *Opt) usage(bare bool) string {
	switch {
	case o.Kind == Bool:
		return "--" + o.Name
	case o.Kind == Argv && bare:
		return "<" + o.Name + ">"
	case o.Kind == Argv, o.Required && o.Positional:
		return "[--" + o.Name + "] <" + o.ValueWord() + ">"
	}
	return "--" + o.Name + " <" + o.ValueWord() + ">"
}

// Usage returns the option as help lists it, with its value.
func (o *OptionHelp) Usage() string { return o.usage }

// Text prints the help as a page.
func (h *CommandHelp) Text(p *format.Printer) error {
	p.Printf("  NAME\n    %s - %s\n\n  SYNOPSIS\n    %s\n", h.Name, h.Help, h.Synopsis)
	if h.Description != "" {
		p.Print("\n  DESCRIPTION\n")
		for _, line := range wrap(h.Description, helpWidth-4) {
			p.Printf("    %s\n", line)
		}
	}
	if len(h.Options) > 0 {
		p.Print("\n  OPTIONS\n")
	}
	for _, o := range h.Options {
		p.Printf("    %-15s  %s\n", o.usage, o.Help)
	}
	if len(h.Examples) > 0 {
		p.Print("\n  EXAMPLES\n")
	}
	for _, line := range h.Examples {
		p.Printf("    %s\n", line)
	}
	p.Println()
	return nil
}

// wrap breaks prose into lines of at most width runes, where no single word is
// longer. Line breaks of its own count as blanks.
func wrap(prose string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(prose) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// GroupHelp is what help GROUP tells.
type GroupHelp struct {
	Key      string        `json:"key"`
	Title    string        `json:"title"`
	Commands []CommandLine `json:"commands"`
}

// CommandLine is one command in a list of commands.
type CommandLine struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// NewGroupHelp returns the help of g. Hidden commands are left out, and so are
// aliases.
func NewGroupHelp(g *Group) *GroupHelp {
	h := &GroupHelp{Key: g.Key, Title: g.Title, Commands: []CommandLine{}}
	for _, s := range g.Specs() {
		if !s.Hidden {
			h.Commands = append(h.Commands, CommandLine{s.Name, s.Help})
		}
	}
	return h
}

// Text prints the list.
func (h *GroupHelp) Text(p *format.Printer) error {
	p.Print(h.list(":"))
	return nil
}

// list returns the group with its title, which ends in end.
func (h *GroupHelp) list(end string) string {
	var b strings.Builder
	fmt.Fprintf(&b, " %s (help keyword '%s')%s\n", h.Title, h.Key, end)
	for _, c := range h.Commands {
		fmt.Fprintf(&b, "    %-30s %s\n", c.Name, c.Help)
	}
	return b.String()
}

// Overview is what help without a name tells.
type Overview struct {
	Groups []*GroupHelp `json:"groups"`
}

// NewOverview returns the help of all groups.
func NewOverview(c Catalog) *Overview {
	o := &Overview{Groups: make([]*GroupHelp, len(c))}
	for i := range c {
		o.Groups[i] = NewGroupHelp(&c[i])
	}
	return o
}

// Text prints all groups.
func (o *Overview) Text(p *format.Printer) error {
	p.Print("Grouped commands:\n\n")
	for _, g := range o.Groups {
		p.Print(g.list(":"), "\n")
	}
	return nil
}

// Usage prints all groups as the list at the end of the usage text.
func (o *Overview) Usage(p *format.Printer) {
	for _, g := range o.Groups {
		p.Print(g.list(""), "\n")
	}
}
