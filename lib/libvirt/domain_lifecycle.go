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

// Rename gives an inactive domain another name. The handle keeps the old one. No
// flags are defined.
func (d *Domain) Rename(ctx context.Context, name string, flags uint32) error {
	_, err := protocol.DomainRename.Call(ctx, d.conn, &protocol.DomainRenameArgs{Dom: d.wire(), NewName: &name, Flags: flags})
	return err
}

// SetLifecycleAction sets what becomes of the domain when the guest powers off,
// reboots or crashes.
func (d *Domain) SetLifecycleAction(ctx context.Context, event virt.DomainLifecycle, action virt.DomainLifecycleAction, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetLifecycleAction.Call(ctx, d.conn, &protocol.DomainSetLifecycleActionArgs{
		Dom: d.wire(), Type: uint32(event), Action: uint32(action), Flags: uint32(flags),
	})
}
