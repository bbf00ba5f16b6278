package cmd_test

import (
	"bytes"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/cmd"
)

// runAsProgram makes the test binary behave as the program, for tests that need
// a process.
const runAsProgram = "VIRGO_TEST_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		os.Exit(cmd.Main(cmd.Process{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
			LookupEnv: os.LookupEnv}))
	}
	heedHangup()
	os.Exit(m.Run())
}

// heedHangup makes programs that the tests start heed SIGHUP, also where these
// tests run under nohup: what is ignored here is ignored in them.
func heedHangup() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}

// result is what one run of the program gave.
type result struct {
	status         int
	stdout, stderr string
}

// virgo runs the program in this process. env holds the whole environment.
func virgo(stdin string, env map[string]string, args ...string) result {
	var stdout, stderr bytes.Buffer
	status := cmd.Main(cmd.Process{Args: args, Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr,
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok }})
	return result{status, stdout.String(), stderr.String()}
}

// TestGlobalOptions: what virsh 9.0.0 was seen to do with options and
// environment. Nothing here reaches a host.
func TestGlobalOptions(t *testing.T) {
	tests := []struct {
		args string // parted by blanks; ∅ is an empty word
		want result
	}{
		{"echo a", result{0, "a\n", ""}},
		{"-q echo a", result{0, "a", ""}},
		{"--q echo a", result{0, "a", ""}},
		{"--quiet=1", result{1, "", "unsupported option '-q'. See --help."}},
		{"-Z", result{1, "", "unsupported option '-Z'. See --help."}},
		{"-qZ", result{1, "", "unsupported option '-Z'. See --help."}},
		{"--foo", result{1, "", "unsupported option '--foo'. See --help."}},
		{"--k 1", result{1, "", "unsupported option '--k'. See --help."}},
		{"-c", result{1, "", "option '-c'/'--connect' requires an argument"}},
		{"--conn", result{1, "", "option '-c'/'--connect' requires an argument"}},
		{"--l", result{1, "", "option '-l'/'--log' requires an argument"}},
		{"-k x", result{1, "", "Invalid value for option -k"}},
		{"-k ∅", result{1, "", "Invalid value for option -k"}},
		{"-k 010x", result{1, "", "Invalid value for option -k"}},
		{"-k -1", result{1, "", "option -k requires a positive integer argument"}},
		{"--keepalive-i x", result{1, "", "Invalid value for option --keepalive-interval"}},
		{"-K -1", result{1, "", "option -K requires a positive integer argument"}},
		{"-k 0x5 -K 010 echo a", result{0, "a\n", ""}},
		{"-d x", result{1, "", "option -d takes a numeric argument"}},
		{"--debug=", result{1, "", "option --debug takes a numeric argument"}},
		{"-d 0x1", result{1, "", "option -d takes a numeric argument"}},
		{"-d 9 echo a", result{0, "a\n", "ignoring debug level 9 out of range [0-4]"}},
		{"-d -1 echo a", result{0, "a\n", "ignoring debug level -1 out of range [0-4]"}},
		{"-e ab", result{1, "", "Invalid string 'ab' for escape sequence"}},
		{"-e ∅", result{1, "", "Invalid string '' for escape sequence"}},
		{"-e ^1", result{1, "", "Invalid string '^1' for escape sequence"}},
		{"-e ^", result{1, "", "Invalid string '^' for escape sequence"}},
		{"-e ^{", result{1, "", "Invalid string '^{' for escape sequence"}},
		{"-e ^_ echo a", result{0, "a\n", ""}},
		{"-e é", result{1, "", "Invalid string 'é' for escape sequence"}},
		{"-l /nonexistent/x echo a", result{1, "", "failed to open the log file. check the log file path"}},
		{"-- -c x", result{1, "", "unknown command: '-c'"}},
		{"-", result{1, "", "unknown command: '-'"}},
		{"∅", result{1, "", ""}},
		{"#x y", result{0, "", ""}},
		{"-o nosuch echo a", result{1, "", "unknown output format 'nosuch', must be one of: text, json, yaml, csv, xml, table, markdown, name, uuid"}},
		{"--columns=,a echo a", result{1, "", "option --columns requires names parted by commas, not ',a'"}},
		{"--sort - echo a", result{1, "", "option --sort requires the name of a column, not '-'"}},
		{"echo --color=blue a", result{1, "", "unknown colour mode 'blue', must be one of: auto, always, never"}},
		{"--timeout x echo a", result{1, "", "option --timeout requires a number of seconds, not 'x'"}},
		{"--timeout", result{1, "", "option '--timeout' requires an argument"}},
		{"echo a --trace", result{0, "a\n", "trace: 0 round trips, 0 calls"}},
		{"help nosuch", result{1, "\n", "command or command group 'nosuch' doesn't exist"}},
		{"cd /", result{1, "\n", "cd: command valid only in interactive mode"}},
		{"quit", result{0, "", ""}},
		{"quit 3", result{1, "", "unexpected data '3'"}},
	}
	for _, tt := range tests {
		words := strings.Fields(tt.args)
		for i := range words {
			words[i] = strings.ReplaceAll(words[i], "∅", "")
		}
		if tt.want.stderr != "" && !strings.HasPrefix(tt.want.stderr, "trace") {
			tt.want.stderr = "error: " + tt.want.stderr
		}
		if tt.want.stderr != "" {
			tt.want.stderr += "\n"
		}
		if got := virgo("", nil, words...); got != tt.want {
			t.Errorf("%s:\n%+v, want\n%+v", tt.args, got, tt.want)
		}
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		line string
		want result
	}{
		{"echo a; echo b", result{0, "a\nb\n", ""}},
		{"echo a; nosuch; echo b", result{1, "", "error: unknown command: 'nosuch'\n"}},
		{"help nosuch; echo b", result{0, "\nb\n", "error: command or command group 'nosuch' doesn't exist\n"}},
		{"echo b; help nosuch", result{1, "b\n\n", "error: command or command group 'nosuch' doesn't exist\n"}},
		{"echo a; quit; echo b", result{0, "a\n", ""}},
		{" ", result{0, "", ""}},
		{";", result{0, "", ""}},
		{"echo 'a", result{1, "", "error: missing '\n"}},
	}
	for _, tt := range tests {
		if got := virgo("", nil, tt.line); got != tt.want {
			t.Errorf("%s:\n%+v, want\n%+v", tt.line, got, tt.want)
		}
	}
}

