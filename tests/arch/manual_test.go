package arch

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/man"
)

// TestManualIsAsSpecs: the manual pages tell what the Specs of the commands tell
// now, and there is no other page.
func TestManualIsAsSpecs(t *testing.T) {
	pages, err := man.Pages(cmd.Catalog(), cmd.GlobalOptions())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(root, "man", name))
		if err != nil {
			t.Error(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("man/%s is not what the Specs say: go generate ./man", name)
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "man", "*.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if pages[filepath.Base(file)] == nil {
			t.Errorf("%s: there is no such page any more", file)
		}
	}
}
