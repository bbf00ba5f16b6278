//go:build unix

package integration

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/diff"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// The address that the guest's network gives it.
const linuxAddress = "192.168.122.50"

// linuxXML is a guest that runs Linux with all that its life takes: a second CPU
// to come, a balloon, a disk, an interface, and places to plug in more.
const linuxXML = `<domain type='qemu'>
  <name>linux</name>
  <memory unit='MiB'>160</memory>
  <vcpu current='1'>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>/var/lib/libvirt/images/vmlinuz</kernel>
    <initrd>/var/lib/libvirt/images/initrd.gz</initrd>
    <cmdline>console=ttyS0 quiet nokaslr</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <devices>
    <controller type='pci' model='pcie-root'/>
    <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
    <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
    <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
    <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='/var/lib/libvirt/images/linux.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:11:22:33'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <serial type='pty'/>
    <console type='pty'/>
    <memballoon model='virtio'><stats period='1'/></memballoon>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>
`

// linuxNetwork is the guest's network. dnsmasq does not look for others who have
// an address before it gives one, which takes seconds.
const linuxNetwork = `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='off' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
      <host mac='52:54:00:11:22:33' ip='` + linuxAddress + `'/>
    </dhcp>
  </ip>
  <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options>
</network>
`

// A linux is a guest that runs Linux, on a host on which virgo does all that is
// done, with virsh beside it.
type linux struct {
	t            *testing.T
	host         *testhost.Host
	virgo, virsh testhost.Client
	dir          string // for files of the test

	console  *testhost.Terminal
	commands int // that the guest has been given on this console
}

// TestLinux is the life of a guest with an operating system, all by virgo. The
// stages share the guest, so the first that fails ends the test.
func TestLinux(t *testing.T) {
	t.Parallel()
	h := testhost.Start(t, testhost.Options{})
	h.InstallLinux(t)
	l := &linux{t: t, host: h, virgo: testhost.NewVirgo(t, h.URI("qemu")), virsh: testhost.NewVirsh(t, h.URI("qemu")), dir: t.TempDir()}
	for _, stage := range []struct {
		name string
		run  func(*linux)
	}{
		{"define", (*linux).define},
		{"start", (*linux).start},
		{"address", (*linux).address},
		{"suspend", (*linux).suspend},
		{"cpus", (*linux).cpus},
		{"memory", (*linux).memory},
		{"scheduler", (*linux).scheduler},
		{"disk", (*linux).disk},
		{"interface", (*linux).networkInterface},
		{"peek", (*linux).peek},
		{"attach a disk", (*linux).attachDisk},
		{"attach an interface", (*linux).attachInterface},
		{"save", (*linux).save},
		{"managed save", (*linux).managedSave},
		{"dump", (*linux).dump},
		{"migrate", (*linux).migrate},
		{"reboot", (*linux).reboot},
		{"end", (*linux).end},
	} {
		t.Log(stage.name)
		if stage.run(l); t.Failed() {
			return
		}
	}
}

// both runs a command with virsh and virgo, which must say the same, and returns
// what they print.
func (l *linux) both(args ...string) string {
	l.t.Helper()
	r, differences := agreement(
		func() diff.Result { return diff.Result(l.virsh.Run(l.t, args...)) },
		func() diff.Result { return diff.Result(l.virgo.Run(l.t, args...)) },
	)
	if len(differences) > 0 {
		l.t.Errorf("%q: virsh (-) and virgo (+) differ:\n%s", args, strings.Join(differences, "\n"))
	}
	return r.Stdout + r.Stderr
}

// says is both for an answer with a text in it.
func (l *linux) says(text string, args ...string) {
	l.t.Helper()
	if got := l.both(args...); !strings.Contains(got, text) {
		l.t.Errorf("%q prints\n%s, without %q", args, got, text)
	}
}

// attach puts the guest's console on a terminal.
func (l *linux) attach() {
	l.t.Helper()
	l.console = onTerminal(l.t, l.virgo.Command(l.t.Context(), l.t, "console", "linux"))
	l.console.Wait("Escape character is")
	l.commands = 0
}

// shell runs a command in the guest and returns when it is over.
func (l *linux) shell(command string) {
	l.t.Helper()
	l.commands++
	// What is typed is shown too, so the end must look different when it is.
	l.console.Type(fmt.Sprintf("%s; echo \"over $((%d))\"\n", command, l.commands))
	l.console.Wait(fmt.Sprintf("over %d\r", l.commands))
}

// until waits in the guest until a condition of its shell holds.
func (l *linux) until(condition string) {
	l.t.Helper()
	l.shell("while ! { " + condition + "; }; do usleep 100000; done")
}

// file writes a file and returns its name.
func (l *linux) file(name, text string) string {
	l.t.Helper()
	file := filepath.Join(l.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		l.t.Fatal(err)
	}
	return file
}

// image is where a file is that the guest knows as /var/lib/libvirt/images/NAME.
func (l *linux) image(name string) string { return filepath.Join(l.host.Dir, "lib", "images", name) }

func (l *linux) define() {
	if err := os.WriteFile(l.image("linux.img"), make([]byte, 8<<20), 0o644); err != nil {
		l.t.Fatal(err)
	}
	l.virgo.Output(l.t, "net-define", l.file("net.xml", linuxNetwork))
	l.virgo.Output(l.t, "net-start", "default")
	l.says("active", "net-list")
	l.virgo.Output(l.t, "define", l.file("vm.xml", linuxXML))
	l.says("shut off", "list", "--all")
	l.says("linux.img", "dumpxml", "linux")
}

func (l *linux) start() {
	l.virgo.Output(l.t, "start", "linux")
	l.attach()
	l.console.Wait("GUEST-READY cpus=1")
	l.says("running (booted)", "domstate", "linux", "--reason")
}

