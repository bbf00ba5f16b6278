package libvirt

import (
	"context"
	"errors"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Columns tells what DomainRows, StoragePoolRows and StorageVolRows are to find
// out beside what a list costs anyway.
type Columns uint

// The columns.
const (
	ColumnState       Columns = 1 << iota // domains: State and Reason
	ColumnTitle                           // domains: Title
	ColumnManagedSave                     // domains: ManagedSave
	ColumnAutostart                       // domains: Autostart
	ColumnPersistent                      // domains: Persistent
	ColumnInfo                            // pools and volumes: Info
	ColumnPath                            // volumes: Path
)

// DomainRow is a domain in a list, with what was asked for of it.
type DomainRow struct {
	*Domain
	State       virt.DomainState // virt.DomainNostate without ColumnState
	Reason      int              // as Domain.State has it
	Title       string           // empty for none
	ManagedSave bool             // has a file of ManagedSave
	Autostart   bool
	Persistent  bool
}

// DomainRows is ListAllDomains with more of each domain, in as few round trips
// as that takes, for any number of domains: one for all but titles, which take a
// second. What the calls say is joined by UUID. A domain that came or went
// between them is asked for by itself or left out, so that no row is a mixture.
//
// A domain whose state the host refuses to tell has virt.DomainNostate; one
// whose title it refuses has none.
func (c *Conn) DomainRows(ctx context.Context, flags virt.ConnectListAllDomainsFlags, want Columns) ([]DomainRow, error) {
	q := domainQuery{c: c, flags: flags, want: want}
	if err := together(q.calls(ctx)...); err != nil {
		return nil, err
	}
	rows := q.join()
	if err := q.complete(ctx, rows); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(r DomainRow) bool { return r.Domain == nil }), nil
}

// domainQuery is the answers of the calls that DomainRows has in flight
// together.
type domainQuery struct {
	c     *Conn
	flags virt.ConnectListAllDomainsFlags
	want  Columns

	doms    []*Domain
	states  []DomainStats // nil where the host has no bulk statistics
	saved   attribute
	auto    attribute
	persist attribute
}

// The filters come in pairs and groups; those of the bulk statistics are the
// same bits as far as they go.
const (
	activeFilters = virt.ConnectListDomainsActive | virt.ConnectListDomainsInactive
	statsFilters  = activeFilters | virt.ConnectListDomainsPersistent | virt.ConnectListDomainsTransient |
		virt.ConnectListDomainsRunning | virt.ConnectListDomainsPaused | virt.ConnectListDomainsShutoff | virt.ConnectListDomainsOther
)

func (q *domainQuery) calls(ctx context.Context) []func() error {
	calls := []func() error{func() (err error) {
		q.doms, err = q.c.ListAllDomains(ctx, q.flags)
		return err
	}}
	if q.want&ColumnState != 0 {
		calls = append(calls, func() (err error) {
			q.states, err = q.c.domainStats(ctx, quiet{q.c}, nil, virt.DomainStatsState,
				virt.ConnectGetAllDomainStatsFlags(q.flags&statsFilters))
			return tolerated(err) // a host without them: complete asks for each domain
		})
	}
	list := func(flags uint32) ([]virt.UUID, error) {
		doms, err := q.c.ListAllDomains(ctx, virt.ConnectListAllDomainsFlags(flags))
		return uuids(doms), err
	}
	flags := uint32(q.flags)
	if q.want&ColumnManagedSave != 0 {
		calls = q.saved.ask(calls, list, flags, uint32(virt.ConnectListDomainsManagedsave), uint32(virt.ConnectListDomainsNoManagedsave))
	}
	if q.want&ColumnAutostart != 0 {
		calls = q.auto.ask(calls, list, flags, uint32(virt.ConnectListDomainsAutostart), uint32(virt.ConnectListDomainsNoAutostart))
	}
	if q.want&ColumnPersistent != 0 {
		calls = q.persist.ask(calls, list, flags, uint32(virt.ConnectListDomainsPersistent), uint32(virt.ConnectListDomainsTransient))
	}
	return calls
}

