package cmd

import (
	"testing"

	"github.com/virgo-vm/virgo/lib/libvirt/apimap"
)

// commandsToCome are the commands of the map of the core API that virgo does not
// have yet.
func commandsToCome() map[string]bool {
	return map[string]bool{}
}

// TestMapCommands: the commands that the map of the core API names exist, and
// each function that makes a call is reached by one.
func TestMapCommands(t *testing.T) {
	catalog := groups()
	for _, row := range apimap.Rows() {
		reached := len(row.Drivers) == 0
		for _, name := range row.Commands {
			switch toCome := commandsToCome()[name]; {
			case toCome && catalog.Lookup(name) != nil:
				t.Errorf("command %s has come", name)
			case !toCome && catalog.Lookup(name) == nil:
				t.Errorf("%s: there is no command %s", row.Function, name)
			}
			reached = true
		}
		if !reached {
			t.Errorf("%s: no command reaches it", row.Function)
		}
	}
}
