//go:build unix

package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// script makes a program of shell commands, in a directory with a blank in its
// name.
func script(t *testing.T, text string) string {
	t.Helper()
	testhost.NeedTools(t, "sh", "sed", "cat")
	dir := filepath.Join(t.TempDir(), "my editor")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "edit it")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return file
}

// startEdit starts a command with an editor on the built-in host. Files to edit
// go to the directory that is returned.
func startEdit(t *testing.T, editor string, args ...string) (*terminal, string) {
	t.Helper()
	tmp := filepath.Join(t.TempDir(), "temp dir")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	return startTerminal(t, []string{"EDITOR=" + editor, "TMPDIR=" + tmp, "PATH=" + os.Getenv("PATH")},
		append([]string{"-c", "test:///default"}, args...)...), tmp
}

// left returns the texts that are left in dir.
func left(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	return texts
}

func TestEdit(t *testing.T) {
	tests := []struct {
		name, editor string
		args         []string
		keys         string
		shows        []string // in this order, each a regular expression
		left         string   // what the file that is left begins with
		status       int
	}{
		{
			name: "good", editor: `sed -i s/8388608/4194304/ "$1"`,
			shows: []string{`^Domain 'test' XML configuration edited\.\r\n\r\n$`},
		},
		{
			name: "renames", editor: `sed s/8388608/4194304/ "$1" >"$1.new"; mv "$1.new" "$1"`,
			shows: []string{`^Domain 'test' XML configuration edited\.\r\n\r\n$`},
		},
		{
			name: "forks", editor: `exit 0`,
			shows: []string{`warning: the editor '.*' returned at once.* --from '.*\.xml'.*\r\nDomain 'test' XML configuration not changed\.`},
			left:  "<domain type='test'>\n",
		},
		{
			name: "fails", editor: `exit 3`, status: 1,
			shows: []string{`^error: the editor '.*/my editor/edit it' of \$EDITOR ended with exit status 3\r\n`},
		},
		{
			name: "killed", editor: `echo "<a/>" >"$1"; kill -9 $$`, status: 1,
			shows: []string{`error: the editor .* ended with signal: killed\r\n`, `error: the edited text is kept in .*: go on with 'virgo -c test:///default edit test --from '.*'`},
			left:  "<a/>\n",
		},
		{
			name: "deletes", editor: `rm "$1"`, status: 1,
			shows: []string{`error: the editor took the file away: .*no such file`},
		},
		{
			name: "broken, given up", editor: `echo "<broken" >"$1"`, keys: "n", status: 1,
			shows: []string{`error: invalid XML document: .*line 2`, `Failed\. Try again\? \[y,n,i,f,\?\]: `, `nothing was changed`, `the edited text is kept in `},
			left:  "<broken\n",
		},
		{
			name: "refused", editor: `echo "<network><name>x</name></network>" >"$1"`, keys: "n", status: 1,
			shows: []string{`error: XML error: expecting root element of 'domain', not 'network'`, `Failed\.`, `is kept in `},
			left:  "<network>",
		},
		{
			name: "name alone", editor: `sed -i "s/<name>test/<name>other/" "$1"`, keys: "n", status: 1,
			shows: []string{`error: .*already defined with uuid`, `error: to change only the name: domrename test other`, `is kept in `},
			left:  "<domain type='test'>\n",
		},
		{
			name: "name and UUID", editor: `sed -i "s/<name>test/<name>other/; s/<uuid>6/<uuid>7/" "$1"`,
			shows: []string{`warning: with another name and another UUID this is a new domain: 'test' is still there`, `Domain 'other' XML configuration edited\.`},
		},
		{
			name: "dropped", args: []string{"--skip-validate"}, editor: `sed -i "s/<devices>/&<foo\/>/; s/<.domain>/<qemu:commandline\/>&/" "$1"`,
			shows: []string{`warning: the host did not keep:\r\n  /domain/devices/foo\r\n  /domain/qemu:commandline \(the root element needs xmlns:qemu=`, `edited\.`},
		},
	}
	fresh := freshModes(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, tmp := startEdit(t, script(t, tt.editor), append([]string{"edit", "test"}, tt.args...)...)
			if tt.keys != "" {
				x.expect("Try again? ")
				x.expect("]: ")
				x.send(tt.keys)
			}
			if got := x.status(); got != tt.status {
				t.Errorf("status %d, want %d", got, tt.status)
			}
			x.drain()
			shown := x.screen.String()
			for _, want := range tt.shows {
				at := regexp.MustCompile(want).FindStringIndex(shown)
				if at == nil {
					t.Fatalf("%q is not in %q", want, x.screen.String())
				}
				shown = shown[at[1]:]
			}
			if texts := left(t, tmp); tt.left == "" && len(texts) > 0 || tt.left != "" && (len(texts) != 1 || !strings.HasPrefix(texts[0], tt.left)) {
				t.Errorf("left: %q, want %q", texts, tt.left)
			}
			if got := x.modes(); !reflect.DeepEqual(got, fresh) {
				t.Errorf("modes %+v, before %+v", got, fresh)
			}
		})
	}
}

