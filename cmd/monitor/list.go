package monitor

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func listSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "list", Help: "list domains",
		Description: "List the running domains, or those that the options choose: of each kind of option a domain must match one.",
		Examples: []string{
			"list",
			"list --all",
			"list --state-running --name",
		},
		Opts: []vsh.Opt{
			vsh.BoolOpt("inactive", "only domains that do not run"),
			vsh.BoolOpt("all", "running domains and all others"),
			vsh.BoolOpt("transient", "only transient domains"),
			vsh.BoolOpt("persistent", "only persistent domains"),
			vsh.BoolOpt("with-snapshot", "only domains that have a snapshot"),
			vsh.BoolOpt("without-snapshot", "only domains that have no snapshot"),
			vsh.BoolOpt("with-checkpoint", "only domains that have a checkpoint"),
			vsh.BoolOpt("without-checkpoint", "only domains that have no checkpoint"),
			vsh.BoolOpt("state-running", "only domains in the running state"),
			vsh.BoolOpt("state-paused", "only domains in the paused state"),
			vsh.BoolOpt("state-shutoff", "only domains in the shut off state"),
			vsh.BoolOpt("state-other", "only domains in none of these states"),
			vsh.BoolOpt("autostart", "only domains that start with the host"),
			vsh.BoolOpt("no-autostart", "only domains that do not start with the host"),
			vsh.BoolOpt("with-managed-save", "only domains that have a managed save image"),
			vsh.BoolOpt("without-managed-save", "only domains that have no managed save image"),
			vsh.BoolOpt("uuid", "print UUIDs"),
			vsh.BoolOpt("name", "print names"),
			vsh.BoolOpt("id", "print ids"),
			vsh.BoolOpt("table", "print a table (the default)"),
			vsh.BoolOpt("managed-save", "show which domains have a managed save image"),
			vsh.BoolOpt("title", "show titles"),
			vsh.CountOpt("print only how many domains there are"),
		},
		Run: runList,
	}
}

// listFilters are the options that choose domains, besides those for active and
// inactive ones, whose meaning depends on each other.
var listFilters = vsh.FlagMap[virt.ConnectListAllDomainsFlags]{
	"transient":            virt.ConnectListDomainsTransient,
	"persistent":           virt.ConnectListDomainsPersistent,
	"with-snapshot":        virt.ConnectListDomainsHasSnapshot,
	"without-snapshot":     virt.ConnectListDomainsNoSnapshot,
	"with-checkpoint":      virt.ConnectListDomainsHasCheckpoint,
	"without-checkpoint":   virt.ConnectListDomainsNoCheckpoint,
	"state-running":        virt.ConnectListDomainsRunning,
	"state-paused":         virt.ConnectListDomainsPaused,
	"state-shutoff":        virt.ConnectListDomainsShutoff,
	"state-other":          virt.ConnectListDomainsOther,
	"autostart":            virt.ConnectListDomainsAutostart,
	"no-autostart":         virt.ConnectListDomainsNoAutostart,
	"with-managed-save":    virt.ConnectListDomainsManagedsave,
	"without-managed-save": virt.ConnectListDomainsNoManagedsave,
}

func runList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags := listFilters.Of(a)
	switch inactive := a.Bool("inactive") || a.Bool("state-shutoff"); {
	case a.Bool("all"):
		flags |= virt.ConnectListDomainsActive | virt.ConnectListDomainsInactive
	case inactive:
		flags |= virt.ConnectListDomainsInactive
	default:
		flags |= virt.ConnectListDomainsActive
	}
	for _, field := range []string{"name", "uuid", "id"} {
		if err := vsh.Exclusive(a, "table", field); err != nil {
			return nil, err
		}
	}
	if err := vsh.CountOnly(a, "table", "name", "uuid", "id", "managed-save", "title"); err != nil {
		return nil, err
	}
	l := &domainList{
		uuids: a.Bool("uuid"), names: a.Bool("name"), ids: a.Bool("id"),
		titles: a.Bool("title"), saves: a.Bool("managed-save"),
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if a.Bool("count") {
		return countDomains(ctx, conn, flags)
	}
	rows, err := conn.DomainRows(ctx, flags, l.columns())
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list domains")
	}
	slices.SortStableFunc(rows, compareDomains)
	for _, r := range rows {
		l.Domains = append(l.Domains, l.domain(r))
	}
	return l, nil
}

