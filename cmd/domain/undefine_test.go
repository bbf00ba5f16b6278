package domain

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestUndefine looks at what hosts of different age are asked to do.
func TestUndefine(t *testing.T) {
	const save, snapshots, nvram = virt.DomainUndefineManagedSave, virt.DomainUndefineSnapshotsMetadata, virt.DomainUndefineNVRAM
	nothing := libvirt.DomainLeftovers{MetadataTold: true}
	saved := libvirt.DomainLeftovers{ManagedSave: true, MetadataTold: true}
	modern := libvirt.DomainLeftovers{ManagedSave: true, Snapshots: 2, Metadata: 2, MetadataTold: true}
	records := libvirt.DomainLeftovers{Snapshots: 2, Metadata: 2, MetadataTold: true}
	old := libvirt.DomainLeftovers{Snapshots: 2, Metadata: 2}
	for _, c := range []struct {
		name     string
		left     libvirt.DomainLeftovers
		flags    virt.DomainUndefineFlagsValues
		flagsErr virt.ErrorNumber // of the call with flags; 0 for none
		want     string           // what was called, and the error
	}{
		{"plain", nothing, 0, 0, "flags 0"},
		{"flags for nothing are left out", nothing, save | snapshots | virt.DomainUndefineTPM, 0, "flags 32"},
		{"saved, and to be removed", saved, save, 0, "flags 1"},
		{"saved", saved, 0, 0, "Refusing to undefine while domain managed save image exists"},
		{"saved, on a host that looks out for it", modern, 0, 0, "flags 0"},
		{"records, and to be removed", records, snapshots, 0, "flags 2"},
		{"records", records, 0, 0, "flags 0"},
		{"old host", nothing, 0, virt.ErrNoSupport, "flags 0, plain"},
		{"old host, saved", saved, save, virt.ErrNoSupport, "flags 1, remove, plain"},
		{"unknown flag", nothing, virt.DomainUndefineKeepTPM, virt.ErrInvalidArg, "flags 64, plain"},
		{"NVRAM needs its flag", saved, nvram, virt.ErrInvalidArg, "flags 4, invalid argument: no"},
		{"another error", nothing, 0, virt.ErrOperationInvalid, "flags 0, Requested operation is not valid: no"},
		{"old host, snapshots", old, 0, 0, "Refusing to undefine while 2 snapshots exist"},
		{"old host, snapshots and its flag", old, snapshots, virt.ErrInvalidArg, "flags 2, Unable to remove metadata of 2 snapshots"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var did []string
			mux := driver.NewMux()
			driver.Handle(mux, &protocol.DomainUndefineFlags, func(_ context.Context, a *protocol.DomainUndefineFlagsArgs) error {
				did = append(did, fmt.Sprint("flags ", a.Flags))
				if c.flagsErr != 0 {
					return virt.Errorf(virt.FromQEMU, c.flagsErr, "no")
				}
				return nil
			})
			driver.Handle(mux, &protocol.DomainUndefine, func(context.Context, *protocol.DomainUndefineArgs) error {
				did = append(did, "plain")
				return nil
			})
			driver.Handle(mux, &protocol.DomainManagedSaveRemove, func(context.Context, *protocol.DomainManagedSaveRemoveArgs) error {
				did = append(did, "remove")
				return nil
			})
			if err := undefine(t.Context(), fakeDomain(t, mux), c.flags, &c.left); err != nil {
				did = append(did, err.Error())
			}
			if got := strings.Join(did, ", "); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

// fakeDomain returns a running domain on the host that mux is.
func fakeDomain(t *testing.T, mux *driver.Mux) *libvirt.Domain {
	t.Helper()
	driver.Handle(mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		return &protocol.DomainLookupByNameReply{Dom: protocol.Domain{Name: a.Name, ID: 1}}, nil
	})
	conn := libvirt.New(driver.NewSession(mux, nil), libvirt.ErrorFunc(func(*virt.Error) {}))
	dom, err := conn.LookupDomainByName(t.Context(), "vm")
	if err != nil {
		t.Fatal(err)
	}
	return dom
}
