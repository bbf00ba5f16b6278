package format

import (
	"bytes"
	"testing"
)

// TestTree: the layout is what virsh nodedev-list --tree prints.
func TestTree(t *testing.T) {
	names := []string{"block_vda", "computer", "net_lo", "pci_2", "pci_3", "alone"}
	parents := []string{"pci_2", "", "computer", "computer", "computer", ""}
	want := "computer\n" +
		"  |\n" +
		"  +- net_lo\n" +
		"  +- pci_2\n" +
		"  |   |\n" +
		"  |   +- block_vda\n" +
		"  |     \n" +
		"  +- pci_3\n" +
		"    \n" +
		"alone\n" +
		"\n"
	var out bytes.Buffer
	p := NewPrinter(&out, PrinterOptions{})
	p.Tree(NewTree(names, parents))
	if err := p.Flush(); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
