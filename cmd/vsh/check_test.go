package vsh_test

import (
	"context"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nothing(context.Context, *vsh.Session, *vsh.Args) (format.Result, error) { return nil, nil }

// TestCheck breaks a good command in every way that the self-test knows.
func TestCheck(t *testing.T) {
	good := func() *vsh.Spec {
		return &vsh.Spec{Name: "c", Help: "do it", Run: nothing, Opts: []vsh.Opt{
			vsh.StringArg("x", "a word", "none"),
			vsh.BoolOpt("b", "a flag"),
			vsh.AliasOpt("y", "x"),
			vsh.ArgvOpt("rest", "what is left", "none"),
		}}
	}
	tests := []struct {
		name string
		edit func(s *vsh.Spec)
		want string // part of the complaint; empty: none
	}{
		{"good", func(*vsh.Spec) {}, ""},
		{"other name", func(s *vsh.Spec) { s.Name = "d" }, "command 'd' is registered as 'c'"},
		{"no function", func(s *vsh.Spec) { s.Run = nil }, "does nothing"},
		{"no help", func(s *vsh.Spec) { s.Help = "" }, "has no help"},
		{"full stop", func(s *vsh.Spec) { s.Help = "do it." }, "full stop"},
		{"capital", func(s *vsh.Spec) { s.Help = "Do it" }, "lower case"},
		{"two lines", func(s *vsh.Spec) { s.Help = "do\nit" }, "must be one line"},
		{"blanks", func(s *vsh.Spec) { s.Opts[0].Help = " a word" }, "has blanks around it"},
		{"option help", func(s *vsh.Spec) { s.Opts[1].Help = "" }, "option 'b' has no help"},
		{"order", func(s *vsh.Spec) { s.Opts[0], s.Opts[1] = s.Opts[1], s.Opts[0] }, "stands after 'b'"},
		{"after argv", func(s *vsh.Spec) { s.Opts = append(s.Opts, vsh.StringOpt("z", "a word", "none").Pos()) },
			"no word can reach option 'z'"},
		{"twice", func(s *vsh.Spec) { s.Opts = append(s.Opts, vsh.BoolOpt("b", "a flag")) }, "stands there twice"},
		{"bad name", func(s *vsh.Spec) { s.Opts[1].Name = "a=b" }, "not a name"},
		{"help option", func(s *vsh.Spec) { s.Opts[1].Name = "help" }, "not a name"},
		{"flag with value", func(s *vsh.Spec) { s.Opts[1].Required = true }, "is a flag and has no value"},
		{"no completer", func(s *vsh.Spec) { s.Opts[0].Complete = "" }, "names no source of candidates"},
		{"number", func(s *vsh.Spec) { s.Opts[0].Kind = vsh.Int }, "nobody knows how to read"},
		{"no kind", func(s *vsh.Spec) { s.Opts[0].Kind = 0 }, "is of no known kind"},
		{"alias of nothing", func(s *vsh.Spec) { s.Opts[2].AliasOf = "nosuch" }, "which is no option"},
		{"alias with a value for a flag", func(s *vsh.Spec) { s.Opts[2].AliasOf, s.Opts[2].AliasValue = "b", "v" },
			"gives a value to a flag"},
	}
	for _, tt := range tests {
		s := good()
		tt.edit(s)
		c := vsh.Catalog{{Key: "k", Title: "T", Commands: []vsh.Command{{Name: "c", Spec: func() *vsh.Spec { return s }}}}}
		got := strings.Join(c.Check(), "\n")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCheckCatalog(t *testing.T) {
	spec := func() *vsh.Spec { return &vsh.Spec{Name: "c", Help: "do it", Run: nothing} }
	c := vsh.Catalog{{Commands: []vsh.Command{
		{Name: "c", Spec: spec}, {Name: "c", Spec: spec}, {Name: "d", AliasOf: "nosuch"}, {Name: "e", AliasOf: "c"}}}}
	got := strings.Join(c.Check(), "\n")
	for _, want := range []string{"a group needs a key", "command 'c' is registered twice", "'d' is an alias of 'nosuch'"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if strings.Contains(got, "'e'") {
		t.Errorf("a good alias: %q", got)
	}
	if c.Lookup("e").Name != "c" || c.Lookup("d") != nil || c.Lookup("x") != nil {
		t.Error("Lookup does not follow aliases")
	}
}
