package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// movers is a source and a destination of made-up migrations. What each step
// was told is in log; a step fails with the error that fail has for it.
type movers struct {
	src, dst *host
	features []protocol.Feature
	fail     map[string]error
	noURI    bool // prepare tells none
	hang     bool // perform waits to be aborted

	mu      sync.Mutex
	log     []string
	aborted chan struct{}
}

var (
	features3Params = []protocol.Feature{protocol.FeatureMigrationV3, protocol.FeatureMigrationParams, protocol.FeatureMigrateChangeProtection}
	features3       = []protocol.Feature{protocol.FeatureMigrationV3, protocol.FeatureMigrateChangeProtection}
	features2       = []protocol.Feature{protocol.FeatureMigrationV2, protocol.FeatureXMLMigratable}
)

// step notes a step with its flags, its cookie, and what else counts.
func (m *movers) step(name string, flags virt.DomainMigrateFlags, cookie []byte, more ...any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := name
	if flags != 0 {
		s += fmt.Sprint(" ", flags)
	}
	if cookie != nil {
		s += " after " + string(cookie)
	}
	for _, v := range more {
		switch v := v.(type) {
		case *string:
			if v != nil {
				s += " " + *v
			}
		case []virt.TypedParam:
			for _, p := range v {
				s += " " + p.Name + "=" + p.Value.String()
			}
		case int32:
			if v != 0 {
				s += " cancelled"
			}
		default:
			s += fmt.Sprint(" ", v)
		}
	}
	m.log = append(m.log, s)
	return m.fail[name]
}

func (m *movers) uri() *string {
	if m.noURI {
		return nil
	}
	uri := "tcp:there"
	return &uri
}

func (m *movers) wait() error {
	if !m.hang {
		return nil
	}
	<-m.aborted
	return virt.Errorf(virt.FromQEMU, virt.ErrOperationAborted, "job 'migration out' canceled by client")
}

func newMovers(features []protocol.Feature) *movers {
	m := &movers{src: newHost(), dst: newHost(), features: features, fail: map[string]error{}, aborted: make(chan struct{})}
	for _, h := range []*host{m.src, m.dst} {
		driver.Handle(h.mux, &protocol.ConnectSupportsFeature, func(_ context.Context, a *protocol.ConnectSupportsFeatureArgs) (*protocol.ConnectSupportsFeatureReply, error) {
			r := new(protocol.ConnectSupportsFeatureReply)
			for _, f := range m.features {
				if a.Feature == int32(f) {
					r.Supported = 1
				}
			}
			return r, nil
		})
	}
	driver.Handle(m.src.mux, &protocol.DomainGetState, answer[protocol.DomainGetStateArgs](&protocol.DomainGetStateReply{State: int32(virt.DomainPaused)}, nil))
	driver.Handle(m.src.mux, &protocol.DomainAbortJob, func(context.Context, *protocol.DomainAbortJobArgs) error {
		err := m.step("abort", 0, nil)
		if err == nil {
			close(m.aborted)
		}
		delete(m.fail, "abort") // the next time it works
		return err
	})
	driver.Handle(m.dst.mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		return &protocol.DomainLookupByNameReply{Dom: wireDomain(a.Name, 1, 7)}, m.step("look-up", 0, nil, a.Name)
	})
	m.handle3Params()
	m.handle3()
	m.handle2()
	return m
}

