package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// exampleHost is the host that the examples of help are about.
const exampleHost = "testdata/examples/host.xml"

// beforeExample says what must have happened on the host before the examples of
// a command.
var beforeExample = map[string]string{
	"resume":              "suspend web",
	"restore":             "save web web.saved",
	"save-image-define":   "save web web.saved",
	"save-image-dumpxml":  "save web web.saved",
	"save-image-edit":     "save web web.saved",
	"managedsave-edit":    "managedsave web",
	"checkpoint-edit":     "checkpoint-create-as web monday",
	"snapshot-edit":       "snapshot-create-as web before-update",
	"checkpoint-delete":   "checkpoint-create-as web monday",
	"checkpoint-dumpxml":  "checkpoint-create-as web monday",
	"checkpoint-info":     "checkpoint-create-as web monday",
	"checkpoint-list":     "checkpoint-create-as web monday",
	"checkpoint-parent":   "checkpoint-create-as web sunday; checkpoint-create-as web monday",
	"snapshot-current":    "snapshot-create-as web before-update",
	"snapshot-delete":     "snapshot-create-as web before-update",
	"snapshot-dumpxml":    "snapshot-create-as web before-update",
	"snapshot-info":       "snapshot-create-as web before-update",
	"snapshot-list":       "snapshot-create-as web before-update",
	"snapshot-parent":     "snapshot-create-as web clean; snapshot-create-as web before-update",
	"snapshot-revert":     "snapshot-create-as web before-update",
	"iface-commit":        "iface-begin",
	"iface-rollback":      "iface-begin",
	"iface-start":         "iface-define interface.xml",
	"iface-unbridge":      "iface-define bridge.xml",
	"net-start":           "net-define network.xml",
	"net-undefine":        "net-define network.xml",
	"metadata":            "metadata web http://example.com/owner --key o --set '<owner>ops</owner>'",
	"net-metadata":        "net-metadata default http://example.com/owner --key o --set '<owner>ops</owner>'",
	"net-port-dumpxml":    "net-port-create default port.xml",
	"net-port-delete":     "net-port-create default port.xml",
	"nodedev-destroy":     "nodedev-create nodedev.xml",
	"secret-dumpxml":      "secret-define secret.xml",
	"secret-get-value":    "secret-define secret.xml",
	"secret-set-value":    "secret-define secret.xml",
	"secret-undefine":     "secret-define secret.xml",
	"pool-build":          "pool-destroy vg",
	"pool-delete":         "pool-destroy vg",
	"pool-start":          "pool-destroy vg",
	"pool-undefine":       "pool-destroy vg",
	"managedsave-dumpxml": "managedsave web",
}

// exampleFails names the commands whose examples cannot succeed here, and what
// they say instead.
var exampleFails = map[string]string{
	"event":                "event loop timed out",
	"net-event":            "event loop timed out",
	"console":              "without a controlling TTY",
	"iothreadset":          "the cause is unknown", // as libvirt's test driver says
	"migrate":              "Unable to resolve address 'other'",
	"top":                  "top needs a terminal",
	"update-memory-device": "no memory device found",
}

// unsupported is how the built-in host's answers to what it does not do begin.
// An example that comes so far is a right command line about things that exist.
var unsupported = regexp.MustCompile(`(?m)^error: (this function is not supported by the connection driver: |unsupported flags \(0x)`)

// TestHelpExamples runs the examples of every command, each on a host of its own
// and among files of its own.
func TestHelpExamples(t *testing.T) {
	dir, count := t.TempDir(), 0
	for _, g := range overview(t) {
		for _, c := range g.Commands {
			var help struct{ Examples []string }
			page := virgo("", nil, "-o", "json", c.Name, "--help").stdout
			if err := json.Unmarshal([]byte(page), &help); err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			if len(help.Examples) == 0 {
				t.Errorf("%s: its Spec needs Examples, see cmd/domain/start.go", c.Name)
			}
			for _, line := range help.Examples {
				count++
				own := filepath.Join(dir, strconv.Itoa(count))
				t.Run(line, func(t *testing.T) { runExample(t, own, c.Name, line) })
			}
		}
	}
}

// runExample runs a line among copies, in dir, of the files of the host.
func runExample(t *testing.T, dir, name, line string) {
	if first, _, _ := strings.Cut(line, " "); first != name {
		t.Errorf("an example of %s calls %s", name, first)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(exampleHost))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	uri := "test://" + filepath.Join(dir, filepath.Base(exampleHost))
	got := virgo(beforeExample[name]+"\n"+line+"\n", map[string]string{"EDITOR": "true"}, "-q", "-c", uri)
	if want := exampleFails[name]; want != "" {
		if !strings.Contains(got.stdout+got.stderr, want) && !unsupported.MatchString(got.stderr) {
			t.Errorf("status %d, %q, want the text %q", got.status, got.stdout+got.stderr, want)
		}
		return
	}
	if got.status != 0 && !unsupported.MatchString(got.stderr) {
		t.Errorf("status %d: %s%s", got.status, got.stdout, got.stderr)
	}
}
