package drivertest

import (
	"errors"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// started defines and starts a domain that is gone when the test ends.
func started(t *testing.T, h Harness, c driver.Conn, name string) protocol.Domain {
	t.Helper()
	d := defined(t, h, c, name)
	return must[protocol.DomainCreateWithFlagsReply](t, "start")(
		protocol.DomainCreateWithFlags.Call(t.Context(), c, &protocol.DomainCreateWithFlagsArgs{Dom: d})).Dom
}

// checkPeek: a peek returns as many bytes as were asked for, the same each time,
// and what is outside the disk or is no disk of the domain is refused. A driver
// may have no peeks.
func checkPeek(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := started(t, h, c, "peek")
	block := func(path string, offset uint64, size uint32) ([]byte, error) {
		r, err := protocol.DomainBlockPeek.Call(ctx, c, &protocol.DomainBlockPeekArgs{Dom: d, Path: path, Offset: offset, Size: size})
		if err != nil {
			return nil, err
		}
		return r.Buffer, nil
	}
	first, err := block("vda", 0, 512)
	if !errors.Is(err, virt.ErrNoSupport) {
		ok(t, "peek at a disk", err)
		again, err := block("vda", 510, 2)
		ok(t, "peek at its end", err)
		if len(first) != 512 || string(again) != string(first[510:]) {
			t.Errorf("%d bytes, and at their end % x, not % x", len(first), first[510:], again)
		}
		_, err = block("vda", 1<<30, 2)
		fails(t, "peek behind the disk", err, virt.ErrInvalidArg)
		_, err = block("/etc/passwd", 0, 2)
		fails(t, "peek at what is no disk", err, virt.ErrInvalidArg)
	}
	memory := func(flags virt.DomainMemoryFlags) (int, error) {
		r, err := protocol.DomainMemoryPeek.Call(ctx, c, &protocol.DomainMemoryPeekArgs{Dom: d, Offset: 4096, Size: 100, Flags: uint32(flags)})
		if err != nil {
			return 0, err
		}
		return len(r.Buffer), nil
	}
	if n, err := memory(virt.MemoryPhysical); !errors.Is(err, virt.ErrNoSupport) {
		ok(t, "peek at the memory", err)
		if n != 100 {
			t.Errorf("%d bytes of memory, want 100", n)
		}
		if _, err := memory(virt.MemoryPhysical | virt.MemoryVirtual); err == nil {
			t.Error("memory was read that is physical and virtual")
		}
	}
}

// checkDevices: a device that is attached to a running domain is detached again;
// what is no device is refused. A driver may be unable to do either.
func checkDevices(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := started(t, h, c, "devices")
	const tablet = "<input type='tablet' bus='usb'/>"
	attach := func(xml string) error {
		return protocol.DomainAttachDevice.Call(ctx, c, &protocol.DomainAttachDeviceArgs{Dom: d, XML: xml})
	}
	detach := func() error {
		return protocol.DomainDetachDevice.Call(ctx, c, &protocol.DomainDetachDeviceArgs{Dom: d, XML: tablet})
	}
	err := attach(tablet)
	if errors.Is(err, virt.ErrNoSupport) {
		fails(t, "detach", detach(), virt.ErrNoSupport)
		return
	}
	ok(t, "attach", err)
	ok(t, "detach", detach())
	if err := detach(); err == nil {
		t.Error("what is not there was detached")
	}
	if err := attach("<tablet/>"); err == nil {
		t.Error("what is no device was attached")
	}
}