// drain takes what was shown before the program ended.
func (x *terminal) drain() {
	for b := range x.chunks {
		x.screen.Write(b)
	}
}

// TestEditSignals: Ctrl-C is for the editor; a terminal that goes away while it
// is open leaves the text.
func TestEditSignals(t *testing.T) {
	editor := script(t, `trap 'sed -i s/8388608/4194304/ "$1"; exit 0' INT; trap 'exit 1' HUP; echo "<left/>" >>"$1"; echo open; while :; do sleep 0.1; done`)
	x, tmp := startEdit(t, editor, "edit", "test")
	x.expect("open")
	x.send("\x03")
	x.expect("Try again? ") // <left/> behind the document is wrong
	x.send("\x03")
	if got := x.status(); got != 1 {
		t.Errorf("status %d", got)
	}
	x.drain()
	if texts := left(t, tmp); len(texts) != 1 || !strings.Contains(texts[0], "<left/>") || !strings.Contains(texts[0], "4194304") {
		t.Errorf("left after Ctrl-C: %q, %q", texts, x.screen.String())
	}

	x, tmp = startEdit(t, editor, "edit", "test")
	x.expect("open")
	if err := syscall.Kill(-x.cmd.Process.Pid, syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if got := x.status(); got != 128+1 {
		t.Errorf("status %d", got)
	}
	if texts := left(t, tmp); len(texts) != 1 || !strings.Contains(texts[0], "<left/>") {
		t.Errorf("left after the terminal went away: %q", texts)
	}
}

// TestEditAtPrompt: the editor has the terminal, and afterwards the prompt has it.
func TestEditAtPrompt(t *testing.T) {
	editor := script(t, `echo open; read line; sed -i "s/8388608/$line/" "$2"`)
	x, _ := startEdit(t, "'"+editor+"' -w", "-q")
	x.fresh()
	x.line("edit test")
	x.expect("\r\nopen")
	x.send("4194304\r")
	x.fresh()
	x.line("dumpxml test --inactive --xpath //memory")
	x.expect(">4194304<")
	x.fresh()
	x.line("edit test --set //memory/text()=")
	x.expect("error: ")
	x.fresh()
	x.line("quit")
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
}

// TestEditMore: the commands that edit what is no definition, and what virsh says
// then.
func TestEditMore(t *testing.T) {
	const taken = "snapshot-create-as test s1; snapshot-create-as test s2; "
	tests := []struct {
		name, editor, line, want string
	}{
		{
			"snapshot", `sed -i "s,<name>s1</name>,&<description>d</description>," "$1"`, taken + "snapshot-edit test s1; snapshot-current test --name",
			"Snapshot s1 edited.\n\ns2\n",
		},
		{
			"snapshot made current", `sed -i "s,<name>s1</name>,&<description>d</description>," "$1"`, taken + "snapshot-edit test s1 --current; snapshot-current test --name",
			"Snapshot s1 edited.\n\ns1\n",
		},
		{
			"unchanged, made current", `sleep 1`, taken + "snapshot-edit test s1 --current; snapshot-current test --name",
			"Snapshot s1 edited.\n\ns1\n",
		},
		{
			"current", `sleep 1`, taken + "snapshot-edit test --current",
			"Snapshot s2 XML configuration not changed.\n\n",
		},
		{
			"clone", `sed -i "s,<name>s1</name>,<name>s9</name>," "$1"`, taken + "snapshot-edit test s1 --clone; snapshot-list test --name",
			"Snapshot s1 cloned to s9.\n\ns1\ns2\ns9\n\n",
		},
		{
			"checkpoint", `sed -i "s,<name>c1</name>,&<description>d</description>," "$1"`, "checkpoint-create-as test c1; checkpoint-edit test c1; checkpoint-dumpxml test c1 --xpath //description",
			"Checkpoint c1 edited.\n\n<description>d</description>\n\n",
		},
		{
			"description", `cat "$1"; printf 'a\nb\n' >"$1"`, "desc test old; desc test --edit; desc test",
			"old" + "Domain description updated successfully\na\nb\n\n",
		},
		{
			"title", `cat "$1"; echo b >"$1"`, "desc test --title old; desc test --title --edit new words; desc test --title",
			"new words" + "Domain title updated successfully\nb\n",
		},
		{
			"same description", `sleep 1`, "desc test --edit",
			"Domain description not changed\n\n",
		},
		{
			"metadata", `cat "$1"; echo "<b/>" >"$1"`, "metadata test http://x --key k --edit; metadata test http://x",
			"\nMetadata modified\n\n<b/>\n\n",
		},
		{
			"same metadata", `sleep 1`, "metadata test http://x --key k --edit",
			"Metadata not changed\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, tmp := startEdit(t, script(t, tt.editor), tt.line)
			if got := x.status(); got != 0 {
				t.Errorf("status %d", got)
			}
			x.drain()
			if got := strings.ReplaceAll(x.screen.String(), "\r\n", "\n"); !strings.HasSuffix(got, tt.want) {
				t.Errorf("%q does not end with %q", got, tt.want)
			}
			if texts := left(t, tmp); len(texts) > 0 {
				t.Errorf("left: %q", texts)
			}
		})
	}
}

