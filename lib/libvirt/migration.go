package libvirt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// migration is a migration that this library leads. Its params change on the
// way: the destination tells where the data goes.
type migration struct {
	src    *Domain
	dst    *Conn
	params []virt.TypedParam
}

// migrationSteps is a protocol of migration. A step passes on the cookie of the
// one before; the flags differ between the two hosts.
type migrationSteps interface {
	// begin has the source describe the domain.
	begin(ctx context.Context, flags virt.DomainMigrateFlags) (xml string, cookie []byte, err error)
	// prepare has the destination wait for the domain, and tell where; nil is
	// where it was told.
	prepare(ctx context.Context, xml string, cookie []byte, flags virt.DomainMigrateFlags) (uri *string, out []byte, err error)
	// perform has the source send it.
	perform(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags) (out []byte, err error)
	// finish has the destination start it, or drop what it has.
	finish(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) (dom protocol.Domain, out []byte, err error)
	// confirm has the source drop it, or go on with it.
	confirm(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) error
	// prepareName is what libvirt calls prepare.
	prepareName() string
}

// migrate leads the domain to dconn.
func (d *Domain) migrate(ctx context.Context, dconn *Conn, function string, flags virt.DomainMigrateFlags, params []virt.TypedParam) (*Domain, error) {
	if err := d.checkMigration(function, dconn, flags); err != nil {
		return nil, err
	}
	if flags&virt.MigrateTunnelled != 0 {
		return nil, errMigrateArg(virt.ErrOperationInvalid, "cannot perform tunnelled migration without using peer2peer flag", "flags")
	}
	offline := flags&virt.MigrateOffline != 0
	if err := together(
		func() error {
			return d.conn.needs(ctx, offline, protocol.FeatureMigrationOffline, "offline migration is not supported by the source host")
		},
		func() error {
			return dconn.needs(ctx, offline, protocol.FeatureMigrationOffline, "offline migration is not supported by the destination host")
		},
	); err != nil {
		return nil, err
	}
	m := &migration{src: d, dst: dconn, params: slices.Clone(params)}
	steps, protection, err := m.protocol(ctx, function, flags&virt.MigrateChangeProtection != 0)
	if err != nil {
		return nil, err
	}
	return m.run(ctx, steps, flags&^virt.MigrateChangeProtection, protection)
}

// protocol chooses the newest protocol that both hosts speak. protection is the
// flag for a source that can keep others from changing the domain meanwhile;
// with protect, one that cannot is refused.
func (m *migration) protocol(ctx context.Context, function string, protect bool) (steps migrationSteps, protection virt.DomainMigrateFlags, err error) {
	features := []protocol.Feature{
		protocol.FeatureMigrationV3, protocol.FeatureMigrationParams, protocol.FeatureMigrationV2, protocol.FeatureMigrateChangeProtection,
	}
	src, dst := make([]bool, len(features)), make([]bool, len(features))
	var calls []func() error
	for i, f := range features {
		calls = append(calls,
			func() (err error) { src[i], err = m.src.conn.supports(ctx, f); return err },
			func() (err error) { dst[i], err = m.dst.supports(ctx, f); return err },
		)
	}
	if err := together(calls...); err != nil {
		return nil, 0, err
	}
	both := func(i int) bool { return src[i] && dst[i] }
	if src[3] {
		protection = virt.MigrateChangeProtection
	} else if protect {
		return nil, 0, virt.Errorf(virt.FromNone, virt.ErrArgumentUnsupported, "cannot enforce change protection")
	}
	switch {
	case both(0) && both(1):
		return &steps3Params{m}, protection, nil
	case !plainParams(m.params):
		return nil, 0, errNoMigrationParams()
	case both(0):
		return &steps3{m}, protection, nil
	case both(2):
		if m.str(virt.MigrateParamDestXML) != nil {
			return nil, 0, virt.Errorf(virt.FromNone, virt.ErrArgumentUnsupported, "Unable to change target guest XML during migration")
		}
		return &steps2{m}, 0, nil
	}
	return nil, 0, virt.Errorf(virt.FromNone, virt.ErrNoSupport, "%s", function)
}

