package libvirt

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// QEMUMonitorCommand sends a command to the domain's QEMU and returns the answer:
// JSON, or text with virt.DomainQEMUMonitorCommandHMP. It goes past the host,
// which then may no longer know what the domain is like.
func (d *Domain) QEMUMonitorCommand(ctx context.Context, cmd string, flags virt.DomainQemuMonitorCommandFlags) (string, error) {
	r, err := protocol.QEMUDomainMonitorCommand.Call(ctx, d.conn,
		&protocol.QEMUDomainMonitorCommandArgs{Dom: d.wire(), Cmd: cmd, Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.Result, nil
}

// QEMUMonitorCommandWithFiles is QEMUMonitorCommand with open files that the
// command uses. They stay the caller's; those that come back belong to the caller
// too.
func (d *Domain) QEMUMonitorCommandWithFiles(ctx context.Context, cmd string, files []*os.File, flags virt.DomainQemuMonitorCommandFlags) (string, []*os.File, error) {
	reply := new(protocol.QEMUDomainMonitorCommandWithFilesReply)
	r := &protocol.Request{
		Proc:  &protocol.QEMUDomainMonitorCommandWithFiles.Proc,
		Args:  &protocol.QEMUDomainMonitorCommandWithFilesArgs{Dom: d.wire(), Cmd: cmd, Flags: uint32(flags)},
		Reply: reply, Files: files,
	}
	if err := d.conn.Invoke(ctx, r); err != nil {
		return "", nil, err
	}
	return reply.Result, r.Files, nil
}

// QEMUAgentCommand sends a command to the agent in the guest and returns the
// answer, as JSON. seconds is how long to wait for it, or one of the values of
// virt.DomainQemuAgentCommandTimeoutValues; without a wait there is no answer. No
// flags are defined.
func (d *Domain) QEMUAgentCommand(ctx context.Context, cmd string, seconds int32, flags uint32) (string, error) {
	r, err := protocol.QEMUDomainAgentCommand.Call(ctx, d.conn,
		&protocol.QEMUDomainAgentCommandArgs{Dom: d.wire(), Cmd: cmd, Timeout: seconds, Flags: flags})
	if err != nil {
		return "", err
	}
	return orEmpty(r.Result), nil
}

// AttachQEMU makes a domain of a QEMU that was started by someone else, by the
// number of its process on the host, which is not 0. No flags are defined.
func (c *Conn) AttachQEMU(ctx context.Context, pid, flags uint32) (*Domain, error) {
	if pid == 0 {
		return nil, c.failed(errZero(virt.FromNone, "virDomainQemuAttach", "pid_value"))
	}
	r, err := protocol.QEMUDomainAttach.Call(ctx, c, &protocol.QEMUDomainAttachArgs{PIDValue: pid, Flags: flags})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}
