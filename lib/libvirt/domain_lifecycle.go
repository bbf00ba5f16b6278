package libvirt

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Create starts a defined domain, and takes its new id.
//
// Where it can it uses the procedure that tells the id. The older one, for old
// hosts, takes a second call for that; it is also used on a read-only session,
// whose refusal is to name virDomainCreate.
func (d *Domain) Create(ctx context.Context) error {
	if !d.conn.readOnly {
		r, err := protocol.DomainCreateWithFlags.Call(ctx, quiet{d.conn}, &protocol.DomainCreateWithFlagsArgs{Dom: d.wire()})
		if err == nil {
			d.id.Store(r.Dom.ID)
			return nil
		}
		if !isNoSupport(err) {
			return d.conn.failed(err)
		}
	}
	if err := protocol.DomainCreate.Call(ctx, d.conn, &protocol.DomainCreateArgs{Dom: d.wire()}); err != nil {
		return err
	}
	return d.Refresh(ctx)
}

// CreateWithFlags is Create with flags.
func (d *Domain) CreateWithFlags(ctx context.Context, flags virt.DomainCreateFlags) error {
	r, err := protocol.DomainCreateWithFlags.Call(ctx, d.conn,
		&protocol.DomainCreateWithFlagsArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return err
	}
	d.id.Store(r.Dom.ID)
	return nil
}

// CreateWithFiles is CreateWithFlags with open files that become file
// descriptors of the domain's first process. The files stay the caller's.
func (d *Domain) CreateWithFiles(ctx context.Context, files []*os.File, flags virt.DomainCreateFlags) error {
	reply := new(protocol.DomainCreateWithFilesReply)
	err := d.conn.Invoke(ctx, &protocol.Request{
		Proc:  &protocol.DomainCreateWithFiles.Proc,
		Args:  &protocol.DomainCreateWithFilesArgs{Dom: d.wire(), Flags: uint32(flags)},
		Reply: reply, Files: files,
	})
	if err != nil {
		return err
	}
	d.id.Store(reply.Dom.ID)
	return nil
}

// Undefine removes the domain's configuration. One that runs goes on as a
// transient one.
func (d *Domain) Undefine(ctx context.Context) error {
	return protocol.DomainUndefine.Call(ctx, d.conn, &protocol.DomainUndefineArgs{Dom: d.wire()})
}

// UndefineFlags is Undefine with flags, which tell what to do with all that
// belongs to the domain.
func (d *Domain) UndefineFlags(ctx context.Context, flags virt.DomainUndefineFlagsValues) error {
	return protocol.DomainUndefineFlags.Call(ctx, d.conn, &protocol.DomainUndefineFlagsArgs{Dom: d.wire(), Flags: uint32(flags)})
}

// Destroy stops the domain at once. The handle stays good, and the
// configuration of a persistent domain stays.
func (d *Domain) Destroy(ctx context.Context) error {
	return d.ended(protocol.DomainDestroy.Call(ctx, d.conn, &protocol.DomainDestroyArgs{Dom: d.wire()}))
}

// DestroyFlags is Destroy with flags.
func (d *Domain) DestroyFlags(ctx context.Context, flags virt.DomainDestroyFlagsValues) error {
	return d.ended(protocol.DomainDestroyFlags.Call(ctx, d.conn,
		&protocol.DomainDestroyFlagsArgs{Dom: d.wire(), Flags: uint32(flags)}))
}

// ended takes the id away after what stopped the domain, unless that failed.
func (d *Domain) ended(err error) error {
	if err == nil {
		d.id.Store(-1)
	}
	return err
}

// Shutdown asks the guest to shut down, which it may ignore.
func (d *Domain) Shutdown(ctx context.Context) error {
	return protocol.DomainShutdown.Call(ctx, d.conn, &protocol.DomainShutdownArgs{Dom: d.wire()})
}

// ShutdownFlags is Shutdown with flags, which choose the ways to ask.
func (d *Domain) ShutdownFlags(ctx context.Context, flags virt.DomainShutdownFlagValues) error {
	return protocol.DomainShutdownFlags.Call(ctx, d.conn, &protocol.DomainShutdownFlagsArgs{Dom: d.wire(), Flags: uint32(flags)})
}

// Reboot asks the guest to restart, which it may ignore.
func (d *Domain) Reboot(ctx context.Context, flags virt.DomainRebootFlagValues) error {
	return protocol.DomainReboot.Call(ctx, d.conn, &protocol.DomainRebootArgs{Dom: d.wire(), Flags: uint32(flags)})
}

// Reset restarts the guest at once, as by its reset button. No flags are
// defined.
func (d *Domain) Reset(ctx context.Context, flags uint32) error {
	return protocol.DomainReset.Call(ctx, d.conn, &protocol.DomainResetArgs{Dom: d.wire(), Flags: flags})
}

// Suspend stops the domain's CPUs; its memory stays allocated.
func (d *Domain) Suspend(ctx context.Context) error {
	return protocol.DomainSuspend.Call(ctx, d.conn, &protocol.DomainSuspendArgs{Dom: d.wire()})
}

// Resume lets the domain's CPUs go on.
func (d *Domain) Resume(ctx context.Context) error {
	return protocol.DomainResume.Call(ctx, d.conn, &protocol.DomainResumeArgs{Dom: d.wire()})
}

// Save writes the domain's memory to a file on the host and stops it;
// Conn.Restore starts it again.
func (d *Domain) Save(ctx context.Context, path string) error {
	return d.ended(protocol.DomainSave.Call(ctx, d.conn, &protocol.DomainSaveArgs{Dom: d.wire(), To: path}))
}

// SaveFlags is Save with flags and, unless it is empty, another XML to restore
// with.
func (d *Domain) SaveFlags(ctx context.Context, path, xml string, flags virt.DomainSaveRestoreFlags) error {
	return d.ended(protocol.DomainSaveFlags.Call(ctx, d.conn,
		&protocol.DomainSaveFlagsArgs{Dom: d.wire(), To: path, DXML: optional(xml), Flags: uint32(flags)}))
}

// CoreDump writes the guest's memory to a file on the host, for debuggers.
func (d *Domain) CoreDump(ctx context.Context, path string, flags virt.DomainCoreDumpFlags) error {
	return protocol.DomainCoreDump.Call(ctx, d.conn, &protocol.DomainCoreDumpArgs{Dom: d.wire(), To: path, Flags: uint32(flags)})
}

// ManagedSave is Save to a file of the host's choice, from which the next
// Create restores.
func (d *Domain) ManagedSave(ctx context.Context, flags virt.DomainSaveRestoreFlags) error {
	return d.ended(protocol.DomainManagedSave.Call(ctx, d.conn, &protocol.DomainManagedSaveArgs{Dom: d.wire(), Flags: uint32(flags)}))
}

// HasManagedSave reports whether ManagedSave has left a file
// (virDomainHasManagedSaveImage). No flags are defined.
func (d *Domain) HasManagedSave(ctx context.Context, flags uint32) (bool, error) {
	r, err := protocol.DomainHasManagedSaveImage.Call(ctx, d.conn,
		&protocol.DomainHasManagedSaveImageArgs{Dom: d.wire(), Flags: flags})
	return err == nil && r.Result != 0, err
}

// ManagedSaveRemove removes the file of ManagedSave. No flags are defined.
func (d *Domain) ManagedSaveRemove(ctx context.Context, flags uint32) error {
	return protocol.DomainManagedSaveRemove.Call(ctx, d.conn, &protocol.DomainManagedSaveRemoveArgs{Dom: d.wire(), Flags: flags})
}
