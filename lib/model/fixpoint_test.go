package model_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// settling are the files whose definition changes once more when it is read
// again, as libvirt's does: it sorts disks before it knows the buses that their
// names tell, counts consoles from the list that the user wrote, and gives
// controllers that it added their place in the order only when it reads them.
var settling = []string{"char1", "ctl1", "disk3", "disk6", "everything"}

// TestFixedPoint defines what was dumped, and compares: the second dump must be
// the first.
func TestFixedPoint(t *testing.T) {
	for _, k := range kinds() {
		for _, file := range files(t, k.name) {
			t.Run(k.name+"/"+filepath.Base(file), func(t *testing.T) {
				first, err := k.dump(read(t, file))
				if err != nil {
					return // refused, which TestCorpus is about
				}
				second := again(t, k, first)
				want := first
				if name := strings.TrimSuffix(filepath.Base(file), ".xml"); slices.Contains(settling, name) {
					want = settled(t, k, name, first)
				}
				if second != want {
					t.Errorf("%s: defined\n%s\nbecomes\n%s\nnot\n%s", file, first, second, want)
				}
				if third := again(t, k, second); third != second {
					t.Errorf("%s: does not settle:\n%s\nbecomes\n%s", file, second, third)
				}
			})
		}
	}
}

// settled is what virsh makes of the dump of a file that settles.
func settled(t *testing.T, k kind, name, first string) string {
	t.Helper()
	golden := filepath.Join("testdata", k.name, name+".again")
	if *update {
		testhost.NeedVirsh(t)
		file := filepath.Join(t.TempDir(), name+".xml")
		if err := os.WriteFile(file, []byte(first), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(virshs(t, k, file, first)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return read(t, golden)
}

// again defines a dump and dumps the result.
func again(t *testing.T, k kind, dump string) string {
	t.Helper()
	out, err := k.dump(dump)
	if err != nil {
		t.Fatalf("a dump is refused: %v\n%s", err, dump)
	}
	return out
}
