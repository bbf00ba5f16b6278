package vsh_test

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// parseError matches what virsh says about lines that do not parse.
var parseError = regexp.MustCompile(`(?m)^error: (unknown command: |command '\S+' (requires|doesn't support option) ` +
	`|unexpected data |expected syntax: |option --\S+ already seen|invalid '=' after option |missing "|dangling )`)

// TestParseAsVirsh gives lines made of random pieces to virsh and to the parser,
// as one word and as many, and compares the verdicts. Only virsh's own test host
// is touched, which each process has to itself.
func TestParseAsVirsh(t *testing.T) {
	testhost.NeedVirsh(t)
	find := lookup(t)
	seed := uint64(20)
	r := rand.New(rand.NewPCG(seed, seed))
	for range 60 {
		words := randomWords(r)
		compareParse(t, words, func() ([]*vsh.Call, error) {
			call, err := vsh.ParseWords(find, words)
			return []*vsh.Call{call}, err
		})
		line := strings.Join(words, []string{" ", " ", " ; ", "\n", "\t"}[r.IntN(5)])
		line += []string{"", "", "", ` "`, ` \`, ` "a b"`, ` 'c'`, " #x", ";echo z", " \\\n d"}[r.IntN(10)]
		compareParse(t, []string{line}, func() ([]*vsh.Call, error) { return vsh.ParseLine(find, line) })
	}
}

func randomWords(r *rand.Rand) []string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	words := []string{pick("echo", "domstate", "list", "attach-disk", "setvcpus", "vol-create-as", "send-key",
		"nodedev-dettach", "blkdeviotune", "nosuch", "echo", "domif-setlink", "schedinfo", "help", "dumpxml")}
	for range r.IntN(6) {
		words = append(words, pick("test", "1", "-1", "a", "b,c", "-", "--", "---", "-o", "x=y", "#h", "--5",
			"--domain", "--domain=test", "--all", "--inactive", "--xml", "--string", "--str=q", "--hi", "--shell=1",
			"--count", "--count=2", "--mode", "--shareable", "--persistent", "--config", "--total_bytes_sec", "--help",
			"--total-bytes-sec=5", "--name", "--pool=p", "--weight", "--set", "--foo", "--foo=bar", "--keycode=3"))
	}
	return words
}

func compareParse(t *testing.T, args []string, parse func() ([]*vsh.Call, error)) {
	t.Helper()
	calls, err := parse()
	for _, c := range calls {
		if c != nil && len(c.Overrides) > 0 {
			return // ours
		}
	}
	cmd := exec.Command("virsh", append([]string{"-c", "test:///default"}, args...)...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	_ = cmd.Run() // most lines fail, and that is compared
	said := stderr.String()
	if err == nil {
		// help notes a repeated option and goes on.
		if m := parseError.FindString(said); m != "" && !strings.Contains(said, "option --command already seen") {
			t.Errorf("%q: parses here, virsh says %q", args, said)
		}
		return
	}
	want := "error: " + strings.Join(vsh.ErrorLines(err), "\nerror: ") + "\n"
	if said != want && err.Error() != "missing '" {
		t.Errorf("%q:\n%svirsh says\n%s", args, want, said)
	}
}
