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

// TestWords holds what virsh 9.0.0 was seen to offer, values that only a host
// knows left out.
func TestWords(t *testing.T) {
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
	catalog := virsh(t)
	for _, tt := range tests {
		words := strings.Fields(tt.words)
		for i := range words {
			words[i] = strings.ReplaceAll(words[i], "∅", "")
		}
		if got := strings.Join(completion.Words(catalog, words), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.words, got, tt.want)
		}
	}
	if got := completion.Words(catalog, nil); got != nil {
		t.Errorf("no words: %q", got)
	}
	if all := completion.Words(catalog, []string{""}); len(all) < 270 || slices.Contains(all, "self-test") {
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
	for words, want := range map[string]string{"help do": "domid domain", "help --command d": "domid domain", "help x d": ""} {
		if got := strings.Join(completion.Words(c, strings.Fields(words)), " "); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
