package vsh_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
)

// lookup finds the commands of virsh, which do nothing.
func lookup(t testing.TB) func(string) *vsh.Spec {
	facts := vshtest.Load(t, factsFile)
	return func(name string) *vsh.Spec {
		c := facts.Command(name)
		if c == nil {
			return nil
		}
		if c.AliasOf != "" {
			c = facts.Command(c.AliasOf)
		}
		return c.Spec()
	}
}

// describe shows calls as NAME{OPTION=VALUE …}, one a line.
func describe(calls []*vsh.Call) string {
	var lines []string
	for _, c := range calls {
		var opts []string
		for _, line := range c.Args.Trace() {
			line = strings.TrimPrefix(line, c.Spec.Name+": ")
			line = strings.NewReplacer("(optdata): ", "=", "(bool): (none)", "").Replace(line)
			opts = append(opts, line)
		}
		for _, o := range c.Overrides {
			opts = append(opts, "!"+o.Name+"="+o.Value)
		}
		lines = append(lines, c.Spec.Name+"{"+strings.Join(opts, " ")+"}")
	}
	return strings.Join(lines, "\n")
}

// The expectations of TestParseLine and TestParseWords are what virsh 9.0.0 was
// seen to do, except for options of ours.
func TestParseLine(t *testing.T) {
	tests := []struct{ line, want, err string }{
		{"", "", ""},
		{"#x", "", ""},
		{"'#x' y; echo b", "echo{string=b}", ""},
		{"echo a;echo b # c ; d\necho e", "echo{string=a}\necho{string=b}\necho{string=e}", ""},
		{"echo a; nosuch; echo b", "echo{string=a}", "unknown command: 'nosuch'"},
		{`nosuch "abc`, "", "unknown command: 'nosuch'"},
		{`list foo "abc`, "", "unexpected data 'foo'"},
		{`domstate --domain "abc`, "", `missing "`},
		{`exit "a`, "", `missing "`},
		{`echo a\`, "", `dangling \`},
		{`echo 'a`, "", "missing '"}, // differs from virsh
		{"list\\ ", "", "unknown command: 'list '"},
		{"list --all -o json; domstate x -ocsv", "list{all !output=json}\ndomstate{domain=x !output=csv}", ""},
	}
	for _, tt := range tests {
		calls, err := vsh.ParseLine(lookup(t), tt.line)
		check(t, tt.line, describe(calls), err, tt.want, tt.err)
	}
}

func check(t *testing.T, line, got string, err error, want, wantErr string) {
	t.Helper()
	gotErr := strings.Join(vsh.ErrorLines(err), "\n")
	if gotErr != wantErr {
		t.Errorf("%q: error %q, want %q", line, gotErr, wantErr)
	}
	if got != want {
		t.Errorf("%q: %s, want %s", line, got, want)
	}
}

func TestParseWords(t *testing.T) {
	tests := []struct {
		words     string // parted by blanks; ∅ is an empty word
		want, err string
	}{
		{"#x y", "", ""},
		{"LIST", "", "unknown command: 'LIST'"},
		{"domstate test", "domstate{domain=test}", ""},
		{"domstate --domain=test", "domstate{domain=test}", ""},
		{"domstate --domain test --reason", "domstate{domain=test reason}", ""},
		{"domstate --reason test", "domstate{reason domain=test}", ""},
		{"domstate --domain --reason", "domstate{domain=--reason}", ""},
		{"domstate --domain=", "domstate{domain=}", ""},
		{"domstate ∅", "domstate{domain=}", ""},
		{"domstate test test", "", "unexpected data 'test'"},
		{"domstate test --domain test", "", "option --domain already seen"},
		{"domstate --domain", "", "expected syntax: --domain <string>"},
		{"domstate --foo", "", "command 'domstate' doesn't support option --foo"},
		{"domstate", "", "command 'domstate' requires <domain> option"},
		{"vol-create-as", "", "command 'vol-create-as' requires <pool> option\n" +
			"command 'vol-create-as' requires <name> option\ncommand 'vol-create-as' requires <capacity> option"},
		{"send-key", "", "command 'send-key' requires <domain> option\ncommand 'send-key' requires <keycode> option"},
		{"setvcpus test --count", "", "expected syntax: --count <number>"},
		{"setvcpus test -1", "setvcpus{domain=test count=-1}", ""},
		{"setvcpus --count 3 test --config", "setvcpus{count=3 domain=test config}", ""},
		{"setmem test --kilobytes", "", "expected syntax: --size <number>"},
		{"setmem test --kilobytes=x", "setmem{domain=test size=x}", ""},
		{"list --all --all", "", "option --all already seen"},
		{"list --all=x", "", "invalid '=' after option --all"},
		{"list --help=x", "", "invalid '=' after option --help"},
		{"list --help --foo", "", "command 'list' doesn't support option --foo"},
		{"list --help", "help{command=list}", ""},
		{"domstate --help", "help{command=domstate}", ""},
		{"help --help", "help{command=help}", ""},
		{"help list --help", "help{command=help}", ""},
		{"help --foo bar baz", "help{command=bar}", ""},
		{"help --command", "", "expected syntax: --command <string>"},
		{"help --command list --command start", "help{command=list}", ""},
		{"nodedev-dettach --foo", "", "command 'nodedev-detach' doesn't support option --foo"},
		{"nodedev-dettach", "", "command 'nodedev-detach' requires <device> option"},
		{"attach-disk test a b --shareable", "attach-disk{domain=test source=a target=b mode=shareable}", ""},
		{"attach-disk test a b --shareable=x", "", "invalid '=' after option --shareable"},
		{"attach-disk test a b --shareable --mode x", "", "option --mode already seen"},
		{"blkdeviotune test vda --total_bytes_sec 1 --total-bytes-sec 2", "", "option --total-bytes-sec already seen"},
		{"echo --hi --str x --string y z", "echo{string=hello string=x string=y string=z}", ""},
		{"echo --hi=x", "", "invalid '=' after option --hi"},
		{"echo ---x -x - --", "echo{string=---x string=-x string=-}", ""},
		{"echo -- --xml --", "echo{string=--xml string=--}", ""},
		{"echo --string --shell a", "echo{string=--shell string=a}", ""},
		{"echo a;b 'c", "echo{string=a;b string='c}", ""},
		{"list --1", "", "command 'list' doesn't support option --1"},
		{"list --é", "", "unexpected data '--é'"},
		// Options of ours count only where a line would be refused without them.
		{"echo -o json", "echo{string=-o string=json}", ""},
		{"list -o json --all", "list{all !output=json}", ""},
		{"list --all --columns name,id --sort=-id --color never", "list{all !columns=name,id !sort=-id !color=never}", ""},
		{"list --all --output=json --timeout 3 --trace", "list{all !output=json !timeout=3 !trace=}", ""},
		{"domstate -o json test", "domstate{domain=test !output=json}", ""},
		{"domstate test -ojson", "domstate{domain=test !output=json}", ""},
		{"domstate -o json", "", "unexpected data 'json'"},
		{"domstate test --output", "", "command 'domstate' doesn't support option --output"},
		{"domstate test -- -o json", "", "unexpected data '-o'"},
		{"event --all --timeout 3", "event{all timeout=3}", ""},
		{"list --help -o yaml", "help{command=list !output=yaml}", ""},
		{"help list -o yaml", "help{command=list !output=yaml}", ""},
	}
	find := lookup(t)
	for _, tt := range tests {
		words := strings.Fields(tt.words)
		for i := range words {
			if words[i] == "∅" {
				words[i] = ""
			}
		}
		call, err := vsh.ParseWords(find, words)
		var calls []*vsh.Call
		if call != nil {
			calls = append(calls, call)
		}
		check(t, tt.words, describe(calls), err, tt.want, tt.err)
	}
}

// TestNotes: help says that an option came twice, and goes on.
func TestNotes(t *testing.T) {
	call, err := vsh.ParseWords(lookup(t), strings.Fields("help --command list --command start"))
	if err != nil {
		t.Fatal(err)
	}
	if got := call.Args.Notes(); len(got) != 1 || got[0] != "option --command already seen" {
		t.Errorf("notes: %q", got)
	}
}

// FuzzParse checks that what parses keeps the rules: all words of the line that
// are no options are values, required options are there, only argv options
// repeat; and that a line and its words parse alike.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"echo a b", "list\x00--all", "domstate\x00--domain=x\x00--reason", "attach-disk\x00a\x00b\x00c\x00--shareable",
		"setvcpus\x00--count\x003\x00t", "help\x00--foo\x00--command\x00x", "domstats\x00a\x00--raw\x00b", "send-key\x00d\x00--\x00--k",
		"list\x00-o\x00json", "nodedev-dettach\x00x", "#", "\x00", "list\x00--help",
	} {
		f.Add(seed)
	}
	find := lookup(f)
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Split(text, "\x00")
		call, err := vsh.ParseWords(find, words)
		if err != nil {
			var e *vsh.Error
			var unknown *vsh.UnknownError
			if !errors.As(err, &e) && !errors.As(err, &unknown) || len(vsh.ErrorLines(err)) == 0 {
				t.Fatalf("%q: %v is no error for users", words, err)
			}
			return
		}
		if call == nil {
			if !strings.HasPrefix(words[0], "#") {
				t.Fatalf("%q: neither a call nor an error", words)
			}
			return
		}
		seen := map[string]int{}
		for _, line := range call.Args.Trace() {
			name, _, _ := strings.Cut(strings.TrimPrefix(line, call.Spec.Name+": "), "(")
			seen[name]++
		}
		for _, o := range call.Spec.Opts {
			n := seen[o.Name]
			delete(seen, o.Name)
			if o.Required && n == 0 && call.Spec.Name != "help" {
				t.Fatalf("%q: %s is missing", words, o.Name)
			}
			if n > 1 && o.Kind != vsh.Argv || n > 0 && o.Kind == vsh.Alias {
				t.Fatalf("%q: %s is there %d times", words, o.Name, n)
			}
		}
		if len(seen) > 0 {
			t.Fatalf("%q: unknown options %v", words, seen)
		}
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
		}
		calls, err := vsh.ParseLine(find, strings.Join(quoted, " "))
		if err != nil || describe(calls) != describe([]*vsh.Call{call}) {
			t.Fatalf("%q: as a line %s, %v; as words %s", words, describe(calls), err, describe([]*vsh.Call{call}))
		}
	})
}
