package model_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// -update rewrites the golden files, from what virsh prints and from nothing
// else.
var update = flag.Bool("update", false, "rewrite the golden files from virsh")

// kind is a kind of object with a corpus: testdata/NAME/*.xml, of which each
// defines an object of the name of its file, or is refused.
type kind struct {
	name  string
	dump  func(xml string) (string, error)
	virsh func(file, object string) string // define the file, show the object
}

// made is a host on which nothing is random. What it makes up, the golden files
// have as UUID and MAC.
func made() model.Options {
	return model.Options{
		Arch:    "i686",
		NewUUID: func() virt.UUID { return virt.UUID{0xFE, 15: 0xFE} },
		NewMAC:  func() string { return "52:54:00:fe:fe:fe" },
	}
}

func dumpDomain(xml string) (string, error) {
	d, err := model.ParseDomain(xml, made())
	if err != nil {
		return "", err
	}
	d.NameInterfaces("testnet")
	return d.XML(model.Form{Inactive: true}), nil
}

func dumpNetwork(xml string) (string, error) {
	n, err := model.ParseNetwork(xml, made())
	if err != nil {
		return "", err
	}
	return n.XML(model.Form{Inactive: true}), nil
}

func dumpInterface(xml string) (string, error) {
	i, err := model.ParseHostInterface(xml, made())
	if err != nil {
		return "", err
	}
	return i.XML(), nil
}

func dumpPool(xml string) (string, error) {
	p, err := model.ParsePool(xml, made())
	if err != nil {
		return "", err
	}
	p.SetSizes(100<<30, 0, 100<<30)
	return p.XML(model.Form{}), nil
}

func dumpVolume(xml string) (string, error) {
	v, err := model.ParseVolume(xml, "dir", made())
	if err != nil {
		return "", err
	}
	path := "/default-pool/" + v.Name()
	v.Place(path, path)
	return v.XML(), nil
}

func kinds() []kind {
	plain := func(format string) func(file, object string) string {
		return func(file, object string) string { return fmt.Sprintf(format, file, object) }
	}
	return []kind{
		{"domain", dumpDomain, plain("define %s; dumpxml --inactive %s")},
		{"syntax", dumpDomain, plain("define %s; dumpxml --inactive %s")},
		{"network", dumpNetwork, plain("net-define %s; net-dumpxml %s")},
		{"interface", dumpInterface, plain("iface-define %s; iface-dumpxml %s")},
		{"pool", dumpPool, plain("pool-define %s; pool-dumpxml %s")},
		{"volume", dumpVolume, plain("vol-create default-pool %s; vol-dumpxml --vol %s --pool default-pool")},
	}
}

func files(t testing.TB, kind string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", kind, "*.xml"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no files of kind %s (%v)", kind, err)
	}
	return list
}

var (
	uuids = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	macs  = regexp.MustCompile(`52:54:00(:[0-9a-f]{2}){3}`)
)

// mask replaces what is not in the input, so must be made up.
func mask(out, in string) string {
	in = strings.ToLower(in)
	for _, p := range []struct {
		re   *regexp.Regexp
		name string
	}{{uuids, "UUID"}, {macs, "MAC"}} {
		out = p.re.ReplaceAllStringFunc(out, func(s string) string {
			if strings.Contains(in, s) {
				return s
			}
			return p.name
		})
	}
	return out
}

// ours is what the model makes of a file.
func ours(k kind, in string) string {
	out, err := k.dump(in)
	if err != nil {
		return "error: " + strings.TrimRight(err.Error(), "\n") + "\n"
	}
	return mask(out, in)
}

// virshs is what virsh makes of a file: the object, or the error, without what
// virsh says about them.
func virshs(t *testing.T, k kind, file, in string) string {
	t.Helper()
	object := strings.TrimSuffix(filepath.Base(file), ".xml")
	cmd := exec.CommandContext(t.Context(), "virsh", "-q", "-c", "test:///default", k.virsh(file, object))
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	text := string(out)
	if err != nil {
		_, text, _ = strings.Cut(text, "\n") // "Failed to define …"
		text, _, _ = strings.Cut(text, "error: failed to get ")
		return strings.TrimRight(text, "\n") + "\n"
	}
	return mask(strings.TrimRight(text, "\n")+"\n", in)
}

// TestCorpus compares what the model makes of each file with what virsh does.
func TestCorpus(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			for _, file := range files(t, k.name) {
				in := read(t, file)
				golden := strings.TrimSuffix(file, ".xml") + ".golden"
				if *update {
					testhost.NeedVirsh(t)
					if err := os.WriteFile(golden, []byte(virshs(t, k, file, in)), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				if got, want := ours(k, in), read(t, golden); got != want {
					t.Errorf("%s: want\n%s\ngot\n%s", file, want, got)
				}
			}
		})
	}
}

// TestGoldenFilesAreVirshs checks that the golden files are what the installed
// virsh prints.
func TestGoldenFilesAreVirshs(t *testing.T) {
	testhost.NeedVirsh(t)
	for _, k := range kinds() {
		for _, file := range files(t, k.name) {
			t.Run(k.name+"/"+filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				golden := strings.TrimSuffix(file, ".xml") + ".golden"
				if got, want := virshs(t, k, file, read(t, file)), read(t, golden); got != want {
					t.Errorf("%s: virsh prints\n%s\nthe golden file has\n%s", file, got, want)
				}
			})
		}
	}
}

func read(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