func (m *movers) handle3Params() {
	driver.Handle(m.src.mux, &protocol.DomainMigrateBegin3Params, func(_ context.Context, a *protocol.DomainMigrateBegin3ParamsArgs) (*protocol.DomainMigrateBegin3ParamsReply, error) {
		return &protocol.DomainMigrateBegin3ParamsReply{XML: "<x/>", CookieOut: []byte("begin")},
			m.step("begin", virt.DomainMigrateFlags(a.Flags), nil, a.Params)
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigratePrepare3Params, func(_ context.Context, a *protocol.DomainMigratePrepare3ParamsArgs) (*protocol.DomainMigratePrepare3ParamsReply, error) {
		return &protocol.DomainMigratePrepare3ParamsReply{CookieOut: []byte("prepare"), URIOut: m.uri()},
			m.step("prepare", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.Params)
	})
	driver.Handle(m.src.mux, &protocol.DomainMigratePerform3Params, func(_ context.Context, a *protocol.DomainMigratePerform3ParamsArgs) (*protocol.DomainMigratePerform3ParamsReply, error) {
		err := m.step("perform", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.DconnURI, a.Params)
		if err == nil {
			err = m.wait()
		}
		return &protocol.DomainMigratePerform3ParamsReply{CookieOut: []byte("perform")}, err
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigrateFinish3Params, func(_ context.Context, a *protocol.DomainMigrateFinish3ParamsArgs) (*protocol.DomainMigrateFinish3ParamsReply, error) {
		err := m.step("finish", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.Params, a.Cancelled)
		return &protocol.DomainMigrateFinish3ParamsReply{Dom: wireDomain("moved", 1, 7), CookieOut: []byte("finish")}, m.finished(err, a.Cancelled)
	})
	driver.Handle(m.src.mux, &protocol.DomainMigrateConfirm3Params, func(_ context.Context, a *protocol.DomainMigrateConfirm3ParamsArgs) error {
		return m.step("confirm", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.Params, a.Cancelled)
	})
}

// finished makes a cancelled finish fail, as it does.
func (m *movers) finished(err error, cancelled int32) error {
	if err == nil && cancelled != 0 {
		return virt.Errorf(virt.FromQEMU, virt.ErrMigrateFinishOK, "")
	}
	return err
}

func (m *movers) handle3() {
	driver.Handle(m.src.mux, &protocol.DomainMigrateBegin3, func(_ context.Context, a *protocol.DomainMigrateBegin3Args) (*protocol.DomainMigrateBegin3Reply, error) {
		return &protocol.DomainMigrateBegin3Reply{XML: "<x/>", CookieOut: []byte("begin")},
			m.step("begin", virt.DomainMigrateFlags(a.Flags), nil, a.Dname, a.Bandwidth)
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigratePrepare3, func(_ context.Context, a *protocol.DomainMigratePrepare3Args) (*protocol.DomainMigratePrepare3Reply, error) {
		return &protocol.DomainMigratePrepare3Reply{CookieOut: []byte("prepare"), URIOut: m.uri()},
			m.step("prepare", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.URIIn, a.Dname, a.Bandwidth, a.DomXML)
	})
	driver.Handle(m.src.mux, &protocol.DomainMigratePerform3, func(_ context.Context, a *protocol.DomainMigratePerform3Args) (*protocol.DomainMigratePerform3Reply, error) {
		err := m.step("perform", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.DconnURI, a.URI, a.Dname, a.Bandwidth)
		return &protocol.DomainMigratePerform3Reply{CookieOut: []byte("perform")}, err
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigrateFinish3, func(_ context.Context, a *protocol.DomainMigrateFinish3Args) (*protocol.DomainMigrateFinish3Reply, error) {
		err := m.step("finish", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.Dname, a.URI, a.Cancelled)
		return &protocol.DomainMigrateFinish3Reply{Dom: wireDomain("moved", 1, 7), CookieOut: []byte("finish")}, m.finished(err, a.Cancelled)
	})
	driver.Handle(m.src.mux, &protocol.DomainMigrateConfirm3, func(_ context.Context, a *protocol.DomainMigrateConfirm3Args) error {
		return m.step("confirm", virt.DomainMigrateFlags(a.Flags), a.CookieIn, a.Cancelled)
	})
}

func (m *movers) handle2() {
	driver.Handle(m.src.mux, &protocol.DomainGetXMLDesc, func(_ context.Context, a *protocol.DomainGetXMLDescArgs) (*protocol.DomainGetXMLDescReply, error) {
		return &protocol.DomainGetXMLDescReply{XML: "<x/>"}, m.step("dump", 0, nil, virt.DomainXMLFlags(a.Flags))
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigratePrepare2, func(_ context.Context, a *protocol.DomainMigratePrepare2Args) (*protocol.DomainMigratePrepare2Reply, error) {
		return &protocol.DomainMigratePrepare2Reply{Cookie: []byte("prepare"), URIOut: m.uri()},
			m.step("prepare", virt.DomainMigrateFlags(a.Flags), nil, a.URIIn, a.Dname, a.Bandwidth, a.DomXML)
	})
	driver.Handle(m.src.mux, &protocol.DomainMigratePerform, func(_ context.Context, a *protocol.DomainMigratePerformArgs) error {
		return m.step("perform", virt.DomainMigrateFlags(a.Flags), a.Cookie, a.URI, a.Dname, a.Bandwidth)
	})
	driver.Handle(m.dst.mux, &protocol.DomainMigrateFinish2, func(_ context.Context, a *protocol.DomainMigrateFinish2Args) (*protocol.DomainMigrateFinish2Reply, error) {
		err := m.step("finish", virt.DomainMigrateFlags(a.Flags), a.Cookie, a.Dname, a.URI, a.RetCode)
		return &protocol.DomainMigrateFinish2Reply{Ddom: wireDomain("moved", 1, 7)}, m.finished(err, a.RetCode)
	})
}

// TestMigrateSteps: which steps each protocol takes with what, and which follow
// when one fails.
func TestMigrateSteps(t *testing.T) {
	sourceFails := virt.Errorf(virt.FromQEMU, virt.ErrOperationFailed, "failed")
	reason := virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "no memory")
	plain := virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "plain")
	for _, c := range []struct {
		name     string
		features []protocol.Feature
		set      func(*movers)
		flags    virt.DomainMigrateFlags
		dname    string
		uri      string
		mibps    uint64
		err      error
		log      string
	}{
		{"3 with parameters", features3Params, nil, virt.MigrateLive | virt.MigrateAutoConverge, "new", "", 9, nil, `
begin live|change-protection|auto-converge destination_name=new bandwidth=9
prepare live|paused after begin destination_name=new bandwidth=9 destination_xml=<x/>
perform live|paused|change-protection|auto-converge after prepare destination_name=new bandwidth=9 destination_xml=<x/> migrate_uri=tcp:there
finish live|paused after perform destination_name=new bandwidth=9 destination_xml=<x/> migrate_uri=tcp:there
confirm live|paused|change-protection|auto-converge after finish destination_name=new bandwidth=9 destination_xml=<x/> migrate_uri=tcp:there`},
		{"3", features3, nil, virt.MigrateLive, "", "tcp:asked", 9, nil, `
begin live|change-protection 9
prepare live|paused after begin tcp:asked 9 <x/>
perform live|paused|change-protection after prepare tcp:there 9
finish live|paused after perform vm tcp:there
confirm live|paused|change-protection after finish`},
		{"2", features2, nil, virt.MigrateLive, "new", "", 0, nil, `
dump secure|migratable
prepare live|paused new 0 <x/>
perform live|paused after prepare tcp:there new 0
finish live|paused after prepare new tcp:there`},
		{"offline", append(features3, protocol.FeatureMigrationOffline), nil, virt.MigrateOffline, "", "", 0, nil, `
begin change-protection|offline 0
prepare paused|offline after begin 0 <x/>
finish paused|offline vm tcp:there
confirm paused|change-protection|offline after finish`},
		{"the URI asked for stays", features3, func(m *movers) { m.noURI = true }, 0, "", "tcp:asked", 0, nil, `
begin change-protection 0
prepare paused after begin tcp:asked 0 <x/>
perform paused|change-protection after prepare tcp:asked 0
finish paused after perform vm tcp:asked
confirm paused|change-protection after finish`},
		{"begin fails", features3, func(m *movers) { m.fail["begin"] = plain }, 0, "", "", 0, plain, `
begin change-protection 0`},
		{"prepare fails", features3, func(m *movers) { m.fail["prepare"] = plain }, 0, "", "", 0, plain, `
begin change-protection 0
prepare paused after begin 0 <x/>
confirm paused|change-protection cancelled`},
		{"prepare fails, unprotected", features2, func(m *movers) { m.fail["prepare"] = plain }, 0, "", "", 0, plain, `
dump secure|migratable
prepare paused 0 <x/>`},
		{"prepare tells no URI", features3, func(m *movers) { m.noURI = true }, 0, "", "", 0, virt.ErrInternalError, `
begin change-protection 0
prepare paused after begin 0 <x/>
finish paused after prepare vm cancelled
confirm paused|change-protection cancelled`},
		{"perform fails", features3, func(m *movers) { m.fail["perform"] = plain }, 0, "", "", 0, plain, `
begin change-protection 0
prepare paused after begin 0 <x/>
perform paused|change-protection after prepare tcp:there 0
finish paused vm tcp:there cancelled`},
		{"perform fails, and the destination knows why", features3,
			func(m *movers) { m.fail["perform"], m.fail["finish"] = sourceFails, reason }, 0, "", "", 0, reason, `
begin change-protection 0
prepare paused after begin 0 <x/>
perform paused|change-protection after prepare tcp:there 0
finish paused vm tcp:there cancelled`},
		{"finish fails", features3, func(m *movers) { m.fail["finish"] = plain }, 0, "", "", 0, plain, `
begin change-protection 0
prepare paused after begin 0 <x/>
perform paused|change-protection after prepare tcp:there 0
finish paused after perform vm tcp:there
confirm paused|change-protection cancelled`},
		{"confirm fails", features3, func(m *movers) { m.fail["confirm"] = plain }, 0, "", "", 0, nil, `
begin change-protection 0
prepare paused after begin 0 <x/>
perform paused|change-protection after prepare tcp:there 0
finish paused after perform vm tcp:there
confirm paused|change-protection after finish`},
		{"peer to peer", append(features3Params, protocol.FeatureMigrationP2P), nil, virt.MigratePeer2peer, "new", "qemu://there/system", 0, nil, `
perform peer2peer qemu://there/system destination_name=new
look-up new`},
		{"peer to peer with 2", append(features2, protocol.FeatureMigrationP2P), nil, virt.MigratePeer2peer | virt.MigrateTunnelled, "", "qemu://there/system", 3, nil, `
perform peer2peer|tunnelled qemu://there/system 3
look-up vm`},
		{"peer to peer with itself", append(features3, protocol.FeatureMigrationP2P), nil, virt.MigratePeer2peer, "", "qemu:///system", 0, virt.ErrInvalidArg, ``},
		{"peer to peer where that is not known", features3, nil, virt.MigratePeer2peer, "", "qemu://there/system", 0, virt.ErrArgumentUnsupported, ``},
		{"tunnelled by the client", features3, nil, virt.MigrateTunnelled, "", "", 0, virt.ErrOperationInvalid, ``},
		{"offline where that is not known", features3, nil, virt.MigrateOffline, "", "", 0, virt.ErrArgumentUnsupported, ``},
		{"protection where that is not known", features2, nil, virt.MigrateChangeProtection, "", "", 0, virt.ErrArgumentUnsupported, ``},
		{"two ways of copying", features3, nil, virt.MigrateNonSharedDisk | virt.MigrateNonSharedInc, "", "", 0, virt.ErrInvalidArg, ``},
		{"no common protocol", nil, nil, 0, "", "", 0, virt.ErrNoSupport, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMovers(c.features)
			if c.set != nil {
				c.set(m)
			}
			d := oneDomain(t, m.src)
			moved, err := d.Migrate(t.Context(), m.dst.open(), c.flags, c.dname, c.uri, c.mibps)
			if !errors.Is(err, c.err) {
				t.Errorf("error %v, want %v", err, c.err)
			}
			want(t, "steps", strings.Join(m.log, "\n"), strings.TrimPrefix(c.log, "\n"))
			if err != nil {
				want(t, "last error", d.Conn().LastError().Error(), err.Error())
				return
			}
			want(t, "id there", moved.ID(), 7)
			want(t, "id here", d.ID(), -1)
		})
	}
}

// TestMigrateCancelled: the end of the context makes the source abort, tried
// until its job can be, and the destination drop what it has.
func TestMigrateCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMovers(features3Params)
		m.hang = true
		m.fail["abort"] = virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "no job is active on the domain")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		_, err := oneDomain(t, m.src).Migrate(ctx, m.dst.open(), 0, "", "", 0)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, virt.ErrOperationAborted) {
			t.Errorf("error %v", err)
		}
		var steps []string
		for _, s := range m.log {
			name, _, _ := strings.Cut(s, " ")
			if strings.HasSuffix(s, "cancelled") {
				name += " cancelled"
			}
			steps = append(steps, name)
		}
		want(t, "steps", strings.Join(steps, ", "), "begin, prepare, perform, abort, abort, finish cancelled")
	})
}

