package cmd

import (
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
)

// optionsOfOurs are the options of each command that virsh does not have.
func optionsOfOurs() map[string][]string {
	edit := []string{"set", "add", "delete", "all-matches", "from", "diff", "dry-run"}
	return map[string][]string{
		"edit":     append([]string{"live", "config", "current"}, edit...),
		"net-edit": edit, "pool-edit": edit, "iface-edit": edit, "nwfilter-edit": edit,
		"start": {"wait", "wait-timeout"}, "shutdown": {"wait", "wait-timeout"},
		"destroy": {"wait", "wait-timeout"}, "reboot": {"wait", "wait-timeout"},
		"snapshot-edit": edit, "checkpoint-edit": edit, "save-image-edit": edit, "managedsave-edit": edit,
		"complete":  {"shell"},
		"console":   {"escape-style", "log", "send", "expect", "timeout"},
		"domstats":  {"rate", "count"},
		"event":     {"reconnect"},
		"net-event": {"reconnect"}, "pool-event": {"reconnect"}, "nodedev-event": {"reconnect"}, "secret-event": {"reconnect"},
		"qemu-monitor-event": {"reconnect"},
		"list":               {"count"},
		"net-list":           {"count"},
		"pool-list":          {"count"},
	}
}

// commandsOfOurs are the commands that virsh does not have.
func commandsOfOurs() map[string]bool {
	return map[string]bool{
		"await":      true,
		"blockpeek":  true,
		"completion": true,
		"env":        true,
		"hvtype":     true,
		"mempeek":    true,
		"ostype":     true,
		"top":        true,
	}
}

// TestSpecsAsVirsh compares every command with the table of virsh's: group and
// place in help, options and their order, what is required, and what bare words
// fill.
func TestSpecsAsVirsh(t *testing.T) {
	facts := vshtest.Load(t, "vsh/testdata/virsh_commands.json")
	groupOf, placeOf := map[string]string{}, map[string]int{}
	for i, c := range facts.Commands {
		groupOf[c.Name], placeOf[c.Name] = c.Group, i
	}
	group := 0
	for _, g := range groups() {
		for group < len(facts.Groups) && facts.Groups[group].Key != g.Key {
			group++
		}
		if group == len(facts.Groups) {
			t.Errorf("group %s is not in virsh, or not at this place", g.Key)
			group = 0
		}
		last := -1
		for _, cmd := range g.Commands {
			if commandsOfOurs()[cmd.Name] {
				continue
			}
			fact := facts.Command(cmd.Name)
			if fact == nil {
				t.Errorf("command %s is not in virsh", cmd.Name)
				continue
			}
			if groupOf[cmd.Name] != g.Key {
				t.Errorf("command %s is in group %s, in virsh in %s", cmd.Name, g.Key, groupOf[cmd.Name])
			}
			if placeOf[cmd.Name] < last {
				t.Errorf("command %s stands too late in group %s", cmd.Name, g.Key)
			}
			last = placeOf[cmd.Name]
			if cmd.Spec == nil {
				if cmd.AliasOf != fact.AliasOf {
					t.Errorf("command %s is an alias of %q, in virsh of %q", cmd.Name, cmd.AliasOf, fact.AliasOf)
				}
				continue
			}
			for _, d := range fact.Differences(cmd.Spec(), optionsOfOurs()[cmd.Name]...) {
				t.Error(d)
			}
		}
	}
}

// TestSelfTest: the commands keep the rules.
func TestSelfTest(t *testing.T) {
	for _, problem := range groups().Check() {
		t.Error(problem)
	}
	for _, line := range groups().CompletersMissing() {
		t.Error("no completer: " + line)
	}
}
