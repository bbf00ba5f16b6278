package rpc

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// maxInFlight is how many ordinary calls may be unanswered at a time.
//
// A libvirtd that owes a client 5 answers (max_client_requests) reads nothing
// more from it, answers to pings included, until one of them is given. Where the
// five wait for a hung guest, that lasts until the daemon's own pings time out,
// and it drops the connection. Four ordinary calls leave one place, through
// which pings, stream data and the procedures of beyondLimit go on, one after
// the other: none of those waits for a guest, so the place is free again soon.
// They may be sent in any number: what the daemon does not read yet waits in
// the socket.
//
// A call that its caller gave up still has its place until it is answered,
// since the daemon still works on it.
const maxInFlight = 4

// beyondLimit reports whether r may go although maxInFlight calls are
// unanswered. It has a procedure only if libvirtd answers it without waiting for
// a guest, a monitor or a job: from what it holds in memory, or from a file
// system at worst.
func beyondLimit(r *protocol.Request) bool {
	switch r.Proc {
	case &protocol.ConnectListAllDomains.Proc,
		&protocol.ConnectListAllInterfaces.Proc,
		&protocol.ConnectListAllNetworks.Proc,
		&protocol.ConnectListAllNodeDevices.Proc,
		&protocol.ConnectListAllNWFilters.Proc,
		&protocol.ConnectListAllNWFilterBindings.Proc,
		&protocol.ConnectListAllSecrets.Proc,
		&protocol.ConnectListAllStoragePools.Proc,
		&protocol.DomainListAllCheckpoints.Proc,
		&protocol.DomainListAllSnapshots.Proc,
		&protocol.DomainSnapshotGetXMLDesc.Proc,
		&protocol.NetworkListAllPorts.Proc,
		&protocol.StoragePoolListAllVolumes.Proc,
		&protocol.DomainGetState.Proc,
		&protocol.DomainGetMetadata.Proc,
		&protocol.StoragePoolGetInfo.Proc,
		&protocol.StorageVolGetInfo.Proc,
		&protocol.StorageVolGetPath.Proc,
		&protocol.ConnectClose.Proc:
		return true
	case &protocol.DomainCheckpointGetXMLDesc.Proc: // sizes come from the monitor
		a, ok := r.Args.(*protocol.DomainCheckpointGetXMLDescArgs)
		return ok && a.Flags&uint32(virt.DomainCheckpointXMLSize) == 0
	case &protocol.ConnectGetAllDomainStats.Proc:
		a, ok := r.Args.(*protocol.ConnectGetAllDomainStatsArgs)
		return ok && (a.Stats == uint32(virt.DomainStatsState) ||
			a.Flags&uint32(virt.ConnectGetAllDomainsStatsNowait) != 0)
	}
	// The end of a registration only touches the daemon's own table.
	return deregistrationOf(r.Proc) != nil
}
