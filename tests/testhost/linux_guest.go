package testhost

import (
	_ "embed" // the script that makes the guest
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed scripts/mkguest.sh
var mkguestScript []byte

// LinuxGuestXML is a domain of 128 MiB that runs Linux with the QEMU guest
// agent, which DefineLinuxGuest puts on the host. On its serial console it
// prints GUEST-READY and then runs each line that it is given.
func LinuxGuestXML(name string) string {
	const images = "/var/lib/libvirt/images/"
	return `<domain type='qemu'>
  <name>` + escape(name) + `</name>
  <memory unit='MiB'>128</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>` + images + kernelFile + `</kernel>
    <initrd>` + images + initrdFile + `</initrd>
    <cmdline>console=ttyS0 quiet nokaslr</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <devices>
    <serial type='pty'/>
    <console type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <memballoon model='virtio'><stats period='1'/></memballoon>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>
`
}

const (
	kernelFile = "vmlinuz"
	initrdFile = "initrd.gz"
)

// DefineLinuxGuest defines a guest that runs Linux with the QEMU guest agent.
// It is at its prompt some 5 s after its start, the agent a second later; most
// tests do with DefineBootGuest. With a shared host the guest is undefined at
// the end of the test, so it must not run any more then.
func (h *Host) DefineLinuxGuest(t testing.TB, name string) {
	t.Helper()
	h.InstallLinux(t)
	h.define(t, name, LinuxGuestXML(name))
}

// InstallLinux puts the kernel and the initrd of LinuxGuestXML on the host, for
// guests that are defined in another way.
func (h *Host) InstallLinux(t testing.TB) {
	t.Helper()
	NeedQEMU(t)
	NeedTools(t, "apt-get", "apt-cache", "dpkg-deb", "depmod", "modprobe", "cpio", "gzip", "ldd")
	dir, err := linuxGuest()
	if err != nil {
		lack(t, "needs the packages of the Linux guest: %v", err)
	}
	for _, file := range []string{kernelFile, initrdFile} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := writeFileAtomic(filepath.Join(h.Dir, "lib", "images", file), data); err != nil {
			t.Fatal(err)
		}
	}
}

// linuxGuest is the directory of the guest's kernel and initrd, made by the
// first test that asks and kept for later runs.
func linuxGuest() (string, error) {
	parent, err := cacheDir("")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(parent, "linux-guest")
	if _, err := os.Stat(filepath.Join(dir, initrdFile)); err == nil {
		return dir, nil
	}
	tmp, err := os.MkdirTemp(parent, "new")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if out, err := exec.Command("bash", "-c", string(mkguestScript), "mkguest.sh", tmp).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	if err := os.Rename(tmp, dir); err != nil && !errors.Is(err, fs.ErrExist) { // another test was first
		return "", err
	}
	return dir, nil
}
