package domain

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

// A liveEdit is the editing of the XML of a running domain, of which only the
// devices can be changed that way.
type liveEdit struct {
	impact virt.DomainModificationImpact
	base   string // what the host has, as last seen
}

// changes returns what is to be done to make of one document the other.
func (l *liveEdit) changes(before, after string) ([]xmledit.DeviceChange, error) {
	changes, err := xmledit.DeviceChanges(before, after)
	var outside *xmledit.OutsideError
	if errors.As(err, &outside) {
		how := "no command changes it while the domain runs"
		if command := commandFor(outside.Path); command != "" {
			how = "use " + command
		}
		return nil, vsh.Failf("only devices of a running domain can be edited, not %s: %s", outside.Path, how)
	}
	return changes, err
}

// check reports what cannot be done, before anything is.
func (l *liveEdit) check(before, after string) error {
	_, err := l.changes(before, after)
	return err
}

// apply changes the devices of dom one after the other.
func (l *liveEdit) apply(ctx context.Context, dom *libvirt.Domain, after string) error {
	changes, err := l.changes(l.base, after)
	if err != nil {
		return err
	}
	flags := virt.DomainDeviceModifyFlags(l.impact) // the bits are the same
	for i, c := range changes {
		switch c.Op {
		case xmledit.DetachDevice:
			err = dom.DetachDeviceFlags(ctx, c.Device.XML, flags)
		case xmledit.UpdateDevice:
			err = dom.UpdateDeviceFlags(ctx, c.Device.XML, flags)
		case xmledit.AttachDevice:
			err = dom.AttachDeviceFlags(ctx, c.Device.XML, flags)
		}
		if err == nil {
			continue
		}
		err = vsh.Wrapf(err, "Failed to %s", c)
		if i > 0 {
			done := make([]string, i)
			for j := range done {
				done[j] = changes[j].String()
			}
			err = vsh.Both(err, vsh.Failf("done before that: %s", strings.Join(done, ", ")))
		}
		return err
	}
	return nil
}

// commandFor returns the commands that change a part of a running domain, or
// nothing.
func commandFor(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 3 {
		return ""
	}
	for _, row := range []struct {
		element  []string
		commands string
	}{
		{[]string{"name"}, "domrename, while it is shut off"},
		{[]string{"title", "description"}, "desc --live"},
		{[]string{"metadata"}, "metadata --live"},
		{[]string{"currentMemory"}, "setmem --live"},
		{[]string{"vcpu", "vcpus"}, "setvcpus --live or setvcpu --live"},
		{[]string{"iothreads", "iothreadids"}, "iothreadadd --live or iothreaddel --live"},
		{[]string{"cputune"}, "schedinfo, vcpupin, emulatorpin or iothreadpin, with --live"},
		{[]string{"memtune"}, "memtune --live"},
		{[]string{"blkiotune"}, "blkiotune --live"},
		{[]string{"numatune"}, "numatune --live"},
		{[]string{"perf"}, "perf --live"},
		{[]string{"on_poweroff", "on_reboot", "on_crash"}, "set-lifecycle-action --live"},
	} {
		if slices.Contains(row.element, parts[2]) {
			return row.commands
		}
	}
	return ""
}
