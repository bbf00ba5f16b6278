package vsh_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

func sampleSpec() *vsh.Spec {
	return &vsh.Spec{Name: "c", Help: "do it", Opts: append([]vsh.Opt{
		vsh.StringOpt("s", "a word", "none").Pos(),
		vsh.StringOpt("e", "a word", "none").Empty(),
		vsh.IntOpt("n", "a number", "int32"),
		vsh.BoolOpt("b", "a flag"),
		vsh.BoolOpt("d", "another"),
		vsh.ArgvOpt("rest", "what is left", "none"),
	}, vsh.ConfigLiveCurrent()...)}
}

// args parses the words after the command of sampleSpec.
func args(t *testing.T, words ...string) *vsh.Args {
	t.Helper()
	call, err := vsh.ParseWords(func(string) *vsh.Spec { return sampleSpec() }, append([]string{"c"}, words...))
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return call.Args
}

func TestArgsAbsent(t *testing.T) {
	a := args(t)
	if s, err := a.String("s"); s != "" || err != nil || a.Has("s") || a.Bool("b") || a.Argv("rest") != nil {
		t.Errorf("absent options: %q, %v", s, err)
	}
	if n, err := a.Int32("n"); n != 0 || err != nil {
		t.Errorf("absent number: %d, %v", n, err)
	}
	if n, err := a.Scaled("n", 1, 1); n != 0 || err != nil {
		t.Errorf("absent size: %d, %v", n, err)
	}
	if d, err := a.Seconds("n"); d != 0 || err != nil {
		t.Errorf("absent time: %d, %v", d, err)
	}
}

func TestArgsValues(t *testing.T) {
	a := args(t, "word", "x", "--n", "-3", "y", "--e", "", "--b", "--rest", "z")
	if s, err := a.String("s"); s != "word" || err != nil {
		t.Errorf("s: %q, %v", s, err)
	}
	if s, err := a.String("e"); s != "" || err != nil || !a.Has("e") {
		t.Errorf("e: %q, %v", s, err)
	}
	if n, err := a.Int32("n"); n != -3 || err != nil {
		t.Errorf("n: %d, %v", n, err)
	}
	if got := strings.Join(a.Argv("rest"), " "); got != "x y z" {
		t.Errorf("rest: %s", got)
	}
	if _, err := args(t, "").String("s"); err == nil ||
		err.Error() != "Failed to get option 's': Option argument is empty" {
		t.Errorf("empty: %v", err)
	}
}

func TestArgsNumbers(t *testing.T) {
	const bad = "Numeric value 'V' for <n> option is malformed or out of range"
	tests := []struct {
		value, getter string
		want          any
		ok            bool
	}{
		{"-5", "int32", int32(-5), true},
		{"2147483648", "int32", int32(0), false},
		{"-5", "int64", int64(-5), true},
		{"-5", "uint32", uint32(0), false},
		{"4294967295", "uint32", uint32(math.MaxUint32), true},
		{"-5", "uint64", uint64(0), false},
		{"-1", "wrap", uint64(math.MaxUint64), true},
		{"x", "wrap", uint64(0), false},
		{"1", "seconds", time.Second, true},
		{"2147483", "seconds", 2147483 * time.Second, true},
		{"2147484", "seconds", time.Duration(0), false},
		{"0", "seconds", time.Duration(0), false},
	}
	for _, tt := range tests {
		a := args(t, "--n="+tt.value)
		var got any
		var err error
		switch tt.getter {
		case "int32":
			got, err = a.Int32("n")
		case "int64":
			got, err = a.Int64("n")
		case "uint32":
			got, err = a.Uint32("n")
		case "uint64":
			got, err = a.Uint64("n")
		case "wrap":
			got, err = a.Uint64Wrap("n")
		case "seconds":
			got, err = a.Seconds("n")
		}
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s of %q = %v, %v; want %v", tt.getter, tt.value, got, err, tt.want)
		}
		if err != nil && err.Error() != strings.Replace(bad, "V", tt.value, 1) {
			t.Errorf("%s of %q: %v", tt.getter, tt.value, err)
		}
	}
}

func TestArgsScaled(t *testing.T) {
	if n, err := args(t, "--n=3k").Scaled("n", 1, math.MaxInt64); n != 3072 || err != nil {
		t.Errorf("3k: %d, %v", n, err)
	}
	_, err := args(t, "--n=3x").Scaled("n", 1, math.MaxInt64)
	want := "Scaled numeric value '3x' for <n> option is malformed or out of range\ninvalid argument: unknown suffix 'x'"
	if got := strings.Join(vsh.ErrorLines(err), "\n"); got != want {
		t.Errorf("3x: %q", got)
	}
}

func TestArgsUnknownOption(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("asking for an option that the command does not have did not panic")
		}
	}()
	args(t).Bool("nosuch")
}

func TestRules(t *testing.T) {
	tests := []struct {
		words string
		check func(a *vsh.Args) error
		want  string
	}{
		{"--b", func(a *vsh.Args) error { return vsh.Exclusive(a, "b", "d") }, ""},
		{"--d --b", func(a *vsh.Args) error { return vsh.Exclusive(a, "b", "d") },
			"Options --b and --d are mutually exclusive"},
		{"--b", func(a *vsh.Args) error { return vsh.Requires(a, "b", "d") },
			"Option --d is required by option --b"},
		{"--d", func(a *vsh.Args) error { return vsh.Requires(a, "b", "d") }, ""},
		{"--b --d", func(a *vsh.Args) error { return vsh.Requires(a, "b", "d") }, ""},
	}
	for _, tt := range tests {
		err := tt.check(args(t, strings.Fields(tt.words)...))
		if got := strings.Join(vsh.ErrorLines(err), "\n"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.words, got, tt.want)
		}
	}
}

func TestConfigLiveCurrent(t *testing.T) {
	tests := []struct {
		words string
		want  virt.DomainModificationImpact
		err   string
	}{
		{"", virt.DomainAffectCurrent, ""},
		{"--current", virt.DomainAffectCurrent, ""},
		{"--live", virt.DomainAffectLive, ""},
		{"--config --live", virt.DomainAffectLive | virt.DomainAffectConfig, ""},
		{"--live --current", 0, "Options --current and --live are mutually exclusive"},
		{"--config --current", 0, "Options --current and --config are mutually exclusive"},
	}
	for _, tt := range tests {
		got, err := args(t, strings.Fields(tt.words)...).ConfigLiveCurrent()
		if msg := strings.Join(vsh.ErrorLines(err), "\n"); got != tt.want || msg != tt.err {
			t.Errorf("%q: %v, %q", tt.words, got, msg)
		}
	}
}

func TestFlagMap(t *testing.T) {
	flags := vsh.FlagMap[virt.DomainCreateFlags]{"b": virt.DomainStartPaused, "d": virt.DomainStartAutodestroy}
	if got := flags.Of(args(t, "--d", "--b")); got != virt.DomainStartPaused|virt.DomainStartAutodestroy {
		t.Errorf("both: %v", got)
	}
	if got := flags.Of(args(t)); got != 0 {
		t.Errorf("none: %v", got)
	}
}
