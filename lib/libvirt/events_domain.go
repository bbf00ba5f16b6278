package libvirt

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainLifecycle is the data of virt.DomainEventIDLifecycle.
type DomainLifecycle struct {
	Type   virt.DomainEventType
	Detail int // as in DomainEvent
}

// DomainRTCChange tells that the guest set its clock: Offset seconds from the
// host's UTC.
type DomainRTCChange struct{ Offset int64 }

// DomainWatchdog tells what was done when the guest's watchdog expired.
type DomainWatchdog struct {
	Action virt.DomainEventWatchdogAction
}

// DomainIOError tells of a failed access to a disk: the file, the disk's alias, and
// what was done. Reason is empty but for virt.DomainEventIDIOErrorReason, and there
// too where nobody knows.
type DomainIOError struct {
	Path, Alias string
	Action      virt.DomainEventIOErrorAction
	Reason      string
}

// DomainGraphics tells that a client of the guest's screen came or went.
type DomainGraphics struct {
	Phase         virt.DomainEventGraphicsPhase
	Local, Remote GraphicsAddress
	AuthScheme    string
	Subject       []GraphicsIdentity
}

// GraphicsAddress is one end of a connection to a screen.
type GraphicsAddress struct {
	Family        virt.DomainEventGraphicsAddressType
	Node, Service string
}

// GraphicsIdentity is one of the names by which a client proved itself.
type GraphicsIdentity struct{ Type, Name string }

// DomainBlockJob tells that a job on a disk has ended, or is in its second phase.
// Disk is its path, or its target for virt.DomainEventIDBlockJob2.
type DomainBlockJob struct {
	Disk   string
	Type   virt.DomainBlockJobType
	Status virt.ConnectDomainEventBlockJobStatus
}

// DomainDiskChange tells that a disk got another source at the start of its domain,
// or none; a source may be nil.
type DomainDiskChange struct {
	Alias    string
	Old, New *string
	Reason   virt.ConnectDomainEventDiskChangeReason
}

// DomainTrayChange tells that the tray of a drive moved.
type DomainTrayChange struct {
	Alias  string
	Reason virt.DomainEventTrayChangeReason
}

// DomainBalloonChange tells how much memory a guest has now, in KiB.
type DomainBalloonChange struct{ KiB uint64 }

// DomainDevice names a device by its alias.
type DomainDevice struct{ Alias string }

// DomainParams is values by name.
type DomainParams struct{ Params []virt.TypedParam }

// DomainChannel tells that something in the guest opened a channel or closed it.
// Name is empty for the agent's; the numbers are those of the agent's events.
type DomainChannel struct {
	Name   string
	State  virt.ConnectDomainEventAgentLifecycleState
	Reason virt.ConnectDomainEventAgentLifecycleReason
}

// DomainMigrationIteration is the number of a pass over the memory, from 1.
type DomainMigrationIteration struct{ Iteration int }

// DomainBlockThreshold tells that a guest wrote beyond a threshold, in bytes from
// the start of an image, by Excess bytes. Path is nil for images that are no files.
type DomainBlockThreshold struct {
	Device            string
	Path              *string
	Threshold, Excess uint64
}

// DomainMemoryFailure tells of memory of the host that broke under a guest.
type DomainMemoryFailure struct {
	Recipient virt.DomainMemoryFailureRecipientType
	Action    virt.DomainMemoryFailureActionType
	Flags     virt.DomainMemoryFailureFlags
}

// DomainMemoryDeviceSize is the new size of a memory device, in bytes.
type DomainMemoryDeviceSize struct {
	Alias string
	Bytes uint64
}

// DomainMACChange tells that a guest gave its interface another MAC address.
type DomainMACChange struct{ Alias, Old, New string }

// DomainVcpuRemoved is the number of a CPU that a guest let go, from 0.
type DomainVcpuRemoved struct{ Vcpu uint }

// anyDomainEvent reads the message of an event, be it of a registration by callback
// or of the generation before.
func (c *Conn) anyDomainEvent(ev protocol.Event) (AnyDomainEvent, bool) {
	id, dom, data, ok := domainEventOf(plainMessage(ev.Msg))
	if !ok {
		return AnyDomainEvent{}, false
	}
	return AnyDomainEvent{ID: id, Object: c.domain(dom), Data: data, Lost: ev.Lost}, true
}