// run takes the steps. Whichever fails, the ones that clean up follow; they and
// the rest do not end with ctx, since half a migration would be left.
func (m *migration) run(ctx context.Context, s migrationSteps, flags, protection virt.DomainMigrateFlags) (*Domain, error) {
	work := context.WithoutCancel(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	xml, cookie, err := s.begin(work, flags|protection)
	if err != nil {
		return nil, err
	}
	if state, _, err := m.src.stateOrInfo(work); err == nil && state == virt.DomainPaused {
		flags |= virt.MigratePaused
	}
	// These are the source's business alone.
	destFlags := flags &^ (virt.MigrateAbortOnError | virt.MigrateAutoConverge)

	var uri *string
	if err = ctx.Err(); err == nil {
		uri, cookie, err = s.prepare(work, xml, cookie, destFlags)
	}
	if err != nil {
		if protection != 0 { // begin has begun a job, which nothing else ends
			_ = s.confirm(work, cookie, flags|protection, true)
		}
		return nil, err
	}

	notify := true
	switch {
	case uri != nil:
		m.set(virt.MigrateParamURI, *uri)
	case m.str(virt.MigrateParamURI) == nil:
		err = virt.Errorf(virt.FromNone, virt.ErrInternalError, "%s did not set uri", s.prepareName())
	}
	if err == nil {
		err = ctx.Err()
	}
	switch {
	case err != nil:
	case flags&virt.MigrateOffline != 0:
		cookie = nil // there is nothing to send
	default:
		err = m.untilAborted(ctx, func(ctx context.Context) (err error) {
			cookie, err = s.perform(ctx, cookie, flags|protection)
			return err
		})
		notify = err == nil // a source that failed knows
	}

	dom, cookie, finishErr := s.finish(work, cookie, destFlags, err != nil)
	if err == nil {
		err = finishErr
	} else if tellsMore(finishErr, err) {
		err = finishErr
	}
	if notify {
		// If this fails the source keeps a paused domain that has moved; the
		// destination has the one that counts.
		_ = s.confirm(work, cookie, flags|protection, err != nil)
	}
	if err != nil {
		return nil, err
	}
	m.src.id.Store(-1)
	return m.dst.domain(&dom), nil
}

// tellsMore reports whether what the destination says is the reason for what
// the source says: QEMU tells the source no more than that it failed.
func tellsMore(finish, perform error) bool {
	var f, p *virt.Error
	return errors.As(perform, &p) && p.Domain == virt.FromQEMU && p.Code == virt.ErrOperationFailed &&
		errors.As(finish, &f) && f.Domain == virt.FromQEMU && f.Code != virt.ErrMigrateFinishOK
}

// abortInterval is the time between two tries to abort a job that has perhaps
// not begun yet.
const abortInterval = 100 * time.Millisecond

// untilAborted runs the step that takes long. When ctx ends it makes the source
// abort its job, and still waits for the outcome.
func (m *migration) untilAborted(ctx context.Context, step func(context.Context) error) error {
	work := context.WithoutCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- step(work) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	for {
		err := protocol.DomainAbortJob.Call(work, quiet{m.src.conn}, &protocol.DomainAbortJobArgs{Dom: m.src.wire()})
		wait := time.Duration(0) // forever
		if err != nil && !isNoSupport(err) {
			wait = abortInterval
		}
		if over, err := result(done, wait); over {
			if err != nil {
				err = fmt.Errorf("migration of domain '%s': %w: %w", m.src.name, context.Cause(ctx), err)
			}
			return err
		}
	}
}

// result waits for what comes out of done, for some time or with 0 for ever.
func result(done <-chan error, wait time.Duration) (over bool, err error) {
	var timeout <-chan time.Time
	if wait > 0 {
		timeout = time.After(wait)
	}
	select {
	case err := <-done:
		return true, err
	case <-timeout:
		return false, nil
	}
}

// str returns a string parameter, nil if it is not there.
func (m *migration) str(name string) *string { return stringParam(m.params, name) }

// bandwidth returns the limit in MiB/s, 0 for none.
func (m *migration) bandwidth() uint64 {
	for _, p := range m.params {
		if p.Name == virt.MigrateParamBandwidth {
			n, _ := p.Value.Uint64()
			return n
		}
	}
	return 0
}

// destName returns the domain's name on the destination.
func (m *migration) destName() string {
	if name := m.str(virt.MigrateParamDestName); name != nil {
		return *name
	}
	return m.src.name
}

// set sets a string parameter.
func (m *migration) set(name, value string) {
	p := virt.TypedParam{Name: name, Value: virt.StringValue(value)}
	if i := slices.IndexFunc(m.params, func(p virt.TypedParam) bool { return p.Name == name }); i >= 0 {
		m.params[i] = p
	} else {
		m.params = append(m.params, p)
	}
}
