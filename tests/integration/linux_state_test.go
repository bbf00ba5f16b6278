//go:build unix

package integration

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// A disk that is plugged in while the guest runs is there with what is on it, and
// goes again.
func (l *linux) attachDisk() {
	image := bytes.Repeat([]byte("plugged in\n"), 1<<16)
	if err := os.WriteFile(l.image("extra.img"), image, 0o644); err != nil {
		l.t.Fatal(err)
	}
	l.virgo.Output(l.t, "attach-disk", "linux", "/var/lib/libvirt/images/extra.img", "vdb", "--subdriver", "raw", "--live")
	l.until("[ -b /dev/vdb ]")
	l.shell("head -c 11 /dev/vdb")
	l.console.Wait("\nplugged in\r\n")
	l.says("extra.img", "domblklist", "linux")
	l.both("dumpxml", "linux")
	l.virgo.Output(l.t, "detach-disk", "linux", "vdb", "--live")
	l.until("[ ! -b /dev/vdb ]")
	if got := l.both("domblklist", "linux"); strings.Contains(got, "extra.img") {
		l.t.Errorf("after it was detached:\n%s", got)
	}
}

func (l *linux) attachInterface() {
	const mac = "52:54:00:44:55:66"
	l.virgo.Output(l.t, "attach-interface", "linux", "network", "default", "--model", "virtio", "--mac", mac, "--live")
	l.until("[ \"$(cat /sys/class/net/eth1/address)\" = " + mac + " ]")
	l.says(mac, "domiflist", "linux")
	l.virgo.Output(l.t, "detach-interface", "linux", "network", "--mac", mac, "--live")
	l.until("[ ! -e /sys/class/net/eth1 ]")
	if got := l.both("domiflist", "linux"); strings.Contains(got, mac) {
		l.t.Errorf("after it was detached:\n%s", got)
	}
}

// leave notes something in the guest's memory that remains checks.
func (l *linux) leave() { l.shell("token=kept-$((6 * 7))") }

// remains attaches the console, and checks that the guest is the one that was left.
func (l *linux) remains() {
	l.t.Helper()
	l.attach()
	l.shell(`echo "token is $token"`)
	l.console.Wait("token is kept-42\r")
}

// A guest that is saved to a file goes on where it was.
func (l *linux) save() {
	l.leave()
	file := l.image("linux.saved")
	l.virgo.Output(l.t, "save", "linux", file)
	l.console.End()
	l.says("shut off (saved)", "domstate", "linux", "--reason")
	l.says("<name>linux</name>", "save-image-dumpxml", file)
	l.virgo.Output(l.t, "restore", file)
	l.says("running (restored)", "domstate", "linux", "--reason")
	l.remains()
}

func (l *linux) managedSave() {
	l.virgo.Output(l.t, "managedsave", "linux")
	l.console.End()
	l.says("Managed save:   yes", "dominfo", "linux")
	l.says("saved", "list", "--all", "--managed-save")
	l.virgo.Output(l.t, "start", "linux")
	l.says("Managed save:   no", "dominfo", "linux")
	l.remains()
}

// A dump has the guest's memory, and the guest goes on.
func (l *linux) dump() {
	file := l.image("linux.core")
	l.virgo.Output(l.t, "dump", "linux", file, "--memory-only", "--live")
	data, err := os.ReadFile(file)
	if err != nil {
		l.t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("\x7fELF")) || !bytes.Contains(data, []byte("the-marker-of-the-guest")) {
		l.t.Errorf("the dump, %d bytes, is no ELF file with the guest's memory", len(data))
	}
	l.shell(":")
}

// The guest moves to another host while it runs, with its disk; the first try is
// broken off by Ctrl-C, the second is slow until it is allowed more.
func (l *linux) migrate() {
	to := testhost.Start(l.t, testhost.Options{})
	to.InstallLinux(l.t)
	virgo, virsh := testhost.NewVirgo(l.t, to.URI("qemu")), testhost.NewVirsh(l.t, to.URI("qemu"))
	virgo.Output(l.t, "net-define", filepath.Join(l.dir, "net.xml"))
	virgo.Output(l.t, "net-start", "default")
	if err := os.WriteFile(filepath.Join(to.Dir, "lib", "images", "linux.img"), make([]byte, 8<<20), 0o644); err != nil {
		l.t.Fatal(err)
	}
	sockets := socketDir(l.t)
	migrate := func() (*testhost.Terminal, *exec.Cmd) {
		cmd := l.virgo.Command(l.t.Context(), l.t, "migrate", "linux", to.URI("qemu"), "--live", "--verbose", "--bandwidth", "1",
			"--persistent", "--undefinesource", "--copy-storage-all",
			"--migrateuri", "unix://"+filepath.Join(sockets, "memory"), "--disks-uri", "unix://"+filepath.Join(sockets, "disks"))
		return onTerminal(l.t, cmd), cmd
	}

	x, cmd := migrate()
	x.Wait("\rMigration: [")
	x.Type("\x03")
	x.End()
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 130 {
		l.t.Errorf("exit status after Ctrl-C: %d", cmd.ProcessState.ExitCode())
	}
	l.says("running", "domstate", "linux")
	if got := virgo.Output(l.t, "-q", "list", "--all"); got != "" {
		l.t.Errorf("on the other host:\n%s", got)
	}
	l.shell(":")

	x, cmd = migrate()
	x.Wait("\rMigration: [")
	l.virgo.Output(l.t, "migrate-setspeed", "linux", "1000")
	l.says("1000\n", "migrate-getspeed", "linux")
	if shown := x.End(); !strings.Contains(shown, "\rMigration: [100 %]") {
		l.t.Errorf("shown: %q", shown)
	}
	if err := cmd.Wait(); err != nil {
		l.t.Fatal(err)
	}
	l.console.End()
	if got := l.both("list", "--all", "--name"); strings.TrimSpace(got) != "" {
		l.t.Errorf("left behind: %q", got)
	}
	l.host, l.virgo, l.virsh = to, virgo, virsh
	l.says("running (migrated)", "domstate", "linux", "--reason")
	l.remains()
	if got := l.virgo.Output(l.t, "-q", "blockpeek", "linux", "vda", "512", "20"); got != "written-by-the-guest" {
		l.t.Errorf("the disk has %q", got)
	}
}

// The guest's kernel hears of a reboot and a shutdown.
func (l *linux) reboot() {
	l.virgo.Output(l.t, "autostart", "linux")
	l.says("linux", "list", "--autostart", "--name")
	l.virgo.Output(l.t, "autostart", "linux", "--disable")
	l.virgo.Output(l.t, "reboot", "linux", "--mode", "acpi")
	l.console.Wait("GUEST-READY cpus=2")
	l.virgo.Output(l.t, "shutdown", "linux", "--mode", "acpi")
	l.console.End()
	l.says("shut off (shutdown)", "domstate", "linux", "--reason")
}

func (l *linux) end() {
	l.virgo.Output(l.t, "start", "linux", "--paused")
	l.says("paused (user)", "domstate", "linux", "--reason")
	l.virgo.Output(l.t, "destroy", "linux")
	l.says("shut off (destroyed)", "domstate", "linux", "--reason")
	l.virgo.Output(l.t, "undefine", "linux")
	l.says("failed to get domain 'linux'", "dominfo", "linux")
	l.virgo.Output(l.t, "net-destroy", "default")
	l.virgo.Output(l.t, "net-undefine", "default")
}
