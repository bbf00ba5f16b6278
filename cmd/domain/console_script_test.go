//go:build unix

package domain

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func patterns(texts ...string) (list []*regexp.Regexp) {
	for _, text := range texts {
		list = append(list, regexp.MustCompile(text))
	}
	return list
}

func sends(texts ...string) (list [][]byte) {
	for _, text := range texts {
		list = append(list, []byte(text))
	}
	return list
}

// answer lets a guest say something for each text that it hears.
func (g *guest) answer(texts ...string) {
	go func() {
		for _, text := range texts {
			select {
			case <-g.heard:
				g.says <- []byte(text)
			case <-g.closed:
				return
			}
		}
	}()
}

func TestScript(t *testing.T) {
	lost := errors.New("connection lost")
	for _, c := range []struct {
		name   string
		script script
		guest  func(*guest)
		want   string // of the error
		shown  string
	}{
		{
			name: "in turn", script: script{send: sends("\r", "root\r"), expect: patterns("login: $", "# $")},
			guest: func(g *guest) { g.answer("web login: ", "Welcome\r\n# ") }, shown: "web login: Welcome\r\n# ",
		},
		{
			name: "in pieces", script: script{expect: patterns("rea+dy")},
			guest: func(g *guest) { g.says <- []byte("re"); g.says <- []byte("aa"); g.says <- []byte("dy") }, shown: "reaady",
		},
		{
			name: "what matched is over", script: script{expect: patterns("one", "one"), timeout: time.Minute},
			guest: func(g *guest) { g.says <- []byte("one") }, shown: "one", want: "the console of domain 'vm' did not show 'one' in time",
		},
		{
			name: "sent only", script: script{send: sends("x")},
		},
		{
			name: "sent and watched", script: script{send: sends("x"), timeout: time.Second},
			guest: func(g *guest) { g.answer("y") }, shown: "y",
		},
		{
			name: "watched until the guest ends", script: script{},
			guest: func(g *guest) { g.says <- []byte("bye"); close(g.says) }, shown: "bye",
		},
		{
			name: "ended before", script: script{expect: patterns("x")}, guest: func(g *guest) { close(g.says) },
			want: "the console of domain 'vm' did not show 'x' before it ended",
		},
		{
			name: "lost", script: script{expect: patterns("x")}, guest: func(g *guest) { g.err = lost; close(g.says) }, want: lost.Error(),
		},
		{
			name: "deaf", script: script{send: sends("x"), timeout: time.Second}, guest: func(g *guest) { g.deaf = true },
			want: "the console of domain 'vm' was not sent all in time",
		},
		{
			name: "much", script: script{expect: patterns("[^x]end$")},
			guest: func(g *guest) {
				go func() {
					for range 2 * maxUnmatched / lineBuffer {
						g.says <- []byte(strings.Repeat("x", lineBuffer))
					}
					g.says <- []byte("-end")
				}()
			},
			shown: strings.Repeat("x", 2*maxUnmatched) + "-end",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGuest()
				if c.guest != nil {
					c.guest(g)
				}
				var out bytes.Buffer
				err := c.script.run(t.Context(), g, &out, "vm")
				if text := errorText(err); text != c.want || out.String() != c.shown {
					t.Errorf("%q and %q, want %q and %q", text, cutText(out.String()), c.want, cutText(c.shown))
				}
				if g.aborted == (err == nil) && c.script.timeout == 0 {
					t.Errorf("stream %+v after %v", g.verdict, err)
				}
			})
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func cutText(s string) string { return s[:min(len(s), 100)] }

// TestScriptInterrupted: Ctrl-C ends it, also while the guest takes nothing.
func TestScriptInterrupted(t *testing.T) {
	for _, x := range []script{{expect: patterns("x")}, {send: sends("x")}, {}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			g := newGuest()
			g.deaf = true
			if err := x.run(ctx, g, &bytes.Buffer{}, "vm"); !errors.Is(err, context.Canceled) || !g.aborted {
				t.Errorf("%v, stream %+v", err, g.verdict)
			}
		})
	}
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{
		"": "", `ls\r`: "ls\r", `\x03\x1b[A`: "\x03\x1b[A", `\\n "it's"`: `\n "it's"`, "größe\n": "größe\n", `\xff`: "\xff", `\u00e9`: "é",
	} {
		if got, err := unescape(text); string(got) != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{`\`, `\q`, `\x0`, `a\`} {
		if got, err := unescape(text); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}
