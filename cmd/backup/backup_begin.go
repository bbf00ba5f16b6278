package backup

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func backupBeginSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "backup-begin", Help: "start a backup of a running domain's disks",
		Description: "Start a backup of the disks of a running domain, whole or since a checkpoint: the host writes it, or offers it. " +
			"Without a file of XML all disks go to files beside them. domjobabort ends it.",
		Examples: []string{
			"backup-begin web",
			"backup-begin web backup.xml checkpoint.xml",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringOpt("backupxml", "file with the XML of the backup", "files").Pos(),
			vsh.StringOpt("checkpointxml", "file with the XML of a checkpoint to make at the same moment", "files").Loose(),
			vsh.BoolOpt("reuse-external", "write into files that are there already"),
		},
		Run: runBackupBegin,
	}
}

func runBackupBegin(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	backup, err := document(s, a, "backupxml", "<domainbackup/>")
	if err != nil {
		return nil, err
	}
	checkpoint, err := document(s, a, "checkpointxml", "")
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainBackupBeginFlags]{"reuse-external": virt.DomainBackupBeginReuseExternal}.Of(a)
	if err := dom.BackupBegin(ctx, backup, checkpoint, flags); err != nil {
		return nil, err
	}
	return format.Done("started", format.Ref(dom.Ref()), "Backup started\n"), nil
}

// document returns what is in the file of XML that an option names, or without if
// the option was not given.
func document(s *vsh.Session, a *vsh.Args, opt, without string) (string, error) {
	file, err := a.String(opt)
	if err != nil || file == "" {
		return without, err
	}
	return s.ReadXMLFile(file)
}