// The guest gets the address that its network has for it.
func (l *linux) address() {
	l.until("ifconfig eth0 | grep -q 'addr:" + linuxAddress + "'")
	l.says(linuxAddress+"/24", "domifaddr", "linux")
	l.says(linuxAddress+"/24", "net-dhcp-leases", "default")
}

func (l *linux) suspend() {
	l.virgo.Output(l.t, "suspend", "linux")
	l.says("paused (user)", "domstate", "linux", "--reason")
	l.virgo.Output(l.t, "resume", "linux")
	l.says("running (unpaused)", "domstate", "linux", "--reason")
	l.shell(":")
}

func (l *linux) cpus() {
	l.says("running", "vcpuinfo", "linux")
	l.virgo.Output(l.t, "vcpupin", "linux", "0", "0")
	l.says(" 0      0\n", "vcpupin", "linux")
	l.says("y", "vcpuinfo", "linux")
	l.virgo.Output(l.t, "setvcpus", "linux", "2")
	l.until("[ $(nproc) = 2 ]")
	l.says("2\n", "vcpucount", "linux", "--live", "--active")
	l.both("vcpuinfo", "linux")
	l.both("cpu-stats", "linux", "--total")
}

// The guest hands back memory and gets it again.
func (l *linux) memory() {
	const total = "$(awk '/MemTotal/{print $2}' /proc/meminfo)" // the kernel's own share left out
	l.shell("before=" + total)
	l.virgo.Output(l.t, "setmem", "linux", "128M")
	l.until("[ " + total + " -eq $((before - 32768)) ]")
	l.says("actual 131072\n", "dommemstat", "linux")
	l.virgo.Output(l.t, "setmem", "linux", "160M")
	l.until("[ " + total + " -eq $before ]")
	l.says("actual 163840\n", "dommemstat", "linux")
}

func (l *linux) scheduler() {
	l.both("schedinfo", "linux")
	l.virgo.Output(l.t, "schedinfo", "linux", "vcpu_quota=90000", "--live")
	l.says("vcpu_quota     : 90000", "schedinfo", "linux")
	l.virgo.Output(l.t, "schedinfo", "linux", "vcpu_quota=-1", "--live")
}

// What the guest reads and writes is counted, and is there.
func (l *linux) disk() {
	reads := l.stat("domblkstat", "vda", "rd_req")
	writes := l.stat("domblkstat", "vda", "wr_req")
	l.shell("dd if=/dev/vda of=/dev/null bs=1M 2>/dev/null")
	l.shell("echo written-by-the-guest | dd of=/dev/vda bs=512 seek=1 conv=notrunc 2>/dev/null; sync")
	if now := l.stat("domblkstat", "vda", "rd_req"); now <= reads {
		l.t.Errorf("%d reads before the guest read, %d after", reads, now)
	}
	if now := l.stat("domblkstat", "vda", "wr_req"); now <= writes {
		l.t.Errorf("%d writes before the guest wrote, %d after", writes, now)
	}
	l.both("domblkstat", "linux", "vda")
	if got := l.virgo.Output(l.t, "-q", "blockpeek", "linux", "vda", "512", "20"); got != "written-by-the-guest" {
		l.t.Errorf("the host reads %q", got)
	}
}

func (l *linux) networkInterface() {
	name := strings.Fields(l.virgo.Output(l.t, "-q", "domiflist", "linux"))[0]
	received, sent := l.stat("domifstat", name, "rx_packets"), l.stat("domifstat", name, "tx_packets")
	l.shell("ping -c 3 -i 0.1 192.168.122.1 >/dev/null")
	if now := l.stat("domifstat", name, "rx_packets"); now < received+3 {
		l.t.Errorf("%d packets received before three pings, %d after", received, now)
	}
	if now := l.stat("domifstat", name, "tx_packets"); now < sent+3 {
		l.t.Errorf("%d packets sent before three pings, %d after", sent, now)
	}
	l.both("domifstat", "linux", name)
	l.both("domstats", "linux", "--interface", "--block")
}

// stat returns a number that a command tells of a device.
func (l *linux) stat(command, device, name string) int {
	l.t.Helper()
	out := l.virgo.Output(l.t, command, "linux", device)
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, device+" "+name+" "); ok {
			n, err := strconv.Atoi(strings.TrimSpace(rest))
			if err != nil {
				l.t.Fatal(err)
			}
			return n
		}
	}
	l.t.Fatalf("%s tells no %s of %s:\n%s", command, name, device, out)
	return 0
}

// The boot sector is read as it was written from outside, and a text that the
// guest has in its memory is found there.
func (l *linux) peek() {
	sector := make([]byte, 512)
	_, _ = rand.Read(sector) // never fails
	f, err := os.OpenFile(l.image("linux.img"), os.O_WRONLY, 0)
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(sector, 0); err != nil {
		l.t.Fatal(err)
	}
	if got := l.virgo.Output(l.t, "-q", "blockpeek", "linux", "vda", "0", "512"); got != string(sector) {
		l.t.Errorf("the boot sector is\n%x, not\n%x", got, sector)
	}
	// The text is put together in the guest, so that what is found is not the
	// command line.
	l.shell("marker=the-marker; yes $marker-of-the-guest | head -c 100000 >/tmp/marker")
	memory := filepath.Join(l.dir, "memory")
	l.virgo.Output(l.t, "mempeek", "linux", "0", "160M", memory, "--physical")
	data, err := os.ReadFile(memory)
	if err != nil {
		l.t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("the-marker-of-the-guest")); len(data) != 160<<20 || n < 1000 {
		l.t.Errorf("the marker is %d times in %d bytes of memory", n, len(data))
	}
}
