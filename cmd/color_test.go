//go:build unix

package cmd_test

import (
	"strings"
	"testing"
)

// TestColor: on a terminal states, XML and errors are coloured as far as the
// environment and --color let them be; into a pipe only when that is asked for.
func TestColor(t *testing.T) {
	const (
		state = "\x1b[32mrunning\x1b[0m"
		tag   = "\x1b[36m<name\x1b[0m"
		fault = "\x1b[31merror:\x1b[0m unknown command"
	)
	for _, c := range []struct {
		env, args string
		want      bool
	}{
		{"NO_COLOR=", "", true},
		{"NO_COLOR=1", "", false},
		{"NO_COLOR=", "--color=never", false},
		{"NO_COLOR=1", "--color=always", true},
	} {
		args := append(strings.Fields(c.args), "-c", builtinHost)
		shown := ""
		for _, line := range []string{"list", "dumpxml test", "nosuch"} {
			x := startTerminal(t, []string{c.env}, append(args, line)...)
			x.status()
			x.drain()
			shown += x.screen.String()
		}
		for _, text := range []string{state, tag, fault} {
			if got := strings.Contains(shown, text); got != c.want {
				t.Errorf("%s %s: %q is shown: %t, want %t", c.env, c.args, text, got, c.want)
			}
		}
		if !c.want && strings.Contains(shown, "\x1b[") {
			t.Errorf("%s %s: there are control codes in %q", c.env, c.args, shown)
		}
	}
	for option, want := range map[string]bool{"--color=auto": false, "--color=always": true} {
		shown := run(t, builtinHost, option, "list; dumpxml test; nosuch") + run(t, builtinHost, option, "list; dumpxml test")
		shown += run(t, builtinHost, option, "nosuch")
		for _, text := range []string{state, tag, fault} {
			if got := strings.Contains(shown, text); got != want {
				t.Errorf("into a pipe with %s: %q is shown: %t, want %t", option, text, got, want)
			}
		}
	}
}
