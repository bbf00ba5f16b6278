package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// guest is a domain of guests.
type guest struct {
	id            int32
	state, reason int32
	title         string
	saved, auto   bool
	transient     bool
	noStats       bool // the bulk statistics leave it out
	noList        bool // the list leaves it out
	gone          bool // and it cannot be found by itself any more
	refused       bool // nothing but its list entry may be seen
	newID         int32
}

// guests makes h have domains, each named by its number.
func guests(h *host, all ...guest) {
	dom := func(i int) protocol.Domain { return wireDomain(fmt.Sprint("vm", i), byte(i+1), all[i].id) }
	driver.Handle(h.mux, &protocol.ConnectListAllDomains, slowly(func(a *protocol.ConnectListAllDomainsArgs) (*protocol.ConnectListAllDomainsReply, error) {
		r := &protocol.ConnectListAllDomainsReply{}
		f := virt.ConnectListAllDomainsFlags(a.Flags)
		for i, g := range all {
			if !g.noList && match(f, virt.ConnectListDomainsManagedsave, virt.ConnectListDomainsNoManagedsave, g.saved) &&
				match(f, virt.ConnectListDomainsAutostart, virt.ConnectListDomainsNoAutostart, g.auto) &&
				match(f, virt.ConnectListDomainsTransient, virt.ConnectListDomainsPersistent, g.transient) {
				r.Domains = append(r.Domains, dom(i))
			}
		}
		return r, nil
	}))
	find := func(d protocol.Domain) (*guest, error) {
		g := &all[d.UUID[15]-1]
		if g.gone {
			return nil, noDomain()
		}
		if g.refused {
			return nil, virt.Errorf(virt.FromAccess, virt.ErrAccessDenied, "no")
		}
		return g, nil
	}
	driver.Handle(h.mux, &protocol.DomainGetMetadata, slowly(func(a *protocol.DomainGetMetadataArgs) (*protocol.DomainGetMetadataReply, error) {
		g, err := find(a.Dom)
		if err == nil && g.title == "" {
			err = virt.Errorf(virt.FromQEMU, virt.ErrNoDomainMetadata, "none")
		}
		if err != nil {
			return nil, err
		}
		return &protocol.DomainGetMetadataReply{Metadata: g.title}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainLookupByUUID, slowly(func(a *protocol.DomainLookupByUUIDArgs) (*protocol.DomainLookupByUUIDReply, error) {
		d := protocol.Domain{UUID: a.UUID}
		g, err := find(d)
		if err != nil {
			return nil, err
		}
		d.ID = g.newID
		return &protocol.DomainLookupByUUIDReply{Dom: d}, nil
	}))
	h.state = func(d protocol.Domain) (*protocol.DomainGetStateReply, error) {
		g, err := find(d)
		if err != nil {
			return nil, err
		}
		return &protocol.DomainGetStateReply{State: g.state, Reason: g.reason}, nil
	}
	h.stats = func(a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		r := &protocol.ConnectGetAllDomainStatsReply{}
		for i, g := range all {
			if !g.noStats {
				d := dom(i)
				if g.newID != 0 {
					d.ID = g.newID
				}
				r.RetStats = append(r.RetStats, protocol.DomainStatsRecord{Dom: d, Params: []virt.TypedParam{
					{Name: virt.DomainStatsStateState, Value: virt.IntValue(g.state)},
					{Name: virt.DomainStatsStateReason, Value: virt.IntValue(g.reason)},
				}})
			}
		}
		return r, nil
	}
}

// match reports whether an object for which something holds, or not, passes a
// pair of filters.
func match[F ~uint32](f, yes, no F, holds bool) bool {
	return f&(yes|no) == 0 || f&yes != 0 && holds || f&no != 0 && !holds
}

func withStats(h *host) {
	driver.Handle(h.mux, &protocol.ConnectGetAllDomainStats, slowly(func(a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		if virt.DomainStatsTypes(a.Stats) != virt.DomainStatsState || len(a.Doms) != 0 {
			return nil, virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "more than the states of all was asked for")
		}
		if a.Flags&^0xff != 0 {
			return nil, virt.Errorf(virt.FromQEMU, virt.ErrInvalidArg, "unsupported flags (0x%x)", a.Flags)
		}
		return h.stats(a)
	}))
}

func withState(h *host) {
	driver.Handle(h.mux, &protocol.DomainGetState, slowly(func(a *protocol.DomainGetStateArgs) (*protocol.DomainGetStateReply, error) {
		return h.state(a.Dom)
	}))
}

func withInfo(h *host) {
	driver.Handle(h.mux, &protocol.DomainGetInfo, slowly(func(a *protocol.DomainGetInfoArgs) (*protocol.DomainGetInfoReply, error) {
		s, err := h.state(a.Dom)
		if err != nil {
			return nil, err
		}
		return &protocol.DomainGetInfoReply{State: uint8(s.State)}, nil
	}))
}

// show returns rows in a compact form.
func show(rows []libvirt.DomainRow) string {
	var parts []string
	for _, r := range rows {
		s := fmt.Sprintf("%d:%d:%v/%d", r.UUID()[15], r.ID(), r.State, r.Reason)
		for _, f := range []struct {
			name string
			set  bool
		}{{r.Title, r.Title != ""}, {"saved", r.ManagedSave}, {"auto", r.Autostart}, {"persistent", r.Persistent}} {
			if f.set {
				s += " " + f.name
			}
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

func TestDomainRows(t *testing.T) {
	const state = libvirt.ColumnState
	all := libvirt.ColumnState | libvirt.ColumnTitle | libvirt.ColumnManagedSave | libvirt.ColumnAutostart | libvirt.ColumnPersistent
	running, off := guest{id: 3, state: 1, reason: 1}, guest{id: -1, state: 5, reason: 2}
	titled := guest{id: 4, state: 3, title: "T", auto: true, transient: true}
	saved := guest{id: -1, state: 5, saved: true}
	change := func(g guest, f func(*guest)) guest { f(&g); return g }
	lost := change(running, func(g *guest) { g.noStats = true })
	today := []func(*host){withStats, withState, withInfo}

	for _, c := range []struct {
		name   string
		guests []guest
		have   []func(*host)
		flags  virt.ConnectListAllDomainsFlags
		want   libvirt.Columns
		rows   string
		calls  string
		trips  int // -1 where the fake answers at once that it has no such procedure
	}{
		{"nothing but a list", []guest{running, off}, today, 0, 0,
			"1:3:nostate/0, 2:-1:nostate/0", "LIST_ALL_DOMAINS:1", 1},
		{"states", []guest{running, off}, today, 0, state,
			"1:3:running/1, 2:-1:shutoff/2", "GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 1},
		{"no domains", nil, today, 0, all,
			"", "GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:4", 1},
		{"everything", []guest{running, titled, saved}, today, 0, all,
			"1:3:running/1 persistent, 2:4:paused/0 T auto, 3:-1:shutoff/0 saved persistent",
			"DOMAIN_GET_METADATA:3 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:4", 2},
		{"filters that the statistics do not have", []guest{running, saved}, today, virt.ConnectListDomainsManagedsave, state | libvirt.ColumnManagedSave,
			"2:-1:shutoff/0 saved", "GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 1},
		{"filters that tell", []guest{running, titled}, today, virt.ConnectListDomainsNoAutostart | virt.ConnectListDomainsPersistent,
			libvirt.ColumnAutostart | libvirt.ColumnPersistent, "1:3:nostate/0 persistent", "LIST_ALL_DOMAINS:1", 1},
		{"both filters of a pair", []guest{running, saved}, today, virt.ConnectListDomainsManagedsave | virt.ConnectListDomainsNoManagedsave,
			libvirt.ColumnManagedSave, "1:3:nostate/0, 2:-1:nostate/0 saved", "LIST_ALL_DOMAINS:2", 1},
		{"the id is the one seen with the state", []guest{change(off, func(g *guest) { g.state, g.newID = 1, 8 })}, today, 0, state,
			"1:8:running/2", "GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 1},
		{"one that the statistics have and the list has not", []guest{running, change(off, func(g *guest) { g.noList = true })}, today, 0, state,
			"1:3:running/1", "GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 1},
		{"one that the statistics do not have", []guest{lost, off}, today, 0, state,
			"1:3:running/1, 2:-1:shutoff/2", "DOMAIN_GET_STATE:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 2},
		{"one that is gone", []guest{change(lost, func(g *guest) { g.gone = true }), off}, today, 0, all &^ libvirt.ColumnTitle,
			"2:-1:shutoff/2 persistent", "DOMAIN_GET_STATE:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:4", 2},
		{"one that has stopped meanwhile", []guest{change(lost, func(g *guest) { g.state, g.newID = 5, -1 })}, today, 0, state,
			"1:-1:shutoff/1", "DOMAIN_GET_STATE:1 DOMAIN_LOOKUP_BY_UUID:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 3},
		{"the same in a list of active ones", []guest{change(lost, func(g *guest) { g.state, g.newID = 5, -1 })}, today, virt.ConnectListDomainsActive, state,
			"", "DOMAIN_GET_STATE:1 DOMAIN_LOOKUP_BY_UUID:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 3},
		{"one that was started, in a list of inactive ones", []guest{change(off, func(g *guest) { g.noStats, g.state, g.newID = true, 1, 7 })}, today,
			virt.ConnectListDomainsInactive, state,
			"", "DOMAIN_GET_STATE:1 DOMAIN_LOOKUP_BY_UUID:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 3},
		{"one of which nothing may be seen", []guest{change(lost, func(g *guest) { g.refused = true })}, today, 0, state | libvirt.ColumnTitle,
			"1:3:nostate/0", "DOMAIN_GET_METADATA:1 DOMAIN_GET_STATE:1 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", 2},
		{"a host without bulk statistics", []guest{running, off}, []func(*host){withState}, 0, state | libvirt.ColumnTitle,
			"1:3:running/1, 2:-1:shutoff/2", "DOMAIN_GET_METADATA:2 DOMAIN_GET_STATE:2 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", -1},
		{"a host without states", []guest{running, off}, []func(*host){withInfo}, 0, state,
			"1:3:running/0, 2:-1:shutoff/0", "DOMAIN_GET_INFO:2 DOMAIN_GET_STATE:2 GET_ALL_DOMAIN_STATS:1 LIST_ALL_DOMAINS:1", -1},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHost()
			guests(h, c.guests...)
			for _, f := range c.have {
				f(h)
			}
			conn := h.open()
			rows, err := conn.DomainRows(t.Context(), c.flags, c.want)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			want(t, c.name, show(rows), c.rows)
			want(t, c.name+": calls", h.tookShort(), c.calls)
			if c.trips > 0 {
				want(t, c.name+": round trips", h.tracer.RoundTrips(), c.trips)
			}
			if e := conn.LastError(); e != nil {
				t.Errorf("%s: an error is left behind: %v", c.name, e)
			}
		})
	}
}

// tookShort is took as a text, without the prefix that most names have.
func (h *host) tookShort() string {
	var parts []string
	for name, n := range h.took() {
		parts = append(parts, fmt.Sprintf("%s:%d", strings.TrimPrefix(name, "CONNECT_"), n))
	}
	sort.Strings(parts)
	return strings.Join(parts, " ")
}

func TestDomainRowsManyInTwoTrips(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		many := make([]guest, 200)
		for i := range many {
			many[i] = guest{id: int32(i), state: 1, title: fmt.Sprint("title ", i)}
		}
		guests(h, many...)
		withStats(h)
		rows, err := h.open().DomainRows(t.Context(), 0, libvirt.ColumnState|libvirt.ColumnTitle)
		if err != nil || len(rows) != len(many) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, r := range rows {
			want(t, "title", r.Title, fmt.Sprint("title ", i))
		}
		want(t, "round trips", h.tracer.RoundTrips(), 2)
	})
}

func TestRowsFailWithTheSession(t *testing.T) {
	h := newHost()
	guests(h, guest{id: 1})
	withStats(h)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	conn := h.open()
	if _, err := conn.DomainRows(ctx, 0, libvirt.ColumnState); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	lost := &driver.LostError{Err: virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "client socket is closed")}
	h.state = func(protocol.Domain) (*protocol.DomainGetStateReply, error) { return nil, lost }
	h.stats = func(*protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
		return nil, lost
	}
	if _, err := conn.DomainRows(t.Context(), 0, libvirt.ColumnState); !errors.Is(err, lost) {
		t.Errorf("lost: %v", err)
	}
}

// net is a network or a pool.
type net struct{ active, auto, transient, gone, bad bool }

func TestNetworkRows(t *testing.T) {
	nets := []net{{active: true, auto: true}, {}, {active: true, transient: true}}
	for _, c := range []struct {
		flags virt.ConnectListAllNetworksFlags
		rows  string
		calls int
	}{
		{0, "[n1 true true true] [n2 false false true] [n3 true false false]", 4},
		{virt.ConnectListNetworksActive, "[n1 true true true] [n3 true false false]", 3},
		{virt.ConnectListNetworksInactive, "[n2 false false true]", 3},
		{virt.ConnectListNetworksActive | virt.ConnectListNetworksInactive | virt.ConnectListNetworksPersistent,
			"[n1 true true true] [n2 false false true]", 3},
		{virt.ConnectListNetworksTransient | virt.ConnectListNetworksActive | virt.ConnectListNetworksNoAutostart, "[n3 true false false]", 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHost()
			driver.Handle(h.mux, &protocol.ConnectListAllNetworks, slowly(func(a *protocol.ConnectListAllNetworksArgs) (*protocol.ConnectListAllNetworksReply, error) {
				r := &protocol.ConnectListAllNetworksReply{}
				f := virt.ConnectListAllNetworksFlags(a.Flags)
				for i, n := range nets {
					if match(f, virt.ConnectListNetworksActive, virt.ConnectListNetworksInactive, n.active) &&
						match(f, virt.ConnectListNetworksAutostart, virt.ConnectListNetworksNoAutostart, n.auto) &&
						match(f, virt.ConnectListNetworksTransient, virt.ConnectListNetworksPersistent, n.transient) {
						r.Nets = append(r.Nets, protocol.Network{Name: fmt.Sprint("n", i+1), UUID: uuid(byte(i + 1))})
					}
				}
				return r, nil
			}))
			rows, err := h.open().NetworkRows(t.Context(), c.flags)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, r := range rows {
				parts = append(parts, fmt.Sprint([]any{r.Name(), r.Active, r.Autostart, r.Persistent}))
			}
			want(t, fmt.Sprintf("rows for %v", c.flags), strings.Join(parts, " "), c.rows)
			want(t, fmt.Sprintf("calls for %v", c.flags), h.took()["CONNECT_LIST_ALL_NETWORKS"], c.calls)
			want(t, "round trips", h.tracer.RoundTrips(), 1)
		})
	}
}

func TestStoragePoolRows(t *testing.T) {
	pools := []net{{active: true, auto: true}, {gone: true}, {transient: true, active: true}, {bad: true}}
	for _, c := range []struct {
		want  libvirt.Columns
		rows  string
		calls string
		trips int
	}{
		{0, "[p1 true true true 0 <nil>] [p2 false false true 0 <nil>] [p3 true false false 0 <nil>] [p4 false false true 0 <nil>]",
			"LIST_ALL_STORAGE_POOLS:4", 1},
		{libvirt.ColumnInfo, "[p1 true true true 1024 <nil>] [p3 true false false 3072 <nil>] [p4 false false true 0 internal error: p4]",
			"LIST_ALL_STORAGE_POOLS:4 STORAGE_POOL_GET_INFO:4", 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHost()
			driver.Handle(h.mux, &protocol.ConnectListAllStoragePools, slowly(func(a *protocol.ConnectListAllStoragePoolsArgs) (*protocol.ConnectListAllStoragePoolsReply, error) {
				r := &protocol.ConnectListAllStoragePoolsReply{}
				f := virt.ConnectListAllStoragePoolsFlags(a.Flags)
				for i, p := range pools {
					if match(f, virt.ConnectListStoragePoolsActive, virt.ConnectListStoragePoolsInactive, p.active) &&
						match(f, virt.ConnectListStoragePoolsAutostart, virt.ConnectListStoragePoolsNoAutostart, p.auto) &&
						match(f, virt.ConnectListStoragePoolsTransient, virt.ConnectListStoragePoolsPersistent, p.transient) {
						r.Pools = append(r.Pools, protocol.StoragePool{Name: fmt.Sprint("p", i+1), UUID: uuid(byte(i + 1))})
					}
				}
				return r, nil
			}))
			driver.Handle(h.mux, &protocol.StoragePoolGetInfo, slowly(func(a *protocol.StoragePoolGetInfoArgs) (*protocol.StoragePoolGetInfoReply, error) {
				n := a.Pool.UUID[15]
				switch {
				case pools[n-1].gone:
					return nil, virt.Errorf(virt.FromStorage, virt.ErrNoStoragePool, "%s", a.Pool.Name)
				case pools[n-1].bad:
					return nil, virt.Errorf(virt.FromStorage, virt.ErrInternalError, "%s", a.Pool.Name)
				}
				return &protocol.StoragePoolGetInfoReply{State: 2, Capacity: uint64(n) << 10}, nil
			}))
			rows, err := h.open().StoragePoolRows(t.Context(), 0, c.want)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, r := range rows {
				parts = append(parts, fmt.Sprint([]any{r.Name(), r.Active, r.Autostart, r.Persistent, r.Info.Capacity, r.InfoErr}))
			}
			want(t, "rows", strings.Join(parts, " "), c.rows)
			want(t, "calls", h.tookShort(), c.calls)
			want(t, "round trips", h.tracer.RoundTrips(), c.trips)
		})
	}
}

func TestVolRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		driver.Handle(h.mux, &protocol.StoragePoolLookupByName, func(context.Context, *protocol.StoragePoolLookupByNameArgs) (*protocol.StoragePoolLookupByNameReply, error) {
			return &protocol.StoragePoolLookupByNameReply{Pool: protocol.StoragePool{Name: "pool"}}, nil
		})
		driver.Handle(h.mux, &protocol.StoragePoolListAllVolumes, slowly(func(a *protocol.StoragePoolListAllVolumesArgs) (*protocol.StoragePoolListAllVolumesReply, error) {
			r := &protocol.StoragePoolListAllVolumesReply{}
			for _, n := range []string{"a", "gone", "bad"} {
				r.Vols = append(r.Vols, protocol.StorageVol{Pool: a.Pool.Name, Name: n, Key: "key of " + n})
			}
			return r, nil
		}))
		refuse := func(v protocol.StorageVol) error {
			switch v.Name {
			case "gone":
				return virt.Errorf(virt.FromStorage, virt.ErrNoStorageVol, "gone")
			case "bad":
				return virt.Errorf(virt.FromStorage, virt.ErrInternalError, "bad")
			}
			return nil
		}
		driver.Handle(h.mux, &protocol.StorageVolGetPath, slowly(func(a *protocol.StorageVolGetPathArgs) (*protocol.StorageVolGetPathReply, error) {
			return &protocol.StorageVolGetPathReply{Name: "/p/" + a.Vol.Name}, refuse(a.Vol)
		}))
		driver.Handle(h.mux, &protocol.StorageVolGetInfo, slowly(func(a *protocol.StorageVolGetInfoArgs) (*protocol.StorageVolGetInfoReply, error) {
			return &protocol.StorageVolGetInfoReply{Capacity: 9}, refuse(a.Vol)
		}))
		conn := h.open()
		pool, err := conn.LookupStoragePoolByName(t.Context(), "pool")
		if err != nil {
			t.Fatal(err)
		}
		before := h.tracer.RoundTrips()
		rows, err := pool.VolRows(t.Context(), libvirt.ColumnPath|libvirt.ColumnInfo)
		if err != nil || len(rows) != 2 {
			t.Fatalf("%v, %v", rows, err)
		}
		a, bad := rows[0], rows[1]
		if a.Name() != "a" || a.Key() != "key of a" || a.PoolName() != "pool" || a.Path != "/p/a" || a.Info.Capacity != 9 || a.PathErr != nil || a.InfoErr != nil {
			t.Errorf("a: %+v", a)
		}
		if bad.Name() != "bad" || !errors.Is(bad.PathErr, virt.ErrInternalError) || !errors.Is(bad.InfoErr, virt.ErrInternalError) {
			t.Errorf("bad: %+v", bad)
		}
		want(t, "round trips", h.tracer.RoundTrips()-before, 2)
	})
}
