// Package backup holds the commands about backups of the disks of domains.
package backup

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "backup-begin", Spec: backupBeginSpec},
		{Name: "backup-dumpxml", Spec: backupDumpxmlSpec},
	}
}
