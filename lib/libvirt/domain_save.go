package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Save writes the domain's memory to a file on the host and stops it;
// Conn.Restore starts it again. A relative path is taken from the directory that
// this process works in.
func (d *Domain) Save(ctx context.Context, path string) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return d.ended(protocol.DomainSave.Call(ctx, d.conn, &protocol.DomainSaveArgs{Dom: d.wire(), To: path}))
}

// SaveFlags is Save with flags and, unless it is empty, another XML to restore
// with.
func (d *Domain) SaveFlags(ctx context.Context, path, xml string, flags virt.DomainSaveRestoreFlags) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return d.ended(protocol.DomainSaveFlags.Call(ctx, d.conn,
		&protocol.DomainSaveFlagsArgs{Dom: d.wire(), To: path, DXML: optional(xml), Flags: uint32(flags)}))
}

// SaveParams is SaveFlags with its arguments as parameters, of which newer hosts
// know more: virt.DomainSaveParamFile and so on.
func (d *Domain) SaveParams(ctx context.Context, params []virt.TypedParam, flags virt.DomainSaveRestoreFlags) error {
	params, err := withHostPath(params)
	if err != nil {
		return err
	}
	return d.ended(protocol.DomainSaveParams.Call(ctx, d.conn,
		&protocol.DomainSaveParamsArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)}))
}

// CoreDump writes the guest's memory to a file on the host, for debuggers. A
// relative path is taken from the directory that this process works in.
func (d *Domain) CoreDump(ctx context.Context, path string, flags virt.DomainCoreDumpFlags) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return protocol.DomainCoreDump.Call(ctx, d.conn, &protocol.DomainCoreDumpArgs{Dom: d.wire(), To: path, Flags: uint32(flags)})
}

// CoreDumpWithFormat is CoreDump in a format of choice, which only dumps of
// nothing but the memory (virt.DumpMemoryOnly) have.
func (d *Domain) CoreDumpWithFormat(ctx context.Context, path string, format virt.DomainCoreDumpFormat, flags virt.DomainCoreDumpFlags) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return protocol.DomainCoreDumpWithFormat.Call(ctx, d.conn, &protocol.DomainCoreDumpWithFormatArgs{
		Dom: d.wire(), To: path, DumpFormat: uint32(format), Flags: uint32(flags),
	})
}

// ManagedSave is Save to a file of the host's choice, from which the next
// Create restores.
func (d *Domain) ManagedSave(ctx context.Context, flags virt.DomainSaveRestoreFlags) error {
	return d.ended(protocol.DomainManagedSave.Call(ctx, d.conn, &protocol.DomainManagedSaveArgs{Dom: d.wire(), Flags: uint32(flags)}))
}

// HasManagedSave reports whether ManagedSave has left a file
// (virDomainHasManagedSaveImage). No flags are defined.
func (d *Domain) HasManagedSave(ctx context.Context, flags uint32) (bool, error) {
	r, err := protocol.DomainHasManagedSaveImage.Call(ctx, d.conn,
		&protocol.DomainHasManagedSaveImageArgs{Dom: d.wire(), Flags: flags})
	return err == nil && r.Result != 0, err
}

// ManagedSaveRemove removes the file of ManagedSave. No flags are defined.
func (d *Domain) ManagedSaveRemove(ctx context.Context, flags uint32) error {
	return protocol.DomainManagedSaveRemove.Call(ctx, d.conn, &protocol.DomainManagedSaveRemoveArgs{Dom: d.wire(), Flags: flags})
}

// ManagedSaveXMLDesc returns the XML that the domain will be restored with from
// the file of ManagedSave.
func (d *Domain) ManagedSaveXMLDesc(ctx context.Context, flags virt.DomainSaveImageXMLFlags) (string, error) {
	r, err := protocol.DomainManagedSaveGetXMLDesc.Call(ctx, d.conn,
		&protocol.DomainManagedSaveGetXMLDescArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// ManagedSaveDefineXML replaces the XML in the file of ManagedSave. The flags
// tell whether the guest is to run or to be paused once it is restored; without
// them it is as it was.
func (d *Domain) ManagedSaveDefineXML(ctx context.Context, xml string, flags virt.DomainSaveRestoreFlags) error {
	return protocol.DomainManagedSaveDefineXML.Call(ctx, d.conn,
		&protocol.DomainManagedSaveDefineXMLArgs{Dom: d.wire(), DXML: optional(xml), Flags: uint32(flags)})
}
