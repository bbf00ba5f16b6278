package cmd_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/tests/diff"
	"github.com/virgo-vm/virgo/tests/testhost"
)

var update = flag.Bool("update", false, "rewrite the golden files: the text from the real virsh, the JSON from virgo")

// builtinHost is the host that the golden files of testdata/golden are about.
const builtinHost = "test:///default"

// TestGolden runs the command line in the comment of each file of
// testdata/golden on the built-in host, as text and as JSON, and compares with
// the sections of the file. The text of a command of virsh's is virsh's.
func TestGolden(t *testing.T) {
	eachGolden(t, "testdata/golden", func(t *testing.T, file string, golden *txtar.Archive) {
		checkGolden(t, file, golden, builtinHost, strings.TrimSpace(string(golden.Comment)))
	})
}

// eachGolden reads the golden files of a directory.
func eachGolden(t *testing.T, dir string, check func(t *testing.T, file string, golden *txtar.Archive)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files in %s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			golden, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			check(t, file, golden)
		})
	}
}

// checkGolden compares what virgo prints for a command line on a host with the
// sections of a golden file, which with -update it writes first. mask, if any,
// hides what changes in the JSON.
func checkGolden(t *testing.T, file string, golden *txtar.Archive, uri, line string, mask ...func(string) string) {
	t.Helper()
	text := run(t, uri, line)
	json := run(t, uri, "-o", "json", line)
	if uri != builtinHost { // its socket is new each time
		json = strings.ReplaceAll(json, uri, "URI")
	}
	for _, m := range mask {
		json = m(json)
	}
	if *update {
		golden.Files = []txtar.File{
			{Name: "text", Data: []byte(virshText(t, uri, line))},
			{Name: "json", Data: []byte(json)},
		}
		if err := os.WriteFile(file, txtar.Format(golden), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, section := range golden.Files {
		got := map[string]string{"text": text, "json": json}[section.Name]
		if d := cmp.Diff(string(section.Data), got); d != "" {
			t.Errorf("%s of %q (-want +got):\n%s", section.Name, line, d)
		}
	}
}

// run returns what virgo prints for a command line on a host. An error is part
// of it.
func run(t *testing.T, uri string, words ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Main(cmd.Process{
		Args:   append([]string{"-c", uri}, words...),
		Stdin:  strings.NewReader(""),
		Stdout: &stdout, Stderr: &stderr,
		LookupEnv:  func(string) (string, bool) { return "", false },
		ConfigFile: "testdata/libvirt.conf",
	})
	return combine(stdout.String(), stderr.String())
}

// virshText returns what virsh prints. Goldens of its text come from nowhere else.
func virshText(t *testing.T, uri, line string) string {
	t.Helper()
	testhost.NeedVirsh(t)
	c := exec.Command("virsh", "-c", uri, line)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	_ = c.Run() // a command that fails is as good a golden as one that does not
	return combine(stdout.String(), stderr.String())
}

func combine(stdout, stderr string) string {
	r := diff.Mask(diff.Result{Stdout: stdout, Stderr: stderr})
	all := r.Stdout + r.Stderr
	if dir, err := os.Getwd(); err == nil {
		all = strings.ReplaceAll(all, dir, "/working/directory")
	}
	return all
}
