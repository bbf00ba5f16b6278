package uri_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// splitLine is the line of libvirt's debug log with the parts of a URI.
var splitLine = regexp.MustCompile(`(?s)to URI components:\s+scheme (.*?)\s+server (.*?)\s+user (.*?)\s+port (\d+)\s+path (.*?)\n`)

// TestParseLikeVirsh compares with what the real virsh makes of each URI.
func TestParseLikeVirsh(t *testing.T) {
	testhost.NeedVirsh(t)
	for _, c := range goodURIs() {
		got := virshSplit(t, c.in)
		scheme := c.want.Scheme
		if c.want.Transport != "" {
			scheme += "+" + c.want.Transport
		}
		or := func(s string) string {
			if s == "" {
				return "<null>"
			}
			return s
		}
		want := fmt.Sprintf("%s %s %s %d %s", scheme, or(c.want.Host), or(c.want.User), c.want.Port, c.want.Path)
		if !strings.EqualFold(got, want) {
			t.Errorf("%q: virsh has %q, want %q", c.in, got, want)
		}
	}
	for _, s := range unparsableURIs() {
		checkVirshError(t, s)
	}
	for _, s := range schemelessURIs() {
		checkVirshError(t, s)
	}
}

func checkVirshError(t *testing.T, in string) {
	t.Helper()
	_, err := uri.Parse(in)
	if err == nil {
		t.Errorf("%q is accepted", in)
		return
	}
	if out := virshConnect(t, in, ""); !strings.Contains(out, "error: "+err.Error()+"\n") {
		t.Errorf("%q: virsh says\n%s\nwant %s", in, out, err)
	}
}

func virshSplit(t *testing.T, in string) string {
	t.Helper()
	out := virshConnect(t, in, "1:libvirt")
	m := splitLine.FindStringSubmatch(out)
	if m == nil {
		t.Errorf("%q: no parts in\n%s", in, out)
		return ""
	}
	return strings.Join(m[1:], " ")
}

// virshConnect returns what virsh writes to stderr when it opens a URI.
func virshConnect(t *testing.T, in, debug string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "virsh", "-c", in, "uri")
	cmd.Env = append(os.Environ(), "LC_ALL=C", "LIBVIRT_AUTOSTART=0")
	if debug != "" {
		cmd.Env = append(cmd.Env, "LIBVIRT_DEBUG=1", "LIBVIRT_LOG_FILTERS="+debug)
	}
	var b strings.Builder
	cmd.Stderr = &b
	_ = cmd.Run() // most of these lead nowhere; what counts is how it was read
	return b.String()
}