func TestVersionAndUsage(t *testing.T) {
	short := virgo("", nil, "-v")
	if short.status != 0 || short.stderr != "" || strings.Count(short.stdout, ".") != 2 || strings.Count(short.stdout, "\n") != 1 {
		t.Errorf("-v: %+v", short)
	}
	for _, args := range []string{"--version", "--ver", "--v", "--version=short", "--version=foo", "-vfoo", "-qv", "-c x:// -v", "-v -Z"} {
		if got := virgo("", nil, strings.Fields(args)...); got != short {
			t.Errorf("%s: %+v", args, got)
		}
	}
	long := virgo("", nil, "-V")
	for _, part := range []string{"Virgo command line tool " + short.stdout, " Hypervisors: ", " Networking: ", " Storage: ",
		" Miscellaneous: "} {
		if !strings.Contains(long.stdout, part) {
			t.Errorf("-V lacks %q: %s", part, long.stdout)
		}
	}
	if got := virgo("", nil, "--version=long"); got != long {
		t.Errorf("--version=long: %+v", got)
	}
	usage := virgo("", nil, "-h", "nosuch")
	if usage.status != 0 || !strings.HasPrefix(usage.stdout, "\nvirgo [options]... [<command_string>]\n") ||
		!strings.Contains(usage.stdout, "    echo                           print") {
		t.Errorf("-h: %+v", usage)
	}
}

func TestEnvironment(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		env  map[string]string
		want result
	}{
		{map[string]string{"VIRSH_DEBUG": "x"}, result{0, "a\n", "error: VIRSH_DEBUG not set with a valid numeric value\n"}},
		{map[string]string{"VIRSH_DEBUG": ""}, result{0, "a\n", "error: VIRSH_DEBUG not set with a valid numeric value\n"}},
		{map[string]string{"VIRSH_DEBUG": "7"}, result{0, "a\n", "error: VIRSH_DEBUG not set with a valid numeric value\n"}},
		{map[string]string{"VIRSH_DEBUG": "1"}, result{0, "commands: \"echo a\"\necho: string(optdata): a\na\n", ""}},
		{map[string]string{"VIRSH_LOG_FILE": "/nonexistent/x"},
			result{1, "", "error: failed to open the log file. check the log file path\n"}},
		{map[string]string{"VIRSH_LOG_FILE": ""}, result{0, "a\n", ""}},
		{map[string]string{"VIRSH_LOG_FILE": filepath.Join(dir, "log"), "VIRSH_DEBUG": "4"}, result{0, "a\n", ""}},
	}
	for _, tt := range tests {
		if got := virgo("", tt.env, "echo a"); got != tt.want {
			t.Errorf("%v:\n%+v, want\n%+v", tt.env, got, tt.want)
		}
	}
}

