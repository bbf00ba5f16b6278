package model_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// hardwareCase is two definitions of a domain, and the verdict of libvirt on the
// second where a guest ran with the first.
type hardwareCase struct{ name, src, dst, want string }

const hardwareFile = "testdata/hardware.txt"

// agreed is the verdict on definitions that may follow each other.
const agreed = "ok"

// hardwareCases reads the cases, and what stands before them.
func hardwareCases(t *testing.T) (comment string, cases []hardwareCase) {
	t.Helper()
	comment, rest, _ := strings.Cut(read(t, hardwareFile), "\ncase ")
	for text := range strings.SplitSeq(rest, "\ncase ") {
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if len(lines) != 4 {
			t.Fatalf("%s: case %q has %d lines", hardwareFile, lines[0], len(lines))
		}
		cases = append(cases, hardwareCase{lines[0], lines[1], lines[2], lines[3]})
	}
	return comment, cases
}

// whole makes a definition of part of one; "-" is none.
func whole(part string) string {
	if strings.HasPrefix(part, "<domain") {
		return part
	}
	return "<domain type='test'><name>t</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid><memory>1024</memory><os><type>hvm</type></os>" +
		strings.TrimPrefix(part, "-") + "</domain>"
}

// TestHardware compares the verdicts with virsh's.
func TestHardware(t *testing.T) {
	comment, cases := hardwareCases(t)
	if *update {
		virshHardware(t, cases)
		text := comment
		for _, c := range cases {
			text += fmt.Sprintf("\ncase %s\n%s\n%s\n%s\n", c.name, c.src, c.dst, c.want)
		}
		if err := os.WriteFile(hardwareFile, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := agreed
			if err := model.SameHardware(parse(t, whole(c.src)), parse(t, whole(c.dst))); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("from %s\nto %s\ngot  %s\nwant %s", c.src, c.dst, got, c.want)
			}
			if err := model.SameHardware(parse(t, whole(c.dst)), parse(t, whole(c.dst))); err != nil {
				t.Errorf("%s\ndiffers from itself: %v", c.dst, err)
			}
		})
	}
}

func parse(t *testing.T, xml string) *model.Domain {
	t.Helper()
	d, err := model.ParseDomain(xml, made())
	if err != nil {
		t.Fatalf("%s: %v", xml, err)
	}
	return d
}

// TestHardwareIsVirshs checks that the verdicts in the file are those of the
// installed virsh.
func TestHardwareIsVirshs(t *testing.T) {
	testhost.NeedVirsh(t)
	_, cases := hardwareCases(t)
	asked := append([]hardwareCase(nil), cases...)
	virshHardware(t, asked)
	for i, c := range cases {
		if c.want != asked[i].want {
			t.Errorf("%s: virsh says %q, the file has %q", c.name, asked[i].want, c.want)
		}
	}
}

// virshHardware sets the verdicts of cases to virsh's: it redefines snapshots of
// which nothing else changes. All definitions have the UUID of its domain test.
func virshHardware(t *testing.T, cases []hardwareCase) {
	t.Helper()
	testhost.NeedVirsh(t)
	dir := t.TempDir()
	var script strings.Builder
	for i, c := range cases {
		for side, xml := range map[string]string{"src": whole(c.src), "dst": whole(c.dst)} {
			text := fmt.Sprintf("<domainsnapshot><name>s%d</name><state>shutoff</state><creationTime>1</creationTime>%s</domainsnapshot>", i, xml)
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(side, i)), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Fprintf(&script, "snapshot-create test src%d --redefine; echo --err case %d; snapshot-create test dst%d --redefine; ", i, i, i)
	}
	cmd := exec.CommandContext(t.Context(), "virsh", "-q", "-c", "test:///default", script.String())
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, _ := cmd.CombinedOutput() // it fails when any of the commands does
	answers := strings.Split(string(out), "error: case ")[1:]
	if len(answers) != len(cases) {
		t.Fatalf("virsh answered %d of %d cases:\n%s", len(answers), len(cases), out)
	}
	for i, a := range answers {
		cases[i].want = agreed
		if _, verdict, failed := strings.Cut(a, "\nerror: "); failed {
			cases[i].want, _, _ = strings.Cut(verdict, "\n")
		}
	}
}