// countDomains returns how many domains the list has.
func countDomains(ctx context.Context, conn *libvirt.Conn, flags virt.ConnectListAllDomainsFlags) (format.Result, error) {
	const active, inactive = virt.ConnectListDomainsActive, virt.ConnectListDomainsInactive
	n, err := vsh.Counting{
		Active: conn.NumOfDomains, Inactive: conn.NumOfDefinedDomains,
		List: func(ctx context.Context) (int, error) {
			doms, err := conn.ListAllDomains(ctx, flags)
			return len(doms), err
		},
	}.Count(ctx, flags&active != 0, flags&inactive != 0, flags&^(active|inactive) != 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to count domains")
	}
	return n, nil
}

// compareDomains puts running domains first, by id, then the others by name.
func compareDomains(a, b libvirt.DomainRow) int {
	switch x, y := a.ID(), b.ID(); {
	case x >= 0 && y >= 0:
		return cmp.Compare(x, y)
	case x >= 0:
		return -1
	case y >= 0:
		return 1
	}
	return vsh.CompareFold(a.Name(), b.Name())
}

// domainList is the domains, and how virsh's text shows them.
type domainList struct {
	Domains []listedDomain `json:"domains"`

	uuids, names, ids bool // lines of these fields instead of a table
	titles, saves     bool // more in the table
}

type listedDomain struct {
	ID          *int32  `json:"id,omitempty"` // running domains only
	Name        string  `json:"name"`
	UUID        string  `json:"uuid"`
	State       string  `json:"state,omitempty"`
	Title       *string `json:"title,omitempty"`       // with --title
	ManagedSave *bool   `json:"managedSave,omitempty"` // with --managed-save
}

// columns returns what has to be asked for. Lines of fields need nothing but the
// list itself.
func (l *domainList) columns() libvirt.Columns {
	if l.lines() {
		return 0
	}
	want := libvirt.ColumnState
	if l.titles {
		want |= libvirt.ColumnTitle
	}
	if l.saves {
		want |= libvirt.ColumnManagedSave
	}
	return want
}

func (l *domainList) lines() bool { return l.uuids || l.names || l.ids }

func (l *domainList) domain(r libvirt.DomainRow) listedDomain {
	ref := r.Ref()
	d := listedDomain{ID: ref.ID, Name: ref.Name, UUID: ref.UUID}
	if l.lines() {
		return d
	}
	d.State = vsh.DomainStateWord(r.State)
	if l.titles {
		d.Title = &r.Title
	}
	if l.saves {
		d.ManagedSave = &r.ManagedSave
	}
	return d
}

// Text prints the table, or lines of the chosen fields.
func (l *domainList) Text(p *format.Printer) error {
	if l.lines() {
		l.printLines(p)
		return nil
	}
	header := []string{"Id", "Name", "State"}
	if l.titles {
		header = append(header, "Title")
	}
	t := format.NewTable(header...)
	t.StateColumn(2)
	t.Grow(len(l.Domains))
	row := make([]string, len(header))
	for _, d := range l.Domains {
		row[0], row[1], row[2] = d.idText(), d.Name, d.State
		if d.ManagedSave != nil && *d.ManagedSave && d.ID == nil {
			row[2] = "saved"
		}
		if l.titles {
			row[3] = *d.Title
		}
		t.Row(row...)
	}
	p.Table(t)
	return nil
}

// printLines prints a line for each domain. With --id alone only running domains
// have one.
func (l *domainList) printLines(p *format.Printer) {
	for _, d := range l.Domains {
		var fields []string
		if l.uuids {
			fields = append(fields, d.UUID)
		}
		if l.ids && (d.ID != nil || l.uuids || l.names) {
			fields = append(fields, d.idText())
		}
		if l.names {
			fields = append(fields, d.Name)
		}
		if fields != nil {
			p.Println(strings.Join(fields, " "))
		}
	}
}

func (d *listedDomain) idText() string {
	if d.ID == nil {
		return "-"
	}
	return strconv.Itoa(int(*d.ID))
}
