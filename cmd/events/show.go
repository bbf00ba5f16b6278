package events

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// show returns an event as it is printed. Documents have the words of the API in
// place of virsh's.
func show(ev libvirt.AnyDomainEvent) vsh.Event {
	e := vsh.Event{Name: names()[ev.ID], Object: format.Ref(ev.Object.Ref()), Lost: ev.Lost}
	e.Line = fmt.Sprintf("event '%s' for domain '%s'", e.Name, ev.Object.Name())
	e.Line += describe(&e, ev.Data)
	return e
}

// describe returns what virsh prints after the name of the domain, and puts the
// data of an event into e.
func describe(e *vsh.Event, data any) string {
	switch d := data.(type) {
	case libvirt.DomainLifecycle:
		e.Field("type", d.Type.String())
		if detail := lifecycleDetail(d); detail != nil {
			e.Field("detail", detail.String())
		}
		return ": " + lifecycleWord(d.Type) + " " + detailWord(d)
	case libvirt.DomainRTCChange:
		e.Field("offsetSec", d.Offset)
		return fmt.Sprintf(": %d", d.Offset)
	case libvirt.DomainWatchdog:
		e.Field("action", d.Action.String())
		return ": " + watchdogWord(d.Action)
	case libvirt.DomainIOError:
		return describeIOError(e, d)
	case libvirt.DomainGraphics:
		return describeGraphics(e, d)
	case libvirt.DomainBlockJob:
		e.Field("disk", d.Disk)
		e.Field("type", d.Type.String())
		e.Field("status", d.Status.String())
		return fmt.Sprintf(": %s for %s %s", blockJobWord(d.Type), d.Disk, blockJobStatusWord(d.Status))
	case libvirt.DomainDiskChange:
		e.Field("alias", d.Alias)
		e.Field("oldSource", d.Old)
		e.Field("newSource", d.New)
		e.Field("reason", d.Reason.String())
		return fmt.Sprintf(" disk %s: %s -> %s: %s", d.Alias, orNull(d.Old), orNull(d.New), diskChangeWord(d.Reason))
	case libvirt.DomainTrayChange:
		e.Field("alias", d.Alias)
		e.Field("tray", d.Reason.String())
		return fmt.Sprintf(" disk %s: %s", d.Alias, trayWord(d.Reason))
	case libvirt.DomainBalloonChange:
		e.Field("memoryKiB", d.KiB)
		return fmt.Sprintf(": %dKiB", d.KiB)
	case libvirt.DomainDevice:
		e.Field("alias", d.Alias)
		return ": " + d.Alias
	case libvirt.DomainParams:
		return describeParams(e, d)
	case libvirt.DomainChannel:
		return describeChannel(e, d)
	case libvirt.DomainMigrationIteration:
		e.Field("iteration", d.Iteration)
		return fmt.Sprintf(": iteration: '%d'", d.Iteration)
	case libvirt.MetadataChange:
		e.Metadata(d)
		return ""
	}
	return describeMore(e, data)
}

// describeMore is describe for the rare ones.
func describeMore(e *vsh.Event, data any) string {
	switch d := data.(type) {
	case libvirt.DomainBlockThreshold:
		e.Field("device", d.Device)
		e.Field("path", d.Path)
		e.Field("thresholdBytes", d.Threshold)
		e.Field("excessBytes", d.Excess)
		return fmt.Sprintf(": dev: %s(%s) %d %d", d.Device, orNull(d.Path), d.Threshold, d.Excess)
	case libvirt.DomainMemoryFailure:
		required := d.Flags&virt.DomainMemoryFailureActionRequired != 0
		recursive := d.Flags&virt.DomainMemoryFailureRecursive != 0
		e.Field("recipient", d.Recipient.String())
		e.Field("action", d.Action.String())
		e.Field("actionRequired", required)
		e.Field("recursive", recursive)
		return fmt.Sprintf(":\nrecipient: %s\naction: %s\nflags:\n\taction required: %d\n\trecursive: %d",
			recipientWord(d.Recipient), failureActionWord(d.Action), bit(required), bit(recursive))
	case libvirt.DomainMemoryDeviceSize:
		e.Field("alias", d.Alias)
		e.Field("sizeBytes", d.Bytes)
		return fmt.Sprintf(":\nalias: %s\nsize: %d", d.Alias, d.Bytes)
	case libvirt.DomainMACChange:
		e.Field("alias", d.Alias)
		e.Field("oldMAC", d.Old)
		e.Field("newMAC", d.New)
		return fmt.Sprintf(":\nalias: %s\noldMAC: %s\nnewMAC: %s", d.Alias, d.Old, d.New)
	case libvirt.DomainVcpuRemoved:
		e.Field("vcpu", d.Vcpu)
		return fmt.Sprintf(": vcpu: '%d'", d.Vcpu)
	}
	return "" // the event says all
}

