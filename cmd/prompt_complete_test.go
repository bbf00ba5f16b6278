//go:build unix

package cmd_test

import (
	"context"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// TestPromptCompletes types half words at the prompt.
func TestPromptCompletes(t *testing.T) {
	x := startTerminal(t, []string{"NO_COLOR="}, "-q", "-c", serveAwkward(t))
	x.expect("virgo # ")
	for _, tt := range []struct{ before, shown, after, printed string }{ // before and after Tab
		{"domstate te", "domstate test ", "", "running"},
		{"domstate a", `domstate a\ b `, "", "shut off"},
		{"domstate 'a", "domstate 'a b' ", "", "shut off"},
		{`domstate "d\"`, `domstate "d\"q" `, "", "shut off"},
		{`domstate d\"`, `domstate d\"q `, "", "shut off"},
		{"domstate do", "domstate do$lar ", "", "shut off"},
		{"domstate 日", `domstate 日本\ 語 `, "", "shut off"},
		{"domstate --domain x:", "domstate --domain x:y ", "--reason", "shut off (unknown)"},
		{"domstate --domain=te", "domstate --domain=test ", "", "running"},
		{"domstate test --rea", "domstate test --reason ", "", "running (unknown)"},
		{"echo a; domstate s", `echo a; domstate semi\;c `, "", "shut off"},
		{"pool-list --type dir,iscsi-", "pool-list --type dir,iscsi-direct", "", "default-pool"},
	} {
		x.send(tt.before)
		x.expect(tt.before)
		x.send("\t")
		x.expect(tt.shown)
		x.send(tt.after + "\r")
		x.expect(tt.printed)
		x.expect("virgo # ")
	}

	x.send("echo 'a\r") // it goes on in the next line
	x.expect("\n\x1b[J\x1b[2K\r> ")
	x.send("b'; domst")
	x.send("\t")
	x.expect("b'; domstat")
	x.send("e s\t\r")
	x.expect("a\r\nb")
	x.expect("shut off")
	x.expect("virgo # ")
	x.send("domif\t") // several
	x.expect("domif-setlink")
	x.expect("domifaddr")
	x.expect("virgo # ")
	x.expect("domif")
	x.send("addr --source \t")
	x.expect("lease")
	x.expect("agent")
	x.expect("domifaddr --source ")
	x.send("\x15nosuch \t") // Ctrl-U
	x.expect("\a")
	x.send("\x15# domst\t")
	x.expect("\a")
	x.send("\x15domid ")
	x.expect("\x1b[2m<domain>\x1b[0m")
	x.send("test\r")
	x.expect("\n1\r\n")
	x.send("quit\r")
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
}

// TestPromptSuggests: a misspelled word is told the nearest ones.
func TestPromptSuggests(t *testing.T) {
	x := startTerminal(t, nil, "-q")
	for typed, want := range map[string]string{
		"dumxml test\r":         "error: unknown command: 'dumxml'\r\nhint: did you mean 'dumpxml'?\r\n",
		"lits\r":                "hint: did you mean 'list'?\r\n",
		"list --al\r":           "error: command 'list' doesn't support option --al\r\nhint: did you mean '--all'?\r\n",
		"dumpxml t --inactve\r": "hint: did you mean '--inactive'?\r\n",
	} {
		x.expect("virgo # ")
		x.send(typed)
		x.expect(want)
	}
	x.expect("virgo # ")
	x.send("frobnicate\r")
	x.expect("error: unknown command: 'frobnicate'\r\n\x1b[J")
	x.send("quit\r")
	x.status()
	// Scripts get virsh's lines and no more.
	if r := virgo("", nil, "dumxml"); r.stderr != "error: unknown command: 'dumxml'\n" {
		t.Errorf("%q", r.stderr)
	}
}

// TestCompleteBrokenHosts: a host that hangs or goes away while it is asked is
// given up without a word.
func TestCompleteBrokenHosts(t *testing.T) {
	hung, _ := silentHost(t)
	var dying *server
	var d test.Driver
	dying = serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := d.Open(ctx, uri, o)
		return dropping{c, func() { dying.drop() }}, err
	})
	for name, uri := range map[string]string{"hung": hung, "dying": dying.uri} {
		for _, args := range [][]string{{"domid", "t"}, {"--shell", "zsh", "--", "domid", "t"}} {
			r := virgo("", nil, append([]string{"-q", "-c", uri, "complete"}, args...)...)
			if strings.Trim(r.stdout, "words\n") != "" || r.stderr != "" {
				t.Errorf("%s %v: %+v", name, args, r)
			}
		}
		x := startTerminal(t, []string{"VIRSH_DEFAULT_CONNECT_URI=" + uri}, "-q")
		x.expect("virgo # ")
		x.send("domid t\t")
		x.expect("\a")
		x.send("\x15echo fine\r")
		x.expect("\nfine")
		x.expect("virgo # ")
		x.send("quit\r")
		if got := x.status(); got != 0 {
			t.Errorf("%s: status %d", name, got)
		}
		if strings.Contains(x.screen.String(), "error") {
			t.Errorf("%s: %q", name, x.screen.String())
		}
	}
}

// dropping loses the connection when it is asked for domains.
type dropping struct {
	driver.Conn
	drop func()
}

func (d dropping) Invoke(ctx context.Context, r *protocol.Request) error {
	if r.Proc == &protocol.ConnectListAllDomains.Proc {
		d.drop()
	}
	return d.Conn.Invoke(ctx, r)
}
