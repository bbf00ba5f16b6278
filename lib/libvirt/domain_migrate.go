package libvirt

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Migrate moves the domain to the host of dconn and returns it as it is there.
// On the destination it gets the name dname; empty keeps its own. uri is where
// its data is sent: the destination chooses if it is empty. bandwidth limits
// that in MiB/s; 0 leaves it to the host.
//
// Without virt.MigratePeer2peer this library leads both hosts through the steps
// of the newest protocol that both speak: 3 with parameters, 3, or 2. With it
// the source connects to the destination by itself; uri is then the URI of the
// destination's daemon as the source reaches it, and dconn's own if empty.
//
// A failure at any step takes back what was done before it: the domain goes on
// where it was. The end of ctx makes the source abort; Migrate returns when both
// hosts have cleaned up, or with the domain if it was too late for that.
func (d *Domain) Migrate(ctx context.Context, dconn *Conn, flags virt.DomainMigrateFlags, dname, uri string, bandwidth uint64) (*Domain, error) {
	var params []virt.TypedParam
	if dname != "" {
		params = append(params, virt.TypedParam{Name: virt.MigrateParamDestName, Value: virt.StringValue(dname)})
	}
	if bandwidth != 0 {
		params = append(params, virt.TypedParam{Name: virt.MigrateParamBandwidth, Value: virt.UllongValue(bandwidth)})
	}
	if flags&virt.MigratePeer2peer != 0 {
		dom, err := d.migratePeer(ctx, dconn, flags, params, uri)
		return dom, d.conn.failed(err)
	}
	if uri != "" {
		params = append(params, virt.TypedParam{Name: virt.MigrateParamURI, Value: virt.StringValue(uri)})
	}
	dom, err := d.migrate(ctx, dconn, "virDomainMigrate", flags, params)
	return dom, d.conn.failed(err)
}

// MigrateParams is Migrate with parameters, virt.MigrateParamURI and the like
// (virDomainMigrate3). Peer-to-peer migration is refused: MigrateToURI does it.
func (d *Domain) MigrateParams(ctx context.Context, dconn *Conn, params []virt.TypedParam, flags virt.DomainMigrateFlags) (*Domain, error) {
	if flags&virt.MigratePeer2peer != 0 {
		return nil, d.conn.failed(virt.Errorf(virt.FromNone, virt.ErrInvalidArg,
			"use virDomainMigrateToURI3 for peer-to-peer migration"))
	}
	dom, err := d.migrate(ctx, dconn, "virDomainMigrate3", flags, params)
	return dom, d.conn.failed(err)
}

// MigrateToURI lets the source move the domain by itself, with parameters as
// MigrateParams takes them (virDomainMigrateToURI3): with virt.MigratePeer2peer
// it connects to the daemon at dconnURI, and without, the hypervisor does all of
// it and dconnURI does not count. The end of ctx is as for Migrate.
func (d *Domain) MigrateToURI(ctx context.Context, dconnURI string, params []virt.TypedParam, flags virt.DomainMigrateFlags) error {
	return d.conn.failed(d.migrateUnmanaged(ctx, "virDomainMigrateToURI3", dconnURI, params, flags))
}

