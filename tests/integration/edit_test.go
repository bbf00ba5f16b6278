//go:build unix

package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// editing is virgo on a terminal with an editor that shows "open" and then waits
// for a line: sed's command for the text, or nothing.
type editing struct {
	*testhost.Terminal
	cmd *exec.Cmd
}

func startEditing(t *testing.T, virgo testhost.Client, args ...string) editing {
	t.Helper()
	testhost.NeedTools(t, "sh", "sed")
	cmd := virgo.Command(t.Context(), t, args...)
	editor := filepath.Join(cmd.Dir, "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\necho open\nread -r line\nsed -i \"$line\" \"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(cmd.Env, "EDITOR="+editor, "TMPDIR="+cmd.Dir)
	return editing{onTerminal(t, cmd), cmd}
}

// texts returns what the files that are left have.
func (e editing) texts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(e.cmd.Dir, "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	return texts
}

// TestEditByTwo: who comes second is told, and shown what the other has changed.
func TestEditByTwo(t *testing.T) {
	t.Parallel()
	h := testhost.Start(t, testhost.Options{})
	virgo := testhost.NewVirgo(t, h.URI("test"))
	// The host is as new when the last connection ends.
	first, second := startEditing(t, virgo, "edit", "test"), startEditing(t, virgo, "edit", "test")
	first.Wait("open")
	second.Wait("open")
	first.Type("s/8388608/4194304/\n")
	first.Wait("Domain 'test' XML configuration edited.")
	second.Type("s/>restart</>destroy</\n")
	second.Wait("it was changed by somebody else meanwhile:")
	second.Wait("-  <memory unit='KiB'>8388608</memory>\r\n+  <memory unit='KiB'>4194304</memory>\r\n")
	second.Wait("Failed. Try again? ")
	second.Wait("]: ")
	second.Type("n")
	shown := second.End()
	if err := second.cmd.Wait(); err == nil {
		t.Error("giving up is no success")
	}
	if texts := second.texts(t); len(texts) != 1 || !strings.Contains(texts[0], "<on_reboot>destroy<") {
		t.Errorf("left: %q; shown: %s", texts, shown)
	}
	first.End()
	if err := first.cmd.Wait(); err != nil {
		t.Error(err)
	}
	if texts := first.texts(t); len(texts) > 0 {
		t.Errorf("left by who was first: %q", texts)
	}
}

// TestEditDaemonKilled: a daemon that goes while the editor is open costs nothing
// but another try.
func TestEditDaemonKilled(t *testing.T) {
	t.Parallel()
	h := testhost.Start(t, testhost.Options{})
	virgo := testhost.NewVirgo(t, h.URI("test"))
	x := startEditing(t, virgo, "edit", "test")
	x.Wait("open")
	if err := h.KillDaemon(); err != nil {
		t.Fatal(err)
	}
	x.Type("s/8388608/4194304/\n")
	x.Wait("error: Failed to reconnect to the hypervisor")
	x.Wait("Failed. Try again? ")
	x.Wait("]: ")
	if texts := x.texts(t); len(texts) != 1 || !strings.Contains(texts[0], "4194304") {
		t.Errorf("kept: %q", texts)
	}
	if err := h.StartDaemon(); err != nil {
		t.Fatal(err)
	}
	x.Type("y")
	x.Wait("open")
	x.Type("\n") // nothing more to change
	x.Wait("Domain 'test' XML configuration edited.")
	x.End()
	if err := x.cmd.Wait(); err != nil {
		t.Error(err)
	}
	if texts := x.texts(t); len(texts) > 0 {
		t.Errorf("left: %q", texts)
	}
}

// TestEditLive: what runs gets another medium and another password; what virsh
// does not show unasked is still there after an edit.
func TestEditLive(t *testing.T) {
	t.Parallel()
	testhost.NeedQEMU(t)
	h := testhost.Start(t, testhost.Options{})
	if err := h.WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.iso", "b.iso"} {
		if err := os.WriteFile(filepath.Join(h.Dir, "lib", "images", name), make([]byte, 1<<20), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	virgo := testhost.NewVirgo(t, h.URI("qemu"))
	doc := strings.Replace(testhost.BootGuestXML("guest"), "</devices>",
		`<disk type='file' device='cdrom'><source file='/var/lib/libvirt/images/a.iso'/><target dev='hdc' bus='ide'/><readonly/></disk>
<graphics type='vnc' port='-1' passwd='&lt;secret&gt;'/></devices>`, 1)
	file := filepath.Join(t.TempDir(), "guest.xml")
	if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	virgo.Output(t, "define", file)
	virgo.Output(t, "start", "guest")
	defer virgo.Output(t, "destroy", "guest")

	says := func(want string, args ...string) {
		t.Helper()
		if got := virgo.Output(t, args...); !strings.Contains(got, want) {
			t.Errorf("%q: %s\nwant %s", args, got, want)
		}
	}
	says("edited", "edit", "guest", "--live", "--set", "//disk[@device='cdrom']/source/@file=/var/lib/libvirt/images/b.iso")
	says("b.iso", "domblklist", "guest")
	says("a.iso", "domblklist", "guest", "--inactive")
	says("edited", "edit", "guest", "--set", "/domain/on_crash=restart")
	says("&lt;secret&gt;", "dumpxml", "guest", "--inactive", "--security-info", "--xpath", "//graphics/@passwd")
	says("&lt;secret&gt;", "dumpxml", "guest", "--security-info", "--xpath", "//graphics/@passwd")
	says("edited", "edit", "guest", "--live", "--config", "--set", "//graphics/@passwd=new")
	says(`"new"`, "dumpxml", "guest", "--inactive", "--security-info", "--xpath", "//graphics/@passwd")
	says(`"new"`, "dumpxml", "guest", "--security-info", "--xpath", "//graphics/@passwd")

	if r := virgo.Run(t, "edit", "guest", "--live", "--set", "//memory=1", "--set", "//graphics/@passwd=other"); r.Status != 1 ||
		!strings.Contains(r.Stderr, "not /domain/memory: ") {
		t.Errorf("%+v", r)
	}
	says(`"new"`, "dumpxml", "guest", "--security-info", "--xpath", "//graphics/@passwd")
}
