package cmd

import (
	"github.com/virgo-vm/virgo/cmd/backup"
	"github.com/virgo-vm/virgo/cmd/builtin"
	"github.com/virgo-vm/virgo/cmd/checkpoint"
	"github.com/virgo-vm/virgo/cmd/domain"
	"github.com/virgo-vm/virgo/cmd/events"
	"github.com/virgo-vm/virgo/cmd/filter"
	"github.com/virgo-vm/virgo/cmd/host"
	"github.com/virgo-vm/virgo/cmd/iface"
	"github.com/virgo-vm/virgo/cmd/monitor"
	"github.com/virgo-vm/virgo/cmd/network"
	"github.com/virgo-vm/virgo/cmd/nodedev"
	"github.com/virgo-vm/virgo/cmd/pool"
	"github.com/virgo-vm/virgo/cmd/secret"
	"github.com/virgo-vm/virgo/cmd/snapshot"
	"github.com/virgo-vm/virgo/cmd/volume"
	"github.com/virgo-vm/virgo/cmd/vsh"
)

// groups returns all commands there are, in the order of help.
func groups() vsh.Catalog {
	return vsh.Catalog{
		{Key: "domain", Title: "Domain Management", Commands: domain.Commands()},
		{Key: "monitor", Title: "Domain Monitoring", Commands: monitor.Commands()},
		{Key: "events", Title: "Domain Events", Commands: events.Commands()},
		{Key: "host", Title: "Host and Hypervisor", Commands: host.Commands()},
		{Key: "checkpoint", Title: "Checkpoint", Commands: checkpoint.Commands()},
		{Key: "interface", Title: "Interface", Commands: iface.Commands()},
		{Key: "filter", Title: "Network Filter", Commands: filter.Commands()},
		{Key: "network", Title: "Networking", Commands: network.Commands()},
		{Key: "nodedev", Title: "Node Device", Commands: nodedev.Commands()},
		{Key: "secret", Title: "Secret", Commands: secret.Commands()},
		{Key: "snapshot", Title: "Snapshot", Commands: snapshot.Commands()},
		{Key: "backup", Title: "Backup", Commands: backup.Commands()},
		{Key: "pool", Title: "Storage Pool", Commands: pool.Commands()},
		{Key: "volume", Title: "Storage Volume", Commands: volume.Commands()},
		{Key: "virsh", Title: "Virgo itself", Commands: builtin.Commands()},
	}
}

// Catalog returns all commands there are, in the order of help, for what
// documents them.
func Catalog() vsh.Catalog { return groups() }