// TestEditMoreRefused: what such a command did not do, the text that is left can.
func TestEditMoreRefused(t *testing.T) {
	tests := []struct {
		name, editor, line, want string
	}{
		{
			"snapshot", `sed -i "s,<name>s1</name>,<name>s9</name>," "$1"`, "snapshot-create-as test s1; snapshot-edit test s1 --current",
			`error: Must use --rename or --clone to change s1 to s9\n(?s).*go on with 'virgo -c test:///default snapshot-edit test --snapshotname s1 --current --from '.*'`,
		},
		{
			"checkpoint", `sed -i "s,<name>c1</name>,<name>c9</name>," "$1"`, "checkpoint-create-as test c1; checkpoint-edit test c1",
			`error: Cannot rename checkpoint c1 to c9\n(?s).*checkpoint-edit test --checkpointname c1 --from '`,
		},
		{
			"title", `echo "a\nb" >"$1"`, "desc test --title --edit",
			`error: Failed to set new domain title\nerror: metadata title can't contain newlines\n(?s).*desc test --title --new-desc "\$\(cat '.*\.txt'\)"'`,
		},
		{
			"metadata", `echo "<a" >"$1"`, "metadata test http://x --key k --edit",
			`error: invalid XML document: .*\n(?s).*metadata test http://x --key k --set "\$\(cat '`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, tmp := startEdit(t, script(t, tt.editor), tt.line)
			x.expect("Try again? ")
			x.expect("]: ")
			x.send("n")
			if got := x.status(); got != 1 {
				t.Errorf("status %d", got)
			}
			x.drain()
			if got := strings.ReplaceAll(x.screen.String(), "\r\n", "\n"); !regexp.MustCompile(tt.want).MatchString(got) {
				t.Errorf("%q does not match %q", got, tt.want)
			}
			if texts := left(t, tmp); len(texts) != 1 {
				t.Errorf("left: %q", texts)
			}
		})
	}
}

// TestEditNoRoom: where no file can be made there is nothing to edit, and nothing
// half-written is left.
func TestEditNoRoom(t *testing.T) {
	editor := script(t, `echo opened`)
	start := func(tmp string) *terminal {
		return startTerminal(t, []string{"EDITOR=" + editor, "TMPDIR=" + tmp, "PATH=" + os.Getenv("PATH")}, "-c", "test:///default", "edit", "test")
	}
	check := func(x *terminal, want string) {
		t.Helper()
		if got := x.status(); got != 1 {
			t.Errorf("status %d", got)
		}
		x.drain()
		if shown := x.screen.String(); !strings.Contains(shown, want) || strings.Contains(shown, "opened") {
			t.Errorf("%q, want %q", shown, want)
		}
	}
	check(start(filepath.Join(t.TempDir(), "nothing")), "no such file or directory")

	testhost.NeedRoot(t)
	testhost.NeedTools(t, "mount", "umount")
	full := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", full).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", full).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	if err := os.WriteFile(filepath.Join(full, "filler"), make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	check(start(full), "no space left on device")
	if texts := left(t, full); len(texts) != 1 {
		t.Errorf("left beside what fills it: %q", texts[1:])
	}
}

// TestDefineTellsLosses: on a terminal who defines something is told what the
// host did not keep of it; a script is not.
func TestDefineTellsLosses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "network.xml")
	if err := os.WriteFile(file, []byte("<network><name>n</name><bridge name='b'/><nosuch/></network>"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := startTerminal(t, nil, "-c", "test:///default", "net-define", file)
	x.expect("warning: the host did not keep:\r\n  /network/nosuch\r\n")
	x.expect("Network n defined from ")
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
	if got := virgo("", nil, "-c", "test:///default", "net-define", file); got.status != 0 || got.stderr != "" {
		t.Errorf("%+v", got)
	}
}
