package completion_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/completion"
)

func TestSimilar(t *testing.T) {
	c := virsh(t)
	list := c.Lookup("list")
	for _, tt := range []struct {
		spec *vsh.Spec
		word string
		want string
	}{
		{nil, "lits", "list"},
		{nil, "dumxml", "dumpxml"},
		{nil, "sttart", "start"},
		{nil, "domstat", "domstate domstats"},
		{nil, "frobnicate", ""},
		{nil, "", ""},
		{nil, "x", ""},
		{nil, strings.Repeat("list", 100_000), ""},
		{list, "--al", "--all"},
		{list, "--tittle", "--title"},
		{list, "--nosuchthing", ""},
	} {
		got := strings.Join(completion.Similar(c, &vsh.UnknownError{Spec: tt.spec, Word: tt.word}), " ")
		if got != tt.want {
			t.Errorf("%.20q: %q, want %q", tt.word, got, tt.want)
		}
	}
	if names := completion.Similar(nil, &vsh.UnknownError{Word: "list"}); slices.Contains(names, "list") {
		t.Errorf("from no commands: %q", names)
	}
}
