package domain

import (
	"slices"
	"testing"
)

func TestTilde(t *testing.T) {
	for _, c := range []struct {
		typed []string // in pieces
		want  string
		helps int
		end   bool
	}{
		{typed: []string{"~."}, end: true},
		{typed: []string{"~", "."}, end: true},
		{typed: []string{"ls\r", "~.ignored"}, want: "ls\r", end: true},
		{typed: []string{"ls\n~."}, want: "ls\n", end: true},
		{typed: []string{"ls ~."}, want: "ls ~."},
		{typed: []string{"~~."}, want: "~."},
		{typed: []string{"~", "~", "~."}, want: "~~."},
		{typed: []string{"~/bin\r~"}, want: "~/bin\r"},
		{typed: []string{"~?", "~?~."}, helps: 2, end: true},
		{typed: []string{"~\r~."}, want: "~\r", end: true},
		{typed: []string{"\x1d\x03"}, want: "\x1d\x03"},
		{typed: []string{""}},
	} {
		e := &tilde{lineStart: true}
		var got []byte
		helps, ended := 0, false
		for _, piece := range c.typed {
			typed := []byte(piece)
			forGuest, help, end := e.scan(typed)
			if string(typed) != piece {
				t.Errorf("%q: what was typed is now %q", c.typed, typed)
			}
			got = append(got, forGuest...)
			if help {
				helps++
			}
			ended = ended || end
		}
		if string(got) != c.want || helps != c.helps || ended != c.end {
			t.Errorf("%q: %q, %d times help, end %v, want %q, %d, %v", c.typed, got, helps, ended, c.want, c.helps, c.end)
		}
	}
}

func TestEscapeStyles(t *testing.T) {
	for _, style := range []string{"", "virsh", "ssh"} {
		if _, err := escapeOf(style, "^]"); err != nil {
			t.Error(err)
		}
	}
	if _, err := escapeOf("telnet", "^]"); err == nil || err.Error() != "unknown escape style 'telnet', must be one of: virsh, ssh" {
		t.Error(err)
	}
}

func TestConsoleDevices(t *testing.T) {
	const doc = `<domain><devices>
  <serial type='pty'><alias name='serial0'/></serial>
  <serial type='unix'><alias name='serial1'/></serial>
  <console type='pty'><alias name='serial0'/></console>
  <console type='pty'><alias name='console1'/></console>
  <console type='pty'/>
  <parallel type='pty'><alias name='parallel0'/></parallel>
  <channel type='pty'><alias name='channel0'/></channel>
</devices></domain>`
	names, err := consoleDevices(doc)
	if want := []string{"serial0", "console1", "parallel0"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v, %v, want %v", names, err, want)
	}
	if _, err := consoleDevices("<domain"); err == nil {
		t.Error("half a document is none")
	}
}
