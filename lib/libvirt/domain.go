package libvirt

import (
	"context"
	"sync/atomic"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Domain is a handle of a domain: name, UUID and the id last seen.
type Domain struct {
	object
	id atomic.Int32
}

func (c *Conn) domain(w *protocol.Domain) *Domain {
	d := &Domain{object: object{conn: c, name: w.Name, uuid: w.UUID}}
	d.id.Store(w.ID)
	return d
}

func (c *Conn) domains(ws []protocol.Domain) []*Domain {
	doms := make([]*Domain, len(ws))
	for i := range ws {
		doms[i] = c.domain(&ws[i])
	}
	return doms
}

func (d *Domain) wire() protocol.Domain {
	return protocol.Domain{Name: d.name, UUID: d.uuid, ID: d.id.Load()}
}

// ID returns the id last seen, -1 for a domain that was not active. Refresh asks
// again.
func (d *Domain) ID() int { return int(d.id.Load()) }

// Ref returns what names the domain.
func (d *Domain) Ref() Ref {
	ref := Ref{Kind: "domain", Name: d.name, UUID: d.uuid.String()}
	if id := d.id.Load(); id >= 0 {
		ref.ID = &id
	}
	return ref
}

// Refresh looks the domain up again, by its UUID, for its id.
func (d *Domain) Refresh(ctx context.Context) error {
	r, err := protocol.DomainLookupByUUID.Call(ctx, d.conn, &protocol.DomainLookupByUUIDArgs{UUID: d.uuid})
	if err != nil {
		return err
	}
	d.id.Store(r.Dom.ID)
	return nil
}

// DomainInfo is the state and size of a domain (virDomainInfo).
type DomainInfo struct {
	State     virt.DomainState
	MaxMemory uint64 // KiB
	Memory    uint64 // KiB in use
	Vcpus     uint
	CPUTime   uint64 // ns
}

// Info returns the domain's state and size.
func (d *Domain) Info(ctx context.Context) (DomainInfo, error) {
	r, err := protocol.DomainGetInfo.Call(ctx, d.conn, &protocol.DomainGetInfoArgs{Dom: d.wire()})
	if err != nil {
		return DomainInfo{}, err
	}
	return domainInfo(r), nil
}

func domainInfo(r *protocol.DomainGetInfoReply) DomainInfo {
	return DomainInfo{
		State: virt.DomainState(r.State), MaxMemory: r.MaxMem, Memory: r.Memory, Vcpus: uint(r.NrVirtCPU), CPUTime: r.CPUTime,
	}
}

// State returns the domain's state and the reason for it, whose meaning depends
// on the state: virt.DomainRunningReason and so on. Old hosts, which cannot tell
// the reason, are asked for Info; the reason is then 0, which is "unknown" for
// every state.
func (d *Domain) State(ctx context.Context) (virt.DomainState, int, error) {
	state, reason, err := d.stateOrInfo(ctx)
	return state, reason, d.conn.failed(err)
}

// XMLDesc returns the domain's configuration: of the running one, or with
// virt.DomainXMLInactive the one for its next start.
func (d *Domain) XMLDesc(ctx context.Context, flags virt.DomainXMLFlags) (string, error) {
	r, err := protocol.DomainGetXMLDesc.Call(ctx, d.conn, &protocol.DomainGetXMLDescArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// OSType returns the kind of guest: "hvm", "linux", "exe".
func (d *Domain) OSType(ctx context.Context) (string, error) {
	r, err := protocol.DomainGetOSType.Call(ctx, d.conn, &protocol.DomainGetOSTypeArgs{Dom: d.wire()})
	if err != nil {
		return "", err
	}
	return r.Type, nil
}

// Hostname returns the name that the guest gives itself.
func (d *Domain) Hostname(ctx context.Context, flags virt.DomainGetHostnameFlags) (string, error) {
	r, err := protocol.DomainGetHostname.Call(ctx, d.conn, &protocol.DomainGetHostnameArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.Hostname, nil
}

// IsActive reports whether the domain runs, paused included.
func (d *Domain) IsActive(ctx context.Context) (bool, error) {
	r, err := protocol.DomainIsActive.Call(ctx, d.conn, &protocol.DomainIsActiveArgs{Dom: d.wire()})
	return err == nil && r.Active != 0, err
}

// IsPersistent reports whether the domain stays defined when it ends.
func (d *Domain) IsPersistent(ctx context.Context) (bool, error) {
	r, err := protocol.DomainIsPersistent.Call(ctx, d.conn, &protocol.DomainIsPersistentArgs{Dom: d.wire()})
	return err == nil && r.Persistent != 0, err
}

// IsUpdated reports whether the configuration of the running domain was changed.
func (d *Domain) IsUpdated(ctx context.Context) (bool, error) {
	r, err := protocol.DomainIsUpdated.Call(ctx, d.conn, &protocol.DomainIsUpdatedArgs{Dom: d.wire()})
	return err == nil && r.Updated != 0, err
}

// Autostart reports whether the domain starts with the host.
func (d *Domain) Autostart(ctx context.Context) (bool, error) {
	r, err := protocol.DomainGetAutostart.Call(ctx, d.conn, &protocol.DomainGetAutostartArgs{Dom: d.wire()})
	return err == nil && r.Autostart != 0, err
}

// SetAutostart makes the domain start with the host, or not. Transient domains
// refuse.
func (d *Domain) SetAutostart(ctx context.Context, on bool) error {
	return protocol.DomainSetAutostart.Call(ctx, d.conn, &protocol.DomainSetAutostartArgs{Dom: d.wire(), Autostart: boolInt(on)})
}

// AutostartOnce reports whether the domain starts with the next start of the
// host only.
func (d *Domain) AutostartOnce(ctx context.Context) (bool, error) {
	r, err := protocol.DomainGetAutostartOnce.Call(ctx, d.conn, &protocol.DomainGetAutostartOnceArgs{Dom: d.wire()})
	return err == nil && r.Autostart != 0, err
}

// SetAutostartOnce makes the domain start with the next start of the host, or
// not.
func (d *Domain) SetAutostartOnce(ctx context.Context, on bool) error {
	return protocol.DomainSetAutostartOnce.Call(ctx, d.conn,
		&protocol.DomainSetAutostartOnceArgs{Dom: d.wire(), Autostart: boolInt(on)})
}

// DomainControlInfo is how the host's line to the hypervisor of a domain is
// (virDomainControlInfo).
type DomainControlInfo struct {
	State     virt.DomainControlState
	Details   virt.DomainControlErrorReason // for virt.DomainControlError
	StateTime uint64                        // ms since the state was entered
}

// ControlInfo returns how the host's line to the domain's hypervisor is. No
// flags are defined.
func (d *Domain) ControlInfo(ctx context.Context, flags uint32) (DomainControlInfo, error) {
	r, err := protocol.DomainGetControlInfo.Call(ctx, d.conn, &protocol.DomainGetControlInfoArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return DomainControlInfo{}, err
	}
	return DomainControlInfo{
		State: virt.DomainControlState(r.State), Details: virt.DomainControlErrorReason(r.Details), StateTime: r.StateTime,
	}, nil
}

// SecurityLabel is under what a domain runs (virSecurityLabel).
type SecurityLabel struct {
	Label     string
	Enforcing bool
}

// SecurityLabel returns the label that the domain runs under.
func (d *Domain) SecurityLabel(ctx context.Context) (SecurityLabel, error) {
	r, err := protocol.DomainGetSecurityLabel.Call(ctx, d.conn, &protocol.DomainGetSecurityLabelArgs{Dom: d.wire()})
	if err != nil {
		return SecurityLabel{}, err
	}
	return securityLabel(r), nil
}

func securityLabel(r *protocol.DomainGetSecurityLabelReply) SecurityLabel {
	return SecurityLabel{Label: cString(r.Label), Enforcing: r.Enforcing != 0}
}

// Messages returns what the host has to remark on the domain: uses of what is
// deprecated, and that the guest was tainted.
func (d *Domain) Messages(ctx context.Context, flags virt.DomainMessageType) ([]string, error) {
	r, err := protocol.DomainGetMessages.Call(ctx, d.conn, &protocol.DomainGetMessagesArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return r.Msgs, nil
}

// Metadata returns the domain's title, description, or the element of a
// namespace; uri names that, and is empty for the others. What is not there is
// virt.ErrNoDomainMetadata.
func (d *Domain) Metadata(ctx context.Context, typ virt.DomainMetadataType, uri string, flags virt.DomainModificationImpact) (string, error) {
	return d.metadata(ctx, d.conn, typ, uri, flags)
}

func (d *Domain) metadata(ctx context.Context, c protocol.Invoker, typ virt.DomainMetadataType, uri string,
	flags virt.DomainModificationImpact) (string, error) {
	r, err := protocol.DomainGetMetadata.Call(ctx, c, &protocol.DomainGetMetadataArgs{
		Dom: d.wire(), Type: int32(typ), URI: optional(uri), Flags: uint32(flags),
	})
	if err != nil {
		return "", err
	}
	return r.Metadata, nil
}

// SetMetadata sets the domain's title, description, or the element of the
// namespace uri under the prefix key; nil removes it.
func (d *Domain) SetMetadata(ctx context.Context, typ virt.DomainMetadataType, metadata *string, key, uri string,
	flags virt.DomainModificationImpact) error {
	return protocol.DomainSetMetadata.Call(ctx, d.conn, &protocol.DomainSetMetadataArgs{
		Dom: d.wire(), Type: int32(typ), Metadata: metadata, Key: optional(key), URI: optional(uri), Flags: uint32(flags),
	})
}