// plainMessage returns the message that a callback's one carries, for the events
// that are older than callbacks.
func plainMessage(m protocol.Message) protocol.Message {
	switch m := m.(type) {
	case *protocol.DomainEventCallbackLifecycleMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackRebootMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackRTCChangeMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackWatchdogMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackIOErrorMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackIOErrorReasonMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackGraphicsMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackControlErrorMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackBlockJobMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackDiskChangeMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackTrayChangeMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackPMWakeupMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackPMSuspendMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackBalloonChangeMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackPMSuspendDiskMsg:
		return &m.Msg
	case *protocol.DomainEventCallbackDeviceRemovedMsg:
		return &m.Msg
	}
	return m
}

// domainEventOf returns which event a message is, of which domain, and its data.
func domainEventOf(m protocol.Message) (id virt.DomainEventID, dom *protocol.Domain, data any, ok bool) {
	ok = true
	switch m := m.(type) {
	case *protocol.DomainEventLifecycleMsg:
		id, dom, data = virt.DomainEventIDLifecycle, &m.Dom, DomainLifecycle{virt.DomainEventType(m.Event), int(m.Detail)}
	case *protocol.DomainEventRebootMsg:
		id, dom = virt.DomainEventIDReboot, &m.Dom
	case *protocol.DomainEventRTCChangeMsg:
		id, dom, data = virt.DomainEventIDRTCChange, &m.Dom, DomainRTCChange{m.Offset}
	case *protocol.DomainEventWatchdogMsg:
		id, dom, data = virt.DomainEventIDWatchdog, &m.Dom, DomainWatchdog{virt.DomainEventWatchdogAction(m.Action)}
	case *protocol.DomainEventIOErrorMsg:
		id, dom, data = virt.DomainEventIDIOError, &m.Dom, DomainIOError{m.SrcPath, m.DevAlias, virt.DomainEventIOErrorAction(m.Action), ""}
	case *protocol.DomainEventIOErrorReasonMsg:
		id, dom, data = virt.DomainEventIDIOErrorReason, &m.Dom, DomainIOError{m.SrcPath, m.DevAlias, virt.DomainEventIOErrorAction(m.Action), m.Reason}
	case *protocol.DomainEventGraphicsMsg:
		id, dom, data = virt.DomainEventIDGraphics, &m.Dom, graphicsOf(m)
	case *protocol.DomainEventControlErrorMsg:
		id, dom = virt.DomainEventIDControlError, &m.Dom
	case *protocol.DomainEventBlockJobMsg:
		id, dom, data = virt.DomainEventIDBlockJob, &m.Dom, blockJobOf(m.Path, m.Type, m.Status)
	case *protocol.DomainEventBlockJob2Msg:
		id, dom, data = virt.DomainEventIDBlockJob2, &m.Dom, blockJobOf(m.Dst, m.Type, m.Status)
	case *protocol.DomainEventDiskChangeMsg:
		id, dom = virt.DomainEventIDDiskChange, &m.Dom
		data = DomainDiskChange{m.DevAlias, m.OldSrcPath, m.NewSrcPath, virt.ConnectDomainEventDiskChangeReason(m.Reason)}
	case *protocol.DomainEventTrayChangeMsg:
		id, dom, data = virt.DomainEventIDTrayChange, &m.Dom, DomainTrayChange{m.DevAlias, virt.DomainEventTrayChangeReason(m.Reason)}
	case *protocol.DomainEventPMWakeupMsg:
		id, dom = virt.DomainEventIDPMWakeup, &m.Dom
	case *protocol.DomainEventPMSuspendMsg:
		id, dom = virt.DomainEventIDPMSuspend, &m.Dom
	case *protocol.DomainEventPMSuspendDiskMsg:
		id, dom = virt.DomainEventIDPMSuspendDisk, &m.Dom
	case *protocol.DomainEventBalloonChangeMsg:
		id, dom, data = virt.DomainEventIDBalloonChange, &m.Dom, DomainBalloonChange{m.Actual}
	case *protocol.DomainEventDeviceRemovedMsg:
		id, dom, data = virt.DomainEventIDDeviceRemoved, &m.Dom, DomainDevice{m.DevAlias}
	case *protocol.DomainEventCallbackDeviceAddedMsg:
		id, dom, data = virt.DomainEventIDDeviceAdded, &m.Dom, DomainDevice{m.DevAlias}
	case *protocol.DomainEventCallbackDeviceRemovalFailedMsg:
		id, dom, data = virt.DomainEventIDDeviceRemovalFailed, &m.Dom, DomainDevice{m.DevAlias}
	case *protocol.DomainEventCallbackTunableMsg:
		id, dom, data = virt.DomainEventIDTunable, &m.Dom, DomainParams{m.Params}
	case *protocol.DomainEventCallbackJobCompletedMsg:
		id, dom, data = virt.DomainEventIDJobCompleted, &m.Dom, DomainParams{m.Params}
	case *protocol.DomainEventCallbackAgentLifecycleMsg:
		id, dom, data = virt.DomainEventIDAgentLifecycle, &m.Dom, channelOf("", m.State, m.Reason)
	case *protocol.DomainEventCallbackChannelLifecycleMsg:
		id, dom, data = virt.DomainEventIDChannelLifecycle, &m.Dom, channelOf(m.ChannelName, m.State, m.Reason)
	case *protocol.DomainEventCallbackMigrationIterationMsg:
		id, dom, data = virt.DomainEventIDMigrationIteration, &m.Dom, DomainMigrationIteration{int(m.Iteration)}
	case *protocol.DomainEventCallbackMetadataChangeMsg:
		id, dom, data = virt.DomainEventIDMetadataChange, &m.Dom, MetadataChange{virt.DomainMetadataType(m.Type), m.NsURI}
	case *protocol.DomainEventBlockThresholdMsg:
		id, dom, data = virt.DomainEventIDBlockThreshold, &m.Dom, DomainBlockThreshold{m.Dev, m.Path, m.Threshold, m.Excess}
	case *protocol.DomainEventMemoryFailureMsg:
		id, dom = virt.DomainEventIDMemoryFailure, &m.Dom
		data = DomainMemoryFailure{
			virt.DomainMemoryFailureRecipientType(m.Recipient), virt.DomainMemoryFailureActionType(m.Action),
			virt.DomainMemoryFailureFlags(m.Flags),
		}
	case *protocol.DomainEventMemoryDeviceSizeChangeMsg:
		id, dom, data = virt.DomainEventIDMemoryDeviceSizeChange, &m.Dom, DomainMemoryDeviceSize{m.Alias, m.Size}
	case *protocol.DomainEventNICMACChangeMsg:
		id, dom, data = virt.DomainEventIDNICMACChange, &m.Dom, DomainMACChange{m.Alias, m.OldMAC, m.NewMAC}
	case *protocol.DomainEventVcpuRemovedMsg:
		id, dom, data = virt.DomainEventIDVcpuRemoved, &m.Dom, DomainVcpuRemoved{uint(m.VcpuID)}
	default:
		ok = false
	}
	return id, dom, data, ok
}

func blockJobOf(disk string, typ, status int32) DomainBlockJob {
	return DomainBlockJob{disk, virt.DomainBlockJobType(typ), virt.ConnectDomainEventBlockJobStatus(status)}
}

func channelOf(name string, state, reason int32) DomainChannel {
	return DomainChannel{name, virt.ConnectDomainEventAgentLifecycleState(state), virt.ConnectDomainEventAgentLifecycleReason(reason)}
}

func graphicsOf(m *protocol.DomainEventGraphicsMsg) DomainGraphics {
	address := func(a protocol.DomainEventGraphicsAddress) GraphicsAddress {
		return GraphicsAddress{virt.DomainEventGraphicsAddressType(a.Family), a.Node, a.Service}
	}
	g := DomainGraphics{
		Phase: virt.DomainEventGraphicsPhase(m.Phase), Local: address(m.Local), Remote: address(m.Remote),
		AuthScheme: m.AuthScheme,
	}
	for _, id := range m.Subject {
		g.Subject = append(g.Subject, GraphicsIdentity(id))
	}
	return g
}