func TestMigrateNeedsBothSessionsToWrite(t *testing.T) {
	for _, c := range []struct{ src, dst []libvirt.Option }{
		{[]libvirt.Option{libvirt.ReadOnly()}, nil},
		{nil, []libvirt.Option{libvirt.ReadOnly()}},
	} {
		m := newMovers(features3)
		_, err := oneDomain(t, m.src, c.src...).Migrate(t.Context(), m.dst.open(c.dst...), 0, "", "", 0)
		if !errors.Is(err, virt.ErrOperationDenied) || !strings.HasSuffix(err.Error(), "virDomainMigrate") {
			t.Errorf("error %v", err)
		}
		want(t, "steps", len(m.log), 0)
	}
}

// TestMigrateParams: parameters that old hosts cannot be told are refused, not
// forgotten.
func TestMigrateParams(t *testing.T) {
	disks := []virt.TypedParam{{Name: virt.MigrateParamDisksPort, Value: virt.IntValue(1)}}
	old := newMovers(append(features3, protocol.FeatureMigrationDirect))
	d := oneDomain(t, old.src)
	_, err := d.MigrateParams(t.Context(), old.dst.open(), disks, 0)
	if !errors.Is(err, virt.ErrArgumentUnsupported) {
		t.Errorf("error %v", err)
	}
	if err := d.MigrateToURI(t.Context(), "", disks, 0); !errors.Is(err, virt.ErrArgumentUnsupported) {
		t.Errorf("error %v", err)
	}
	if _, err := d.MigrateParams(t.Context(), old.dst.open(), nil, virt.MigratePeer2peer); !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("error %v", err)
	}
	want(t, "steps", len(old.log), 0)

	today := newMovers(append(features3Params, protocol.FeatureMigrationDirect))
	d = oneDomain(t, today.src)
	if err := d.MigrateToURI(t.Context(), "qemu://nobody/system", disks, 0); err != nil {
		t.Error(err)
	}
	want(t, "steps", strings.Join(today.log, "\n"), "perform disks_port=1")
}