func describeIOError(e *vsh.Event, d libvirt.DomainIOError) string {
	e.Field("path", d.Path)
	e.Field("alias", d.Alias)
	e.Field("action", d.Action.String())
	text := fmt.Sprintf(": %s (%s) %s", d.Path, d.Alias, ioErrorWord(d.Action))
	if e.Name == virt.DomainEventIDIOErrorReason.String() {
		e.Field("reason", d.Reason)
		text += " due to " + d.Reason
	}
	return text
}

func describeGraphics(e *vsh.Event, d libvirt.DomainGraphics) string {
	identities := make([]format.Object, len(d.Subject))
	var b strings.Builder
	fmt.Fprintf(&b, ": %s local[%s %s %s] remote[%s %s %s] %s", graphicsPhaseWord(d.Phase),
		familyWord(d.Local.Family), d.Local.Node, d.Local.Service,
		familyWord(d.Remote.Family), d.Remote.Node, d.Remote.Service, d.AuthScheme)
	for i, id := range d.Subject {
		identities[i] = format.Object{{Name: "type", Value: id.Type}, {Name: "name", Value: id.Name}}
		fmt.Fprintf(&b, "\n\t%s=%s", id.Type, id.Name)
	}
	e.Field("phase", d.Phase.String())
	e.Field("local", addressFields(d.Local))
	e.Field("remote", addressFields(d.Remote))
	e.Field("authScheme", d.AuthScheme)
	e.Field("subject", identities)
	return b.String()
}

// addressFields returns one end of a connection, whose service is a port nearly
// always.
func addressFields(a libvirt.GraphicsAddress) format.Object {
	o := format.Object{{Name: "family", Value: a.Family.String()}, {Name: "node", Value: a.Node}}
	if port, err := strconv.ParseUint(a.Service, 10, 16); err == nil {
		return append(o, format.Field{Name: "port", Value: port})
	}
	return append(o, format.Field{Name: "service", Value: a.Service})
}

func describeParams(e *vsh.Event, d libvirt.DomainParams) string {
	var b strings.Builder
	b.WriteString(":")
	params := make(format.Object, len(d.Params))
	for i, p := range d.Params {
		params[i] = format.Field{Name: p.Name, Value: p.Value.Any()}
		fmt.Fprintf(&b, "\n\t%s: %s", p.Name, paramText(p.Value))
	}
	e.Field("parameters", params)
	return b.String()
}

// paramText returns a value as virsh prints it here, unlike elsewhere: doubles with
// as many decimals as they have, and booleans as numbers.
func paramText(v virt.TypedValue) string {
	if f, ok := v.Float64(); ok {
		return strconv.FormatFloat(f, 'g', 6, 64)
	}
	if b, ok := v.Bool(); ok {
		return strconv.Itoa(bit(b))
	}
	return v.String()
}

func describeChannel(e *vsh.Event, d libvirt.DomainChannel) string {
	text := ": "
	if d.Name != "" {
		e.Field("channel", d.Name)
		text += fmt.Sprintf("channel: '%s' ", d.Name)
	}
	e.Field("state", d.State.String())
	e.Field("reason", d.Reason.String())
	return text + fmt.Sprintf("state: '%s' reason: '%s'", channelStateWord(d.State), channelReasonWord(d.Reason))
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// orNull returns the text of a value that may be missing, which virsh shows so.
func orNull(s *string) string {
	if s == nil {
		return "<null>"
	}
	return *s
}
