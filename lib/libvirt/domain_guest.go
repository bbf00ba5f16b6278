package libvirt

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// SendKey presses keys of the guest's keyboard, all at once, and lets go of them
// after hold, of which whole milliseconds count; the host chooses how long for 0.
// codes are numbers of the codeset; at most protocol.DomainSendKeyMax. No flags
// are defined.
func (d *Domain) SendKey(ctx context.Context, codeset virt.KeycodeSet, hold time.Duration, codes []uint32, flags uint32) error {
	return protocol.DomainSendKey.Call(ctx, d.conn, &protocol.DomainSendKeyArgs{
		Dom: d.wire(), Codeset: uint32(codeset), HoldTime: uint32(hold.Milliseconds()), Keycodes: codes, Flags: flags,
	})
}

// SendProcessSignal sends a signal to a process of the guest, in the guest's
// numbers; a negative pid is a group of processes. No flags are defined.
func (d *Domain) SendProcessSignal(ctx context.Context, pid int64, signal virt.DomainProcessSignal, flags uint32) error {
	return protocol.DomainSendProcessSignal.Call(ctx, d.conn, &protocol.DomainSendProcessSignalArgs{
		Dom: d.wire(), PIDValue: pid, SigNum: uint32(signal), Flags: flags,
	})
}

// InjectNMI raises a non-maskable interrupt in the guest, which many kernels
// answer with a dump. No flags are defined.
func (d *Domain) InjectNMI(ctx context.Context, flags uint32) error {
	return protocol.DomainInjectNMI.Call(ctx, d.conn, &protocol.DomainInjectNMIArgs{Dom: d.wire(), Flags: flags})
}

// Time returns what the guest's clock shows. No flags are defined.
func (d *Domain) Time(ctx context.Context, flags uint32) (time.Time, error) {
	r, err := protocol.DomainGetTime.Call(ctx, d.conn, &protocol.DomainGetTimeArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(r.Seconds, int64(r.NSeconds)), nil
}

// SetTime sets the guest's clock: to t, or, with virt.DomainTimeSync, for which t
// does not count, to what the domain's RTC shows.
func (d *Domain) SetTime(ctx context.Context, t time.Time, flags virt.DomainSetTimeFlags) error {
	return protocol.DomainSetTime.Call(ctx, d.conn, &protocol.DomainSetTimeArgs{
		Dom: d.wire(), Seconds: t.Unix(), NSeconds: uint32(t.Nanosecond()), Flags: uint32(flags),
	})
}

// PMSuspendForDuration has the guest suspend itself, through its agent. Hosts
// refuse a duration other than 0, after which the guest would wake up. No flags
// are defined.
func (d *Domain) PMSuspendForDuration(ctx context.Context, target virt.NodeSuspendTarget, seconds uint64, flags uint32) error {
	return protocol.DomainPMSuspendForDuration.Call(ctx, d.conn, &protocol.DomainPMSuspendForDurationArgs{
		Dom: d.wire(), Target: uint32(target), Duration: seconds, Flags: flags,
	})
}

// PMWakeup wakes up a guest that has suspended itself. No flags are defined.
func (d *Domain) PMWakeup(ctx context.Context, flags uint32) error {
	return protocol.DomainPMWakeup.Call(ctx, d.conn, &protocol.DomainPMWakeupArgs{Dom: d.wire(), Flags: flags})
}

// Screenshot opens a stream of an image of what a screen of the domain shows, and
// returns the image's media type, such as image/png. screen is 0 for the first
// one. ctx lives as long as the stream. No flags are defined.
func (d *Domain) Screenshot(ctx context.Context, screen, flags uint32) (Stream, string, error) {
	reply := new(protocol.DomainScreenshotReply)
	st, err := d.conn.stream(ctx, &protocol.Request{
		Proc:  &protocol.DomainScreenshot.Proc,
		Args:  &protocol.DomainScreenshotArgs{Dom: d.wire(), Screen: screen, Flags: flags},
		Reply: reply,
	})
	if err != nil {
		return nil, "", err
	}
	return st, orEmpty(reply.MIME), nil
}

// StartDirtyRateCalc has the host measure, for so many seconds, how fast the
// domain changes its memory. Stats tells the result with
// virt.DomainStatsDirtyRate.
func (d *Domain) StartDirtyRateCalc(ctx context.Context, seconds int32, flags virt.DomainDirtyRateCalcFlags) error {
	return protocol.DomainStartDirtyRateCalc.Call(ctx, d.conn,
		&protocol.DomainStartDirtyRateCalcArgs{Dom: d.wire(), Seconds: seconds, Flags: uint32(flags)})
}