// migratePeer is Migrate with virt.MigratePeer2peer. What the domain is on the
// destination nobody tells, so it is looked up there.
func (d *Domain) migratePeer(ctx context.Context, dconn *Conn, flags virt.DomainMigrateFlags, params []virt.TypedParam, dconnURI string) (*Domain, error) {
	const function = "virDomainMigrate"
	if err := d.checkMigration(function, dconn, flags); err != nil {
		return nil, err
	}
	if dconnURI == "" {
		var err error
		if dconnURI, err = dconn.URI(ctx); err != nil {
			return nil, err
		}
	}
	if err := d.migrateUnmanaged(ctx, function, dconnURI, params, flags); err != nil {
		return nil, err
	}
	name := d.name
	if dname := stringParam(params, virt.MigrateParamDestName); dname != nil {
		name = *dname
	}
	// The domain has moved: that ctx may have ended meanwhile must not hide it.
	r, err := protocol.DomainLookupByName.Call(context.WithoutCancel(ctx), quiet{dconn}, &protocol.DomainLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return dconn.domain(&r.Dom), nil
}

// migrateUnmanaged makes the one call by which the source does all of it.
func (d *Domain) migrateUnmanaged(ctx context.Context, function, dconnURI string, params []virt.TypedParam, flags virt.DomainMigrateFlags) error {
	if err := d.checkMigration(function, nil, flags); err != nil {
		return err
	}
	if err := d.checkUnmanaged(ctx, function, dconnURI, flags); err != nil {
		return err
	}
	peer := optional(dconnURI)
	if flags&virt.MigratePeer2peer == 0 {
		peer = nil
	}
	var withParams, v3 bool
	err := together(
		func() (err error) {
			withParams, err = d.conn.supports(ctx, protocol.FeatureMigrationParams)
			return err
		},
		func() (err error) { v3, err = d.conn.supports(ctx, protocol.FeatureMigrationV3); return err },
	)
	if err != nil {
		return err
	}
	if !withParams && !plainParams(params) {
		return errNoMigrationParams()
	}
	m := &migration{src: d, params: params}
	err = m.untilAborted(ctx, func(ctx context.Context) error {
		switch c := (quiet{d.conn}); {
		case withParams:
			_, err := protocol.DomainMigratePerform3Params.Call(ctx, c, &protocol.DomainMigratePerform3ParamsArgs{
				Dom: d.wire(), DconnURI: peer, Params: params, Flags: uint32(flags),
			})
			return err
		case v3:
			_, err := protocol.DomainMigratePerform3.Call(ctx, c, &protocol.DomainMigratePerform3Args{
				Dom: d.wire(), XMLIn: m.str(virt.MigrateParamDestXML), DconnURI: peer, URI: m.str(virt.MigrateParamURI),
				Flags: uint64(flags), Dname: m.str(virt.MigrateParamDestName), Bandwidth: m.bandwidth(),
			})
			return err
		default:
			to := peer // the oldest call has one URI for both
			if to == nil {
				to = m.str(virt.MigrateParamURI)
			}
			if to == nil || m.str(virt.MigrateParamDestXML) != nil {
				return virt.Errorf(virt.FromNone, virt.ErrInternalError, "Unable to change target guest XML during migration")
			}
			return protocol.DomainMigratePerform.Call(ctx, c, &protocol.DomainMigratePerformArgs{
				Dom: d.wire(), URI: *to, Flags: uint64(flags), Dname: m.str(virt.MigrateParamDestName), Bandwidth: m.bandwidth(),
			})
		}
	})
	if err == nil {
		d.id.Store(-1)
	}
	return err
}

// checkMigration refuses what no host could do. dconn is nil where there is
// none.
func (d *Domain) checkMigration(function string, dconn *Conn, flags virt.DomainMigrateFlags) error {
	if d.conn.readOnly || dconn != nil && dconn.readOnly {
		return virt.Errorf(virt.FromNone, virt.ErrOperationDenied, "read only access prevents %s", function)
	}
	if flags&virt.MigrateNonSharedDisk != 0 && flags&virt.MigrateNonSharedInc != 0 {
		return errMigrateArg(virt.ErrInvalidArg,
			"Flags 'VIR_MIGRATE_NON_SHARED_DISK' and 'VIR_MIGRATE_NON_SHARED_INC' are mutually exclusive", "flags")
	}
	return nil
}

// checkUnmanaged refuses what the source cannot do by itself.
func (d *Domain) checkUnmanaged(ctx context.Context, function, dconnURI string, flags virt.DomainMigrateFlags) error {
	if err := d.conn.needs(ctx, flags&virt.MigrateOffline != 0, protocol.FeatureMigrationOffline,
		"offline migration is not supported by the source host"); err != nil {
		return err
	}
	if flags&virt.MigratePeer2peer == 0 {
		return d.conn.needs(ctx, true, protocol.FeatureMigrationDirect, "direct migration is not supported by the source host")
	}
	if err := d.conn.needs(ctx, true, protocol.FeatureMigrationP2P, "p2p migration is not supported by the source host"); err != nil {
		return err
	}
	if dconnURI == "" {
		return virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "dconnuri in %s must not be NULL", function)
	}
	return checkNotLocal(dconnURI)
}

// needs returns an error with a text if something is asked for that takes a
// feature which the host does not have.
func (c *Conn) needs(ctx context.Context, asked bool, f protocol.Feature, text string) error {
	if !asked {
		return nil
	}
	ok, err := c.supports(ctx, f)
	if err == nil && !ok {
		err = virt.Errorf(virt.FromNone, virt.ErrArgumentUnsupported, "%s", text)
	}
	return err
}

// checkNotLocal refuses a URI that leads the source to itself. A socket that is
// named is meant: it may be another host's.
func checkNotLocal(name string) error {
	u, err := uri.Parse(name)
	if err != nil {
		return err
	}
	_, socket := u.Param("socket")
	if u.Host == "localhost" || u.Host == "" && !(u.Transport == "unix" && socket) {
		return errMigrateArg(virt.ErrInvalidArg, "Attempt to migrate guest to the same host", "dconnuri")
	}
	return nil
}

// plainParams reports whether params has nothing but what protocols without
// parameters carry too.
func plainParams(params []virt.TypedParam) bool {
	return !slices.ContainsFunc(params, func(p virt.TypedParam) bool {
		switch p.Name {
		case virt.MigrateParamURI, virt.MigrateParamDestName, virt.MigrateParamDestXML, virt.MigrateParamBandwidth:
			return false
		}
		return true
	})
}

func errNoMigrationParams() error {
	return virt.Errorf(virt.FromNone, virt.ErrArgumentUnsupported,
		"Migration APIs with extensible parameters are not supported but extended parameters were passed")
}

// errMigrateArg is the error of an argument that cannot be: its text stands
// alone, without that of the code.
func errMigrateArg(code virt.ErrorNumber, text, name string) error {
	return &virt.Error{Code: code, Domain: virt.FromDomain, Level: virt.LevelError, Message: text, Str2: name}
}

// stringParam returns the value of a string parameter, nil if there is none.
func stringParam(params []virt.TypedParam, name string) *string {
	for _, p := range params {
		if s, ok := p.Value.Str(); ok && p.Name == name {
			return &s
		}
	}
	return nil
}
