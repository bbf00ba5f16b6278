//go:build unix

package cmd_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// serveAwkward starts a daemon with domains that shells have a meaning for.
func serveAwkward(t *testing.T) (uri string) {
	t.Helper()
	var d test.Driver
	base, err := d.Open(t.Context(), builtinHost, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	conn := libvirt.New(base) // stays open, so that the host does
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	for _, name := range []string{"a b", `d"q`, "do$lar", "q'x", `back\s`, "日本 語", "semi;c", "x:y"} {
		if _, err := conn.DefineDomainXML(t.Context(), `<domain type='test'><name>`+name+`</name><memory>8192</memory>`+
			`<os><type>hvm</type></os></domain>`); err != nil {
			t.Fatal(err)
		}
	}
	return serve(t, d.Open).uri
}

// typing is what a user types before the Tab, after it, and the words that the
// shell then makes of the line.
type typing struct{ before, after, words string }

// typings are the same in all shells.
func typings() []typing {
	return []typing{
		{"virgo domblki", "", "<virgo><domblkinfo>"},
		{"virgo dompmz", "X", "<virgo><dompmzX>"},
		{"virgo --conn", "X", "<virgo><--connect><X>"},
		{"virgo -c test:", "X", "<virgo><-c><test:///default><X>"},
		{"virgo -r -o js", "X", "<virgo><-r><-o><json><X>"},
		{"virgo domid te", "X", "<virgo><domid><test><X>"},
		{"virgo dumpxml --domain=te", "X", "<virgo><dumpxml><--domain=test><X>"},
		{"virgo dumpxml test --security", "X", "<virgo><dumpxml><test><--security-info><X>"},
		{"virgo domif-setlink test testnet0 ", "X", "<virgo><domif-setlink><test><testnet0><down><X>"},
		{"virgo start a", "X", "<virgo><start><a b><X>"},
		{"virgo start a\\ ", "X", "<virgo><start><a b><X>"},
		{"virgo start 'a", "X", "<virgo><start><a b><X>"},
		{`virgo start "a`, "X", "<virgo><start><a b><X>"},
		{`virgo start "a `, "", "<virgo><start><a b>"},
		{"virgo start d", "o\t", "<virgo><start><do$lar>"},
		{`virgo start "do`, "", "<virgo><start><do$lar>"},
		{`virgo start d\"`, "", `<virgo><start><d"q>`},
		{"virgo start q", "", "<virgo><start><q'x>"},
		{`virgo start "q`, "", "<virgo><start><q'x>"},
		{"virgo start b", "", `<virgo><start><back\s>`},
		{"virgo start 日", "X", "<virgo><start><日本 語><X>"},
		{"virgo start '日本", "X", "<virgo><start><日本 語><X>"},
		{"virgo start s", "", "<virgo><start><semi;c>"},
		{"virgo start x", "X", "<virgo><start><x:y><X>"},
		{"virgo start x:", "X", "<virgo><start><x:y><X>"},
		{"virgo domif-setlink te", "t", "<virgo><domif-setlink><test><t>"},
		{"virgo pool-list --type dir,iscsi-", "", "<virgo><pool-list><--type><dir,iscsi-direct>"},
		{"virgo define one", "X", "<virgo><define><one file.xml><X>"},
		{"virgo nosuch te", "", "<virgo><nosuch><te>"},
		{"virgo -c nosuch:///host domid te", "", "<virgo><-c><nosuch:///host><domid><te>"},
	}
}

// TestShells types the same lines into the real shells.
func TestShells(t *testing.T) {
	uri := serveAwkward(t)
	const show = `show() { printf '<%s>' "$@"; echo; }; PS1='READ''Y> '; `
	shells := []struct {
		name  string
		args  []string
		setup string
	}{
		{"bash", []string{"bash", "--norc", "--noprofile", "-i"}, show + "source <(virgo -q completion bash)"},
		{"bash-completion", []string{"bash", "--norc", "--noprofile", "-i"},
			show + "source /usr/share/bash-completion/bash_completion; source <(virgo -q completion bash)"},
		{"zsh", []string{"zsh", "-f", "-i"},
			show + "unsetopt prompt_sp; bindkey -e; autoload -Uz compinit; compinit -D; source <(virgo -q completion zsh)"},
		{"fish", []string{"fish", "--private", "-i", "-C",
			`function show; printf '<%s>' $argv; echo; end; function fish_prompt; printf 'READ''Y> '; end; set fish_greeting; ` +
				"virgo -q completion fish | source"}, ""},
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, shell := range shells {
		t.Run(shell.name, func(t *testing.T) {
			testhost.NeedTools(t, shell.args[0])
			bin, home := t.TempDir(), t.TempDir()
			if err := os.Symlink(exe, filepath.Join(bin, "virgo")); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(home, "one file.xml"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(shell.args[0], shell.args[1:]...)
			cmd.Dir = home
			cmd.Env = []string{runAsProgram + "=1", "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" + home, "XDG_RUNTIME_DIR=" + home,
				"PATH=" + bin + ":" + os.Getenv("PATH"), "VIRSH_DEFAULT_CONNECT_URI=" + uri}
			x := startOnTerminal(t, cmd)
			if shell.setup != "" {
				x.send(shell.setup + "\r")
			}
			x.expect("READY> ")
			for _, tt := range typings() {
				x.send(tt.before + "\t" + tt.after + "\x01show \r")
				x.expect(tt.words + "\r\n")
				x.expect("READY> ")
			}
			x.send("exit\r")
			if got := x.status(); got != 0 {
				t.Errorf("status %d", got)
			}
		})
	}
}
