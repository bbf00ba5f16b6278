package domain

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func undefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "undefine", Help: "remove the definition of a domain",
		Description: "Remove the definition of a domain, and with options what belongs to it. A domain that\n" +
			"runs goes on as a transient one.",
		Examples: []string{
			"undefine db",
			"undefine db --managed-save --snapshots-metadata",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-persistent"),
			vsh.BoolOpt("managed-save", "remove its managed save image"),
			vsh.StringOpt("storage", "remove the volumes of these disks: targets or sources, with commas between", "domain-disks,").Loose(),
			vsh.BoolOpt("remove-all-storage", "remove the volumes of all its disks"),
			vsh.AliasOpt("delete-snapshots", "delete-storage-volume-snapshots"),
			vsh.BoolOpt("delete-storage-volume-snapshots", "remove the volumes' own snapshots with them"),
			vsh.BoolOpt("wipe-storage", "overwrite the volumes before they are removed"),
			vsh.BoolOpt("snapshots-metadata", "remove the records of its snapshots"),
			vsh.BoolOpt("checkpoints-metadata", "remove the records of its checkpoints"),
			vsh.BoolOpt("nvram", "remove its NVRAM file"),
			vsh.BoolOpt("keep-nvram", "keep its NVRAM file"),
			vsh.BoolOpt("tpm", "remove the state of its TPM"),
			vsh.BoolOpt("keep-tpm", "keep the state of its TPM"),
		},
		Run: runUndefine,
	}
}

var undefineFlags = vsh.FlagMap[virt.DomainUndefineFlagsValues]{
	"managed-save":         virt.DomainUndefineManagedSave,
	"snapshots-metadata":   virt.DomainUndefineSnapshotsMetadata,
	"checkpoints-metadata": virt.DomainUndefineCheckpointsMetadata,
	"nvram":                virt.DomainUndefineNVRAM,
	"keep-nvram":           virt.DomainUndefineKeepNVRAM,
	"tpm":                  virt.DomainUndefineTPM,
	"keep-tpm":             virt.DomainUndefineKeepTPM,
}

func runUndefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	storage, err := undefineStorage(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	left, err := dom.Leftovers(ctx)
	if err != nil {
		return nil, err
	}
	volumes, err := storage.find(ctx, s, dom, left.Active)
	if err != nil {
		return nil, err
	}
	if err := undefine(ctx, dom, undefineFlags.Of(a), left); err != nil {
		var refused *refusal
		if errors.As(err, &refused) {
			return nil, refused.err
		}
		return nil, vsh.Wrapf(err, "Failed to undefine domain '%s'", a.Raw("domain"))
	}
	result := &undefined{
		Action:  format.Done("undefined", ref(dom), "Domain '%s' has been undefined\n", a.Raw("domain")),
		Volumes: []removedVolume{},
	}
	err = storage.remove(ctx, volumes, result)
	return result, err
}

// refusal is the error of a domain that is not undefined since that would strand
// something.
type refusal struct{ err error }

func (r *refusal) Error() string { return r.err.Error() }

// undefine undefines dom, in the way that suits the age of the host: old ones do
// not know the flags, or do not look out for what they would strand.
func undefine(ctx context.Context, dom *libvirt.Domain, flags virt.DomainUndefineFlagsValues, left *libvirt.DomainLeftovers) error {
	save := flags&virt.DomainUndefineManagedSave != 0
	snapshots := flags&virt.DomainUndefineSnapshotsMetadata != 0
	nvram := flags&virt.DomainUndefineNVRAM != 0
	modern := left.Snapshots > 0 && left.MetadataTold // the host knows what there is, and so looks out for it
	saveSafe := save || !left.ManagedSave || modern
	snapshotsSafe := snapshots || left.Metadata == 0 || modern

	// Fewer flags, fewer hosts that do not know them.
	if !left.ManagedSave {
		flags &^= virt.DomainUndefineManagedSave
	}
	if left.Metadata == 0 {
		flags &^= virt.DomainUndefineSnapshotsMetadata
	}
	if saveSafe && snapshotsSafe || nvram { // nothing but flags can remove NVRAM
		err := dom.UndefineFlags(ctx, flags)
		if nvram || !errors.Is(err, virt.ErrNoSupport) && !errors.Is(err, virt.ErrInvalidArg) {
			return err
		}
	}
	switch {
	case left.ManagedSave && !save:
		return &refusal{vsh.Failf("Refusing to undefine while domain managed save image exists")}
	case left.ManagedSave:
		if err := dom.ManagedSaveRemove(ctx, 0); err != nil {
			return &refusal{err}
		}
	}
	switch {
	case left.Metadata > 0 && snapshots:
		return &refusal{vsh.Failf("Unable to remove metadata of %d snapshots", left.Metadata)}
	case left.Metadata > 0:
		return &refusal{vsh.Failf("Refusing to undefine while %d snapshots exist", left.Metadata)}
	}
	return dom.Undefine(ctx)
}

// undefined is the domain that was undefined, and what went with it.
type undefined struct {
	format.Action
	Volumes []removedVolume `json:"volumes"`
}

// removedVolume is a volume that was to be removed.
type removedVolume struct {
	Target  string `json:"target"` // of the disk, in the guest
	Source  string `json:"source"`
	Wiped   bool   `json:"wiped"`
	Removed bool   `json:"removed"`

	wiping bool // was tried
}

// Text prints what was done to the domain and to each volume, unless it is to be
// quiet.
func (u *undefined) Text(p *format.Printer) error {
	if err := u.Action.Text(p); err != nil {
		return err
	}
	for _, v := range u.Volumes {
		if v.wiping {
			p.Message("Wiping volume '%s'(%s) ... ", v.Target, v.Source)
		}
		if v.Wiped {
			p.Message("Done.\n")
		}
		if v.Removed {
			p.Message("Volume '%s'(%s) removed.\n", v.Target, v.Source)
		}
	}
	return nil
}
