package testhost

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// bootCode is a boot sector that prints BOOT-READY and a line end on COM1 and
// then echoes what it gets. Its instructions in order: set up the segments and
// the stack, print the text, then loop: halt while the line status shows
// nothing, else read a byte and write it back when the port is free.
const bootCode = "fa31c08ed88ed0bc007cfcfbbe457cac84c07405e81f00ebf6bafd03eca8017503f4ebf5" +
	"baf803ece80b003c0d75eab00ae80200ebe350bafd03eca82074f858baf803eec3424f4f" +
	"542d52454144590d0a00"

// BootImage is a disk image, 1 MiB raw, for everything that needs a running
// guest with a console but no operating system. It is ready a tenth of a
// second after QEMU starts and takes 16 MiB of guest memory and almost no CPU.
func BootImage() []byte {
	const sectorEnd = 510
	image := make([]byte, 1<<20)
	code, err := hex.DecodeString(bootCode)
	if err != nil {
		panic(err) // the constant above is damaged
	}
	copy(image, code)
	copy(image[sectorEnd:], []byte{0x55, 0xaa})
	return image
}

// bootImagePath is where a host keeps the boot image, as seen inside.
const bootImagePath = "/var/lib/libvirt/images/boot.img"

// BootGuestXML is a domain of 16 MiB that runs the boot image.
func BootGuestXML(name string) string {
	return `<domain type='qemu'>
  <name>` + escape(name) + `</name>
  <memory unit='MiB'>16</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='` + bootImagePath + `'/>
      <target dev='vda' bus='virtio'/>
      <readonly/>
    </disk>
    <serial type='pty'/>
    <console type='pty'/>
  </devices>
</domain>
`
}

// DefineBootGuest defines a guest that runs the boot image. With a shared host
// the guest is undefined at the end of the test, so it must not run any more then.
func (h *Host) DefineBootGuest(t testing.TB, name string) {
	t.Helper()
	NeedQEMU(t)
	if err := h.WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	h.define(t, name, BootGuestXML(name))
}

// WriteBootImage puts the boot image where BootGuestXML says it is.
func (h *Host) WriteBootImage() error {
	path := filepath.Join(h.Dir, "lib", "images", filepath.Base(bootImagePath))
	if _, err := os.Stat(path); err == nil {
		return nil // a running guest may be reading it
	}
	return writeFileAtomic(path, BootImage())
}

// define defines a domain with the real virsh.
func (h *Host) define(t testing.TB, name, doc string) {
	t.Helper()
	NeedVirsh(t)
	cmd := exec.Command("virsh", "-q", "-c", h.URI("qemu"), "define", "/dev/stdin")
	cmd.Stdin = strings.NewReader(doc)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("define %s: %v\n%s", name, err, out)
	}
	if h == run.host {
		t.Cleanup(func() {
			if out, err := exec.Command("virsh", "-q", "-c", h.URI("qemu"), "undefine", name).CombinedOutput(); err != nil {
				t.Errorf("undefine %s: %v\n%s", name, err, out)
			}
		})
	}
}

// escape is text as XML character data.
func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
	return b.String()
}
