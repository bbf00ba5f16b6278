// Package vshtest helps to test commands: it knows the options of virsh 9.0.0.
package vshtest

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// Facts is the table of virsh's commands, testdata/virsh_commands.json of package
// vsh.
type Facts struct {
	Groups   []FactGroup   `json:"groups"`
	Commands []FactCommand `json:"commands"`
}

// FactGroup is one group of help.
type FactGroup struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// FactCommand is one command.
type FactCommand struct {
	Name      string       `json:"name"`
	Group     string       `json:"group"`
	Since     string       `json:"since"` // empty: in 9.0.0
	Hidden    bool         `json:"hidden"`
	NoConnect bool         `json:"noconnect"`
	AliasOf   string       `json:"alias_of"`
	Options   []FactOption `json:"options"`
	Order     []string     `json:"order_9_0_0"`
}

// FactOption is one option.
type FactOption struct {
	Name        string   `json:"name"`
	Kind        string   `json:"kind"`
	Required    bool     `json:"required"`
	Positional  bool     `json:"positional"`
	Loose       bool     `json:"loose_positional"`
	Loose900    bool     `json:"loose_positional_9_0_0"`
	Required900 *bool    `json:"required_9_0_0"`
	EmptyOK     bool     `json:"empty_ok"`
	AliasOf     string   `json:"alias_of"`
	AliasValue  string   `json:"alias_value"`
	Since       string   `json:"since"`
	Unconfirmed bool     `json:"name_unconfirmed"`
	Completes   string   `json:"completes"`
	Filter      []string `json:"filter"` // which of them
	Value       string   `json:"value"`
}

// Load reads the table from a file.
func Load(t testing.TB, file string) *Facts {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f Facts
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return &f
}

// Command returns the command called name, or nil.
func (f *Facts) Command(name string) *FactCommand {
	for i := range f.Commands {
		if f.Commands[i].Name == name {
			return &f.Commands[i]
		}
	}
	return nil
}

// Option returns the option called name, or nil. There is none of no command.
func (c *FactCommand) Option(name string) *FactOption {
	if c == nil {
		return nil
	}
	for i := range c.Options {
		if c.Options[i].Name == name {
			return &c.Options[i]
		}
	}
	return nil
}

// In900 reports whether the command is one of 9.0.0.
func (c *FactCommand) In900() bool { return c.Since == "" }

// Options900 returns the options of 9.0.0, as they were and in the order of
// then.
func (c *FactCommand) Options900() []FactOption {
	var opts []FactOption
	for _, o := range c.Options {
		if o.Since != "" || o.Unconfirmed {
			continue
		}
		if o.Required900 != nil {
			o.Required = *o.Required900
		}
		o.Loose = o.Loose || o.Loose900
		opts = append(opts, o)
	}
	if c.Order == nil {
		return opts
	}
	ordered := make([]FactOption, 0, len(opts))
	for _, name := range c.Order {
		for _, o := range opts {
			if o.Name == name {
				ordered = append(ordered, o)
			}
		}
	}
	return ordered
}

// Spec returns the command of 9.0.0 as a Spec that does nothing. Helps are empty.
func (c *FactCommand) Spec() *vsh.Spec {
	s := &vsh.Spec{Name: c.Name, Hidden: c.Hidden, NoConnect: c.NoConnect}
	kinds := map[string]vsh.Kind{"bool": vsh.Bool, "string": vsh.String, "int": vsh.Int,
		"argv": vsh.Argv, "alias": vsh.Alias}
	for _, o := range c.Options900() {
		s.Opts = append(s.Opts, vsh.Opt{Name: o.Name, Kind: kinds[o.Kind], Required: o.Required,
			Positional: o.Positional, LoosePositional: o.Loose, EmptyOK: o.EmptyOK,
			AliasOf: o.AliasOf, AliasValue: o.AliasValue, Complete: o.Completes, Value: o.Value})
	}
	return s
}

// Differences returns how s differs from the command of 9.0.0: in options, their
// order, and how they are filled. Options that later releases of virsh have are
// allowed, and so are those in extra, which are ours.
func (c *FactCommand) Differences(s *vsh.Spec, extra ...string) []string {
	var d []string
	badf := func(text string, args ...any) { d = append(d, c.Name+": "+fmt.Sprintf(text, args...)) }
	if s.Hidden != c.Hidden {
		badf("hidden is %v, in virsh %v", s.Hidden, c.Hidden)
	}
	if s.NoConnect != c.NoConnect {
		badf("runs without a connection: %v, in virsh %v", s.NoConnect, c.NoConnect)
	}
	newer := map[string]bool{}
	for _, o := range c.Options {
		newer[o.Name] = o.Since != "" || o.Unconfirmed
	}
	for _, name := range extra {
		newer[name] = true
	}
	want := c.Spec().Opts
	for i := range s.Opts {
		got := s.Opts[i]
		if newer[got.Name] {
			continue
		}
		if len(want) == 0 {
			badf("option %s is not in virsh", got.Name)
			continue
		}
		if w := want[0]; got.Name != w.Name {
			badf("option %s stands where virsh has %s", got.Name, w.Name)
			return d
		}
		d = append(d, c.optionDifferences(got, want[0])...)
		want = want[1:]
	}
	for _, w := range want {
		badf("option %s of virsh is missing", w.Name)
	}
	return d
}

func (c *FactCommand) optionDifferences(got, want vsh.Opt) []string {
	// What help says and where candidates come from is ours, and how a number is
	// read says the getter.
	got.Help, got.Complete, got.Value, got.Secret = "", "", "", false
	want.Help, want.Complete, want.Value, want.Secret = "", "", "", false
	// Where both kinds of positional hold, the stricter one does.
	if want.Positional {
		want.LoosePositional, got.LoosePositional = false, false
	}
	if got == want {
		return nil
	}
	return []string{fmt.Sprintf("%s: option %s is\n  %+v, in virsh\n  %+v", c.Name, got.Name, got, want)}
}
