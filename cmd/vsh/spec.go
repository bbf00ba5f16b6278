// Package vsh is the command model: what a command is called, takes and
// completes ([Spec]), the grammar that turns words into arguments ([Parse]), and
// what a command may use while it runs ([Session]).
//
// A command is data plus one function. Help, parsing, completion, manual pages
// and the self-test come from the data; the function returns a typed value and
// never prints.
package vsh

import (
	"context"

	"github.com/virgo-vm/virgo/format"
)

// A Spec describes one command.
type Spec struct {
	Name        string
	Help        string // one line: begins with a verb in lower case, no full stop
	Description string // for help COMMAND; empty: Help serves
	// Examples are command lines for help and the manual; a # begins what one is
	// good for. They work on the host of the tests, see cmd/testdata/examples.
	Examples []string
	Opts     []Opt // in the order in which bare words fill them and help lists them

	NoConnect bool // runs without a connection
	Long      bool // may run for so long that its connection is to be watched: a host that is gone ends it
	Hidden    bool // not listed by help

	// Run does the work. What it returns is printed; with an error, what there is
	// is printed first.
	Run func(ctx context.Context, s *Session, a *Args) (format.Result, error)
}

// Kind is what an option takes.
type Kind uint8

// The kinds of options.
const (
	Bool   Kind = iota + 1 // a flag
	String                 // a word
	Int                    // a word that is a number; how it is read says Opt.Value
	Argv                   // all words that are left, in order
	Alias                  // another name of Opt.AliasOf
)

// String returns the word for k.
func (k Kind) String() string {
	switch k {
	case Bool:
		return "bool"
	case String:
		return "string"
	case Int:
		return "int"
	case Argv:
		return "argv"
	case Alias:
		return "alias"
	}
	return "unknown"
}

// An Opt is one option of a command. The constructors make the usual ones.
type Opt struct {
	Name string // without the dashes
	Help string // one line: no full stop
	Kind Kind

	// Required options must be given, by name or by position.
	Required bool
	// Positional options may also be filled by a bare word.
	Positional bool
	// LoosePositional is Positional for options that help does not present that
	// way.
	LoosePositional bool
	// EmptyOK accepts an empty word as a value.
	EmptyOK bool
	// Many options may be given more than once.
	Many bool
	// Secret options have values that nothing may keep.
	Secret bool

	AliasOf    string // what an Alias stands for
	AliasValue string // the value that an Alias gives its target; it then takes none

	// Complete names the source of candidates for the value, or is "none" where
	// only the user can know the value. It is empty for Bool and Alias.
	Complete string
	// Value tells how a number is read: int32, uint32, int64, uint64, scaled:1,
	// scaled:1024, seconds, or a mixture of these; it is empty for options that
	// are no numbers.
	Value string
}

// positional reports whether a bare word may fill o.
func (o *Opt) positional() bool {
	switch o.Kind {
	case Bool, Alias:
		return false
	}
	return o.Positional || o.LoosePositional
}

// repeats reports whether o may be given more than once.
func (o *Opt) repeats() bool { return o.Many || o.Kind == Argv }

// opt returns the option called name, aliases not resolved, or nil.
func (s *Spec) opt(name string) *Opt {
	for i := range s.Opts {
		if s.Opts[i].Name == name {
			return &s.Opts[i]
		}
	}
	return nil
}

// A Command is the registration of a Spec, which is built only when it is
// needed.
type Command struct {
	Name    string
	Spec    func() *Spec // nil for another name of AliasOf
	AliasOf string
}

// A Group is the commands that help lists under one title.
type Group struct {
	Key      string // the word that help takes
	Title    string
	Commands []Command // in the order of help
}

// A Catalog is all commands there are. The order is that of help.
type Catalog []Group

// Lookup returns the Spec of the command that is called name, or that name is an
// alias of; nil if there is none.
func (c Catalog) Lookup(name string) *Spec {
	for depth := 0; depth < 2; depth++ { // an alias names a command, never an alias
		cmd := c.command(name)
		switch {
		case cmd == nil:
			return nil
		case cmd.Spec != nil:
			return cmd.Spec()
		}
		name = cmd.AliasOf
	}
	return nil
}

func (c Catalog) command(name string) *Command {
	for i := range c {
		for j := range c[i].Commands {
			if c[i].Commands[j].Name == name {
				return &c[i].Commands[j]
			}
		}
	}
	return nil
}

// Group returns the group with the given key, or nil.
func (c Catalog) Group(key string) *Group {
	for i := range c {
		if c[i].Key == key {
			return &c[i]
		}
	}
	return nil
}

// Specs builds the Specs of the group, aliases left out.
func (g *Group) Specs() []*Spec {
	specs := make([]*Spec, 0, len(g.Commands))
	for _, c := range g.Commands {
		if c.Spec != nil {
			specs = append(specs, c.Spec())
		}
	}
	return specs
}
