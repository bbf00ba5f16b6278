package completion_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/completion"
)

// virsh returns the commands of virsh, which do nothing.
func virsh(t *testing.T) vsh.Catalog {
	facts := vshtest.Load(t, "../cmd/vsh/testdata/virsh_commands.json")
	var c vsh.Catalog
	for _, g := range facts.Groups {
		group := vsh.Group{Key: g.Key, Title: g.Title}
		for i := range facts.Commands {
			f := &facts.Commands[i]
			switch {
			case f.Group != g.Key || !f.In900():
			case f.AliasOf != "":
				group.Commands = append(group.Commands, vsh.Command{Name: f.Name, AliasOf: f.AliasOf})
			default:
				group.Commands = append(group.Commands, vsh.Command{Name: f.Name, Spec: f.Spec})
			}
		}
		c = append(c, group)
	}
	return c
}

// join parts the words of candidates by blanks.
func join(found []completion.Candidate) string {
	words := make([]string, len(found))
	for i, c := range found {
		words[i] = c.Word
	}
	return strings.Join(words, " ")
}

// TestVirsh holds what virsh 9.0.0 was seen to offer, values that only a host
// knows left out.
func TestVirsh(t *testing.T) {
	tests := []struct{ words, want string }{ // words parted by blanks, ∅ is an empty word
		{"domst", "domstate domstats"},
		{"dom sta", "start"},
		{"nosuch nodedev-det", "nodedev-detach"}, // what is no command does not count, nor does an alias
		{"self", ""},
		{"--", ""},
		{"dumpxml", "dumpxml"},
		{"domstate ∅", "--domain --reason"},
		{"domstate --", "--domain --reason"},
		{"domstate test ∅", "--reason"},
		{"domstate --domain ∅", ""},
		{"domstate foo", ""},
		{"dumpxml --inactive --", "--domain --security-info --update-cpu --migratable --xpath --wrap"},
		{"dumpxml --foo --s", "--security-info"},
		{"dumpxml --xpath ∅", ""},
		{"blkdeviotune test vda --total", "--total-bytes-sec --total-iops-sec --total-bytes-sec-max " +
			"--total-iops-sec-max --total-bytes-sec-max-length --total-iops-sec-max-length"},
		{"setvcpus test --co", "--count --config"},
		{"setvcpus test 1 -", "--maximum --config --live --current --guest --hotpluggable"},
		{"setvcpus -- test 1 --", "--maximum --config --live --current --guest --hotpluggable"},
		{"echo --s", "--shell --split --string"},
		{"echo a --str x --s", "--shell --split --string"},
		{"cd ∅", "--dir"},
		{"pwd ∅", ""},
		{"echo a ; pw", "pwd"},
		{"echo a ; domstate --r", "--reason"},
		{"attach-disk t s d --shareable --mod", ""},
		{"domif-setlink --persistent --c", ""},
	}
	e := completion.Engine{Catalog: virsh(t)}
	for _, tt := range tests {
		words := strings.Fields(tt.words)
		for i := range words {
			words[i] = strings.ReplaceAll(words[i], "∅", "")
		}
		if got := join(e.Virsh(t.Context(), words)); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.words, got, tt.want)
		}
	}
	if got := e.Virsh(t.Context(), nil); got != nil {
		t.Errorf("no words: %v", got)
	}
	all := e.Virsh(t.Context(), []string{""})
	if len(all) < 270 || slices.ContainsFunc(all, func(c completion.Candidate) bool { return c.Word == "self-test" }) {
		t.Errorf("%d commands", len(all))
	}
}

func TestHelpWords(t *testing.T) {
	c := vsh.Catalog{{Key: "domain", Title: "T", Commands: []vsh.Command{
		{Name: "help", Spec: func() *vsh.Spec {
			return &vsh.Spec{Name: "help", Opts: []vsh.Opt{vsh.StringOpt("command", "a command", "commands").Pos()}}
		}},
		{Name: "domid", Spec: func() *vsh.Spec { return &vsh.Spec{Name: "domid"} }},
	}}}
	e := completion.Engine{Catalog: c}
	for words, want := range map[string]string{"help do": "domid domain", "help --command d": "domid domain", "help x d": ""} {
		if got := join(e.Virsh(t.Context(), strings.Fields(words))); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