func TestLogFile(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	virgo("", nil, "-l", log, "-d", "1", "echo a")
	virgo("", nil, "-l", log, "help nosuch")
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	want := []string{`INFO commands: "echo a"`, "INFO echo: string(optdata): a",
		"ERROR command or command group 'nosuch' doesn't exist"}
	if len(lines) != len(want) {
		t.Fatalf("%q", lines)
	}
	for i, line := range lines {
		// [2006.01.02 15:04:05 virgo PID] LEVEL text
		if before, text, _ := strings.Cut(line, "] "); text != want[i] || !strings.HasPrefix(before, "[2") {
			t.Errorf("%q, want %q", line, want[i])
		}
	}
}

func TestPipe(t *testing.T) {
	got := virgo("echo a\n\n#c\nnosuch\n echo 'b c' \\\nhelp x\npwd --foo\necho last", nil)
	want := result{1, "a\n\nlast\n", "error: unknown command: 'nosuch'\nerror: dangling \\\n" +
		"error: command or command group 'x' doesn't exist\nerror: command 'pwd' doesn't support option --foo\n"}
	if got != want {
		t.Errorf("%+v, want\n%+v", got, want)
	}
	if got := virgo("echo a\nquit\necho b", nil); got != (result{0, "a\n", ""}) {
		t.Errorf("quit: %+v", got)
	}
	if got := virgo("nosuch\nquit\n", nil); got.status != 1 {
		t.Errorf("a failure before quit: %+v", got)
	}
	if got := virgo("", nil); got != (result{0, "", ""}) {
		t.Errorf("nothing: %+v", got)
	}
}

func TestMachineErrors(t *testing.T) {
	got := virgo("", nil, "-o", "json", "help", "nosuch")
	want := result{1, "", `{
  "error": {
    "code": 0,
    "message": "command or command group 'nosuch' doesn't exist"
  }
}
`}
	if got != want {
		t.Errorf("%+v", got)
	}
	// An option after the command counts for its errors too, and for it alone.
	got = virgo("", nil, "domid -o json; help nosuch")
	if !strings.HasPrefix(got.stderr, "error: ") {
		t.Errorf("%+v", got)
	}
	got = virgo("", nil, "pwd -o json; echo a")
	if got.status != 0 || !strings.HasPrefix(got.stdout, "{\n  \"directory\": ") || !strings.HasSuffix(got.stdout, "}\na\n") {
		t.Errorf("%+v", got)
	}
}

// failingWriter takes no bytes.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestOutputThatCannotBeWritten(t *testing.T) {
	tests := []struct {
		err  error
		args []string
		want string
	}{
		{syscall.ENOSPC, []string{"echo a; echo b"}, "error: cannot write the output: no space left on device\n"},
		{syscall.ENOSPC, []string{"-v"}, "error: cannot write the output: no space left on device\n"},
		{syscall.ENOSPC, []string{"-h"}, "error: cannot write the output: no space left on device\n"},
		{syscall.EPIPE, []string{"help"}, ""},
		{errors.New("broken"), nil, "error: cannot write the output: broken\n"},
	}
	for _, tt := range tests {
		var stderr bytes.Buffer
		status := cmd.Main(cmd.Process{Args: tt.args, Stdin: strings.NewReader("echo a\necho b\n"),
			Stdout: failingWriter{tt.err}, Stderr: &stderr,
			LookupEnv: func(string) (string, bool) { return "", false }})
		if status != 1 || stderr.String() != tt.want {
			t.Errorf("%v to %q: status %d, %q, want %q", tt.err, tt.args, status, stderr.String(), tt.want)
		}
	}
}

func TestTiming(t *testing.T) {
	got := virgo("", nil, "-q", "-t", "echo a;help nosuch")
	parts := strings.Split(got.stdout, "\n(Time: ")
	if len(parts) != 3 || parts[0] != "a" || !strings.HasSuffix(parts[1], " ms)\n\n") {
		t.Errorf("%+v", got)
	}
	got = virgo("", nil, "-t", "-o", "json", "echo a")
	if strings.Contains(got.stdout, "Time") || !strings.HasPrefix(got.stderr, "(Time: ") {
		t.Errorf("%+v", got)
	}
}