// join makes rows of the answers. Where the state is known the id is the one
// that was seen with it.
func (q *domainQuery) join() []DomainRow {
	seen := make(map[virt.UUID]*DomainStats, len(q.states))
	for i := range q.states {
		seen[q.states[i].Domain.uuid] = &q.states[i]
	}
	rows := make([]DomainRow, len(q.doms))
	for i, d := range q.doms {
		rows[i] = DomainRow{
			Domain: d, State: stateUnknown,
			ManagedSave: q.saved.has(d.uuid), Autostart: q.auto.has(d.uuid), Persistent: q.persist.has(d.uuid),
		}
		if s := seen[d.uuid]; s != nil {
			rows[i].setStats(s)
		}
	}
	return rows
}

// stateUnknown marks a row whose state no answer told.
const stateUnknown virt.DomainState = -1

func (r *DomainRow) setStats(s *DomainStats) {
	state, ok := s.Param(virt.DomainStatsStateState)
	if !ok {
		return
	}
	reason, _ := s.Param(virt.DomainStatsStateReason)
	n, _ := state.Int64()
	m, _ := reason.Int64()
	r.Domain, r.State, r.Reason = s.Domain, virt.DomainState(n), int(m)
}

// complete asks for what the first calls left open, all in flight at once.
func (q *domainQuery) complete(ctx context.Context, rows []DomainRow) error {
	var calls []func() error
	for i := range rows {
		r := &rows[i]
		if q.want&ColumnState == 0 {
			r.State = virt.DomainNostate
		} else if r.State == stateUnknown {
			calls = append(calls, func() error { return q.askState(ctx, r) })
		}
		if q.want&ColumnTitle != 0 {
			d := r.Domain
			calls = append(calls, func() (err error) {
				r.Title, err = d.metadata(ctx, quiet{q.c}, virt.DomainMetadataTitle, "", virt.DomainAffectCurrent)
				return tolerated(err)
			})
		}
	}
	return together(calls...)
}

// askState asks for the state of one domain, and for its id again where the two
// do not fit together. A domain that is gone, or that no longer is what the list
// was to hold, loses its Domain.
func (q *domainQuery) askState(ctx context.Context, r *DomainRow) error {
	d := r.Domain
	state, reason, err := d.stateOrInfo(ctx)
	if errors.Is(err, virt.ErrNoDomain) {
		r.Domain = nil
		return nil
	}
	if err = tolerated(err); err != nil {
		return err
	}
	r.State, r.Reason = state, reason
	active := state != virt.DomainShutoff && state != virt.DomainCrashed
	if state != virt.DomainNostate && active != (d.ID() >= 0) {
		err := d.refreshQuietly(ctx)
		if errors.Is(err, virt.ErrNoDomain) {
			r.Domain = nil
			return nil
		}
		if err = tolerated(err); err != nil {
			return err
		}
	}
	switch q.flags & activeFilters {
	case virt.ConnectListDomainsActive:
		if d.ID() < 0 {
			r.Domain = nil
		}
	case virt.ConnectListDomainsInactive:
		if d.ID() >= 0 {
			r.Domain = nil
		}
	}
	return nil
}

// stateOrInfo is State, and for hosts that have no such procedure, Info.
func (d *Domain) stateOrInfo(ctx context.Context) (virt.DomainState, int, error) {
	r, err := protocol.DomainGetState.Call(ctx, quiet{d.conn}, &protocol.DomainGetStateArgs{Dom: d.wire()})
	if err == nil {
		return virt.DomainState(r.State), int(r.Reason), nil
	}
	if !isNoSupport(err) {
		return 0, 0, err
	}
	i, err := protocol.DomainGetInfo.Call(ctx, quiet{d.conn}, &protocol.DomainGetInfoArgs{Dom: d.wire()})
	if err != nil {
		return 0, 0, err
	}
	return virt.DomainState(i.State), 0, nil
}

func (d *Domain) refreshQuietly(ctx context.Context) error {
	r, err := protocol.DomainLookupByUUID.Call(ctx, quiet{d.conn}, &protocol.DomainLookupByUUIDArgs{UUID: d.uuid})
	if err == nil {
		d.id.Store(r.Dom.ID)
	}
	return err
}

// tolerated drops what a host says of one object among many, and keeps what
// concerns them all: the end of the context or of the session.
func tolerated(err error) error {
	var lost *driver.LostError
	var e *virt.Error
	if errors.As(err, &e) && e.Domain != virt.FromRPC && !errors.As(err, &lost) {
		return nil
	}
	return err
}
