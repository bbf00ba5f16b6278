package cmd

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// A question is the words to complete the last of, and what is asked about.
type question struct {
	command string
	option  string // empty: all options
	words   []string
}

// questions asks of each command of virsh 9.0.0 for its options, and for the
// values of each of them.
func questions(facts *vshtest.Facts) []question {
	var all []question
	for _, g := range groups() {
		for _, s := range g.Specs() {
			fact := facts.Command(s.Name)
			if fact == nil || !fact.In900() {
				continue
			}
			all = append(all, question{s.Name, "", []string{s.Name, ""}}, question{s.Name, "", []string{s.Name, "--"}})
			for i := range s.Opts {
				o := &s.Opts[i]
				f := fact.Option(o.Name)
				if o.Kind == vsh.Bool || o.Kind == vsh.Alias || f == nil || f.Since != "" {
					continue
				}
				words := []string{s.Name}
				for name, object := range map[string]string{"domain": "test", "pool": "default-pool", "network": "default",
					"interface": "52:54:00:11:22:33"} {
					if name == "interface" && o.Name != "state" {
						continue // it says for which interface
					}
					if name != o.Name && fact.Option(name) != nil {
						words = append(words, "--"+name, object)
					}
				}
				all = append(all, question{s.Name, o.Name, append(words, "--"+o.Name, "")})
			}
		}
	}
	return all
}

// betterThanVirsh are the options that virsh says it completes, for which it was
// seen to offer nothing or less.
func betterThanVirsh() map[string]string {
	return map[string]string{
		"find-storage-pool-sources.type":    "virsh lists the types only for commands that define pools",
		"find-storage-pool-sources-as.type": "virsh lists the types only for commands that define pools",
		"help.command":                      "virsh leaves out the groups, and ours has commands of its own",
	}
}

// TestCompleteAsVirsh asks the real virsh the same on the same host: the
// candidates are the same. Their order is ours: virsh has that of its hash tables.
func TestCompleteAsVirsh(t *testing.T) {
	testhost.NeedLibvirtd(t)
	uri := testhost.Start(t, testhost.Options{}).URI("test")
	conn, err := libvirt.Open(t.Context(), uri) // stays open, so that the host does
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	theirs := testhost.NewVirsh(t, uri)
	for _, name := range []string{"a b", `d"q`, "日本"} {
		if _, err := conn.DefineDomainXML(t.Context(), `<domain type='test'><name>`+name+`</name><memory>8192</memory>`+
			`<os><type>hvm</type></os></domain>`); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{
		"snapshot-create-as test s1", "snapshot-create-as test 's 2'", "suspend test", "vol-create-as default-pool 'v 1' 1M",
	} {
		theirs.Run(t, line)
	}

	facts := vshtest.Load(t, "vsh/testdata/virsh_commands.json")
	all := questions(facts)
	var script strings.Builder
	for i, q := range all {
		fmt.Fprintf(&script, "echo '@%d\n'\ncomplete --", i)
		for _, w := range q.words {
			script.WriteString(" '" + w + "'")
		}
		script.WriteString("\n")
	}
	want := answers(theirs.Run(t, "-q", script.String()).Stdout)
	var stdout, stderr bytes.Buffer
	Main(Process{Args: []string{"-q", "-c", uri, script.String()}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		LookupEnv: func(string) (string, bool) { return "", false }})
	if stderr.Len() > 0 {
		t.Errorf("it said %s", stderr.String())
	}
	got := answers(stdout.String())
	if len(want) != len(all) || len(got) != len(all) {
		t.Fatalf("%d questions, %d answers of virsh, %d of ours", len(all), len(want), len(got))
	}
	same, more := 0, 0
	for i, q := range all {
		completed := facts.Command(q.command).Option(q.option)
		switch {
		case slices.Equal(want[i], older(facts, q, got[i])):
			same++
		case betterThanVirsh()[q.command+"."+q.option] != "",
			len(want[i]) == 0 && completed != nil && (completed.Completes == "" || completed.Completes == "none"):
			more++
		default:
			t.Errorf("%q: %q, virsh has %q", q.words, got[i], want[i])
		}
	}
	t.Logf("%d questions: the same answer to %d, more than virsh's to %d", len(all), same, more)
}

// answers cuts an output into the candidates of each question, sorted.
func answers(output string) [][]string {
	var all [][]string
	for _, part := range strings.Split(output, "@")[1:] {
		_, lines, _ := strings.Cut(part, "\n")
		words := strings.FieldsFunc(lines, func(r rune) bool { return r == '\n' })
		slices.Sort(words)
		all = append(all, slices.Compact(words))
	}
	return all
}

// older leaves out the options that virsh 9.0.0 did not have.
func older(facts *vshtest.Facts, q question, words []string) []string {
	if q.option != "" {
		return words
	}
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		o := facts.Command(q.command).Option(strings.TrimPrefix(word, "--"))
		return o == nil || o.Since != "" || o.Unconfirmed
	})
}
