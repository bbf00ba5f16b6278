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

// builtinHost is the host that all golden files are about.
const builtinHost = "test:///default"

// TestGolden runs the command line in the comment of each file of
// testdata/golden on the built-in host, as text and as JSON, and compares with
// the sections of the file. The text of a command of virsh's is virsh's.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			golden, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			line := strings.TrimSpace(string(golden.Comment))
			text, json := run(t, line), run(t, "-o", "json", line)
			if *update {
				golden.Files = []txtar.File{
					{Name: "text", Data: []byte(virshText(t, line))},
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
		})
	}
}

// run returns what virgo prints for a command line on the built-in host. An
// error is part of it.
func run(t *testing.T, words ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Main(cmd.Process{
		Args:   append([]string{"-c", builtinHost}, words...),
		Stdin:  strings.NewReader(""),
		Stdout: &stdout, Stderr: &stderr,
		LookupEnv: func(string) (string, bool) { return "", false },
	})
	return combine(stdout.String(), stderr.String())
}

// virshText returns what virsh prints. Goldens of its text come from nowhere else.
func virshText(t *testing.T, line string) string {
	t.Helper()
	testhost.NeedVirsh(t)
	c := exec.Command("virsh", "-c", builtinHost, line)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	_ = c.Run() // a command that fails is as good a golden as one that does not
	return combine(stdout.String(), stderr.String())
}

func combine(stdout, stderr string) string {
	r := diff.Mask(diff.Result{Stdout: stdout, Stderr: stderr})
	return r.Stdout + r.Stderr
}
