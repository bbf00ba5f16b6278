package vsh

import (
	"fmt"
	"strings"
	"unicode"
)

// Check returns what is wrong with the commands of c, one sentence each: what
// the grammar cannot work with, and what breaks the rules of style for help.
func (c Catalog) Check() []string {
	var k checker
	seen := map[string]bool{}
	for i := range c {
		g := &c[i]
		if g.Key == "" || g.Title == "" {
			k.badf("a group needs a key and a title: %q %q", g.Key, g.Title)
		}
		for _, cmd := range g.Commands {
			if seen[cmd.Name] {
				k.badf("command '%s' is registered twice", cmd.Name)
			}
			seen[cmd.Name] = true
			k.command(c, cmd)
		}
	}
	return k.problems
}

type checker struct{ problems []string }

func (k *checker) badf(text string, args ...any) {
	k.problems = append(k.problems, fmt.Sprintf(text, args...))
}

func (k *checker) command(c Catalog, cmd Command) {
	if cmd.Spec == nil {
		target := c.command(cmd.AliasOf)
		if target == nil || target.Spec == nil {
			k.badf("command '%s' is an alias of '%s', which is no command", cmd.Name, cmd.AliasOf)
		}
		return
	}
	s := cmd.Spec()
	if s.Name != cmd.Name {
		k.badf("command '%s' is registered as '%s'", s.Name, cmd.Name)
	}
	if s.Run == nil {
		k.badf("command '%s' does nothing", s.Name)
	}
	k.text("command '"+s.Name+"'", s.Help)
	if first := []rune(s.Help); len(first) > 0 && !unicode.IsLower(first[0]) {
		k.badf("command '%s': help must begin with a verb in lower case: %s", s.Name, s.Help)
	}
	k.order(s)
	for i := range s.Opts {
		k.option(s, &s.Opts[i])
	}
}

// text checks one line of help.
func (k *checker) text(who, help string) {
	switch {
	case help == "":
		k.badf("%s has no help", who)
	case strings.ContainsAny(help, "\n\t"):
		k.badf("%s: help must be one line: %q", who, help)
	case strings.HasSuffix(help, "."):
		k.badf("%s: help must not end in a full stop: %s", who, help)
	case help != strings.TrimSpace(help):
		k.badf("%s: help has blanks around it: %q", who, help)
	}
}

// order checks that required options stand first and that nothing is positional
// after an argv option, which takes all words.
func (k *checker) order(s *Spec) {
	optional, argv := "", ""
	for i := range s.Opts {
		o := &s.Opts[i]
		if o.Required && optional != "" && o.Kind != Argv {
			k.badf("command '%s': required option '%s' stands after '%s'", s.Name, o.Name, optional)
		}
		if o.positional() && argv != "" {
			k.badf("command '%s': no word can reach option '%s' after '%s'", s.Name, o.Name, argv)
		}
		if !o.Required && o.Kind != Alias {
			optional = o.Name
		}
		if o.Kind == Argv {
			argv = o.Name
		}
	}
}

func (k *checker) option(s *Spec, o *Opt) {
	who := fmt.Sprintf("command '%s' option '%s'", s.Name, o.Name)
	if !isOption("--"+o.Name) || strings.ContainsAny(o.Name, "= \t\n") || o.Name == helpName {
		k.badf("%s: not a name for an option", who)
	}
	if s.opt(o.Name) != o {
		k.badf("%s stands there twice", who)
	}
	if o.Kind != Alias {
		k.text(who, o.Help)
	}
	hasValue := o.Complete != "" || o.Value != "" || o.EmptyOK
	takesWord := o.Required || o.Positional || o.LoosePositional
	switch o.Kind {
	case Bool:
		if hasValue || takesWord {
			k.badf("%s is a flag and has no value", who)
		}
	case Alias:
		k.alias(s, o, who)
	case String, Int, Argv:
		if o.Complete == "" {
			k.badf("%s names no source of candidates", who)
		}
		if o.Kind == Int && o.Value == "" {
			k.badf("%s is a number that nobody knows how to read", who)
		}
	default:
		k.badf("%s is of no known kind", who)
	}
}

func (k *checker) alias(s *Spec, o *Opt, who string) {
	target := s.opt(o.AliasOf)
	switch {
	case target == nil || target.Kind == Alias:
		k.badf("%s is an alias of '%s', which is no option", who, o.AliasOf)
	case target.Kind == Bool && o.AliasValue != "":
		k.badf("%s gives a value to a flag", who)
	}
}

// CompletersMissing returns, one command a line, the options whose values nobody
// knows how to complete.
func (c Catalog) CompletersMissing() []string {
	var lines []string
	for i := range c {
		for _, s := range c[i].Specs() {
			var names []string
			for _, o := range s.Opts {
				if o.Complete == "" && o.Kind != Bool && o.Kind != Alias {
					names = append(names, o.Name)
				}
			}
			if names != nil {
				lines = append(lines, s.Name+": "+strings.Join(names, ", "))
			}
		}
	}
	return lines
}
