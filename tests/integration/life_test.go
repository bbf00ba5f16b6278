//go:build unix

package integration

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/virgo-vm/virgo/tests/diff"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestLives runs the scripts in testdata, each on a host of its own.
func TestLives(t *testing.T) {
	testhost.NeedQEMU(t)
	testhost.NeedVirsh(t)
	testhost.NeedTools(t, "losetup", "mkfs.ext4", "iptables")
	lives(t, "testdata/*.txtar", testhost.Options{})
}

// lives runs scripts, each on a host of its own with the given options. In them "virgo ..." runs virgo;
// "both ..." runs virgo and virsh, which must say the same; "moved DOMAIN COMMAND"
// runs a command of virgo's that makes the domain read more of its disk; and
// "inside ..." runs a program in the host's namespaces. The host's images are in
// $IMAGES; $LOOP is a loop device, and $LOOPNAME its name, for scripts that name
// it. [devicemapper] tells that the kernel has what LVM takes.
func lives(t *testing.T, pattern string, o testhost.Options) {
	t.Helper()
	programs := map[string]string{"virsh": "virsh", "virgo": testhost.Virgo(t)}
	scripts, err := filepath.Glob(pattern)
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".txtar"), func(t *testing.T) {
			t.Parallel()
			h := testhost.Start(t, o)
			if err := h.WriteBootImage(); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			loop := ""
			if strings.Contains(string(text), "$LOOP") {
				loop = loopDevice(t)
			}
			testscript.Run(t, testscript.Params{
				Files:               []string{script},
				RequireExplicitExec: true,
				ContinueOnError:     true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("VIRSH_DEFAULT_CONNECT_URI", h.URI("qemu"))
					env.Setenv("IMAGES", filepath.Join(h.Dir, "lib", "images"))
					env.Setenv("LOOP", loop)
					env.Setenv("LOOPNAME", filepath.Base(loop))
					env.Setenv("HOME", env.WorkDir)
					env.Setenv("LC_ALL", "C.UTF-8")
					env.Setenv("TZ", "UTC")
					return nil
				},
				Condition: func(name string) (bool, error) {
					if name != "devicemapper" {
						return false, fmt.Errorf("unknown condition %q", name)
					}
					_, err := os.Stat("/sys/class/misc/device-mapper")
					return err == nil, nil
				},
				Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
					"virgo": func(ts *testscript.TestScript, neg bool, args []string) {
						show(ts, run(ts, programs["virgo"], args), neg)
					},
					"both": func(ts *testscript.TestScript, neg bool, args []string) {
						show(ts, agree(ts, programs["virsh"], programs["virgo"], args), neg)
					},
					"moved": func(ts *testscript.TestScript, _ bool, args []string) {
						moved(ts, programs["virgo"], args[0], args[1])
					},
					"inside": func(ts *testscript.TestScript, neg bool, args []string) {
						r, err := testhost.RunCommand(h.Command(t.Context(), args[0], args[1:]...))
						ts.Check(err)
						show(ts, diff.Result(r), neg)
					},
				},
			})
		})
	}
}

// loopDevice returns a loop device of 64 MiB, which is given back with the test.
// Loop devices are the machine's, whatever namespace they are used in. What is
// on it is found whole: as the partitions that it may get.
func loopDevice(t *testing.T) string {
	t.Helper()
	image := filepath.Join(t.TempDir(), "loop.img")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 64<<20); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("losetup", "--partscan", "--find", "--show", image).CombinedOutput()
	if err != nil {
		t.Fatalf("losetup: %v\n%s", err, out)
	}
	device := strings.TrimSpace(string(out))
	t.Cleanup(func() {
		if out, err := exec.Command("losetup", "--detach", device).CombinedOutput(); err != nil {
			t.Errorf("losetup --detach %s: %v\n%s", device, err, out)
		}
	})
	return device
}

// run runs a program with the script's environment.
func run(ts *testscript.TestScript, program string, args []string) diff.Result {
	cmd := exec.Command(program, args...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "LC_ALL", "TZ", "VIRSH_DEFAULT_CONNECT_URI"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	r, err := testhost.RunCommand(cmd)
	ts.Check(err)
	return diff.Result(r)
}

// agree runs virsh and virgo, which must say the same, and returns that.
func agree(ts *testscript.TestScript, virsh, virgo string, args []string) diff.Result {
	r, differences := agreement(func() diff.Result { return run(ts, virsh, args) }, func() diff.Result { return run(ts, virgo, args) })
	if len(differences) > 0 {
		ts.Fatalf("virsh (-) and virgo (+) differ:\n%s", strings.Join(differences, "\n"))
	}
	return r
}

// agreement runs virsh and virgo and returns virgo's answer and how it differs.
// What they tell of a running guest changes between the two, so virgo runs
// between two runs of virsh: its answer must be one of theirs, or they are asked
// again.
func agreement(virsh, virgo func() diff.Result) (r diff.Result, differences []string) {
	const attempts = 10
	for range attempts {
		before := virsh()
		r = virgo()
		if differences = diff.Compare(diff.Mask(before), diff.Mask(r)); len(differences) == 0 {
			break
		}
		after := virsh()
		if len(diff.Compare(diff.Mask(after), diff.Mask(r))) == 0 {
			return r, nil
		}
		if len(diff.Compare(diff.Mask(before), diff.Mask(after))) == 0 {
			break // it is not that they change
		}
	}
	return r, differences
}

// show makes a result what the next lines of the script look at, and checks
// that it is a success, or with neg a failure.
func show(ts *testscript.TestScript, r diff.Result, neg bool) {
	_, _ = fmt.Fprint(ts.Stdout(), r.Stdout)
	_, _ = fmt.Fprint(ts.Stderr(), r.Stderr)
	if (r.Status != 0) != neg {
		ts.Fatalf("exit status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
}

// moved runs a command on a domain and waits until that has read from its disk.
func moved(ts *testscript.TestScript, virgo, domain, command string) {
	before := reads(ts, virgo, domain)
	show(ts, run(ts, virgo, []string{command, domain}), false)
	deadline := time.Now().Add(patience)
	for reads(ts, virgo, domain) <= before {
		if time.Now().After(deadline) {
			ts.Fatalf("%s has read nothing since the %s", domain, command)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// reads returns how often a domain has read from its disk.
func reads(ts *testscript.TestScript, virgo, domain string) int {
	r := run(ts, virgo, []string{"domblkstat", domain, "vda"})
	for line := range strings.Lines(r.Stdout) {
		var n int
		if _, err := fmt.Sscanf(line, "vda rd_req %d", &n); err == nil {
			return n
		}
	}
	ts.Fatalf("domblkstat tells no reads: %+v", r)
	panic("unreachable")
}
