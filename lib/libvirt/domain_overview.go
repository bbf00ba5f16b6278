package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// DomainOverview is what Domain.Overview finds out. What the host does not tell
// is nil.
type DomainOverview struct {
	OSType      *string
	Info        *DomainInfo
	InfoErr     error // why there is no Info
	Persistent  *bool
	Autostart   *bool
	ManagedSave *bool          // has a file of ManagedSave
	Model       *SecurityModel // nil also where the host has none
	Label       *SecurityLabel // only with a Model
	SecurityErr error          // why there is no Model, or no Label to a Model
	Messages    []string
}

// Overview asks for all that DomainOverview has, in flight together instead of
// one after the other. It fails only when nothing more can be asked; what the
// host refuses to tell is missing.
func (d *Domain) Overview(ctx context.Context) (*DomainOverview, error) {
	var o DomainOverview
	var labelErr error
	q, dom := quiet{d.conn}, d.wire()
	err := together(
		func() error {
			r, err := protocol.DomainGetInfo.Call(ctx, q, &protocol.DomainGetInfoArgs{Dom: dom})
			o.Info, o.InfoErr = told(r, err, domainInfo), err
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainGetOSType.Call(ctx, q, &protocol.DomainGetOSTypeArgs{Dom: dom})
			o.OSType = told(r, err, func(r *protocol.DomainGetOSTypeReply) string { return r.Type })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainIsPersistent.Call(ctx, q, &protocol.DomainIsPersistentArgs{Dom: dom})
			o.Persistent = told(r, err, func(r *protocol.DomainIsPersistentReply) bool { return r.Persistent != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainGetAutostart.Call(ctx, q, &protocol.DomainGetAutostartArgs{Dom: dom})
			o.Autostart = told(r, err, func(r *protocol.DomainGetAutostartReply) bool { return r.Autostart != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainHasManagedSaveImage.Call(ctx, q, &protocol.DomainHasManagedSaveImageArgs{Dom: dom})
			o.ManagedSave = told(r, err, func(r *protocol.DomainHasManagedSaveImageReply) bool { return r.Result != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NodeGetSecurityModel.Call(ctx, q)
			o.Model = told(r, err, securityModel)
			if !isNoSupport(err) {
				o.SecurityErr = err
			}
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainGetSecurityLabel.Call(ctx, q, &protocol.DomainGetSecurityLabelArgs{Dom: dom})
			o.Label, labelErr = told(r, err, securityLabel), err
			return tolerated(err)
		},
		func() error {
			r, err := protocol.DomainGetMessages.Call(ctx, q, &protocol.DomainGetMessagesArgs{Dom: dom})
			if err == nil {
				o.Messages = r.Msgs
			}
			return tolerated(err)
		},
	)
	if err != nil {
		return nil, d.conn.failed(err)
	}
	if o.Model == nil || o.Model.Model == "" {
		o.Model, o.Label = nil, nil // without a model there is no label to tell
	} else {
		o.SecurityErr = labelErr
	}
	return &o, nil
}

// told returns what get takes from a reply, or nil with an error.
func told[R, T any](r *R, err error, get func(*R) T) *T {
	if err != nil {
		return nil
	}
	v := get(r)
	return &v
}
