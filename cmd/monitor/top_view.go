package monitor

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A topOrder says which domains come first, and whose graphs are shown.
type topOrder int

// The orders, by the key that chooses them.
const (
	orderName topOrder = iota
	orderCPU
	orderMemory
	orderDisk
	orderNetwork
)

func orderNames() []string { return []string{"name", "cpu", "memory", "disk", "network"} }

func orderOf(name string) (topOrder, error) {
	if i := slices.Index(orderNames(), name); i >= 0 {
		return topOrder(i), nil
	}
	return 0, vsh.Failf("unknown order '%s', must be one of: %s", name, strings.Join(orderNames(), ", "))
}

// of returns the number that o is about, nil where it is not known.
func (o topOrder) of(d *domainRates) *float64 {
	switch o {
	case orderMemory:
		if d.MemoryKiB == nil {
			return nil
		}
		x := float64(*d.MemoryKiB)
		return &x
	case orderDisk:
		return sum(d.DiskReadBytes, d.DiskWrittenBytes)
	case orderNetwork:
		return sum(d.NetReceivedBytes, d.NetSentBytes)
	}
	return d.CPUPercent
}

// sum returns the sum of what is known, nil for nothing.
func sum(a, b *float64) *float64 {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	x := *a + *b
	return &x
}

// A topView is what top shows, and what the user has chosen.
type topView struct {
	uri      string
	interval time.Duration
	now      func() time.Time
	color    bool

	domains []*domainRates // in the order of the host
	graphs  map[virt.UUID]map[topOrder]*graph

	all      bool // domains that do not run too
	order    topOrder
	filter   string
	typing   bool // the filter
	chosen   virt.UUID
	message  string // what came of the last action
	question *topAction
}

// A topAction is what can be done with a domain.
type topAction struct {
	question string // before the name
	done     string // what it is then
	domain   *domainRates
	do       func(context.Context) error
}

// update takes what domains use now.
func (v *topView) update(domains []*domainRates) {
	graphs, at := map[virt.UUID]map[topOrder]*graph{}, v.now()
	for _, d := range domains {
		id := d.dom.UUID()
		if graphs[id] = v.graphs[id]; graphs[id] == nil {
			graphs[id] = map[topOrder]*graph{orderCPU: {}, orderMemory: {}, orderDisk: {}, orderNetwork: {}}
		}
		for o, g := range graphs[id] {
			g.add(at, v.cellTime(), o.of(d))
		}
	}
	v.domains, v.graphs = domains, graphs
}

// cellTime is how long a cell of a graph takes: a reading at least.
func (v *topView) cellTime() time.Duration { return max(graphTime, v.interval) }

// visible returns the domains that are shown, in order.
func (v *topView) visible() []*domainRates {
	var list []*domainRates
	for _, d := range v.domains {
		if (v.all || d.ID != nil) && strings.Contains(strings.ToLower(d.Name), strings.ToLower(v.filter)) {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b *domainRates) int {
		if v.order != orderName {
			if c := cmp.Compare(known(v.order.of(b)), known(v.order.of(a))); c != 0 {
				return c
			}
		}
		return vsh.CompareFold(a.Name, b.Name)
	})
	return list
}

// known returns the number, or one below all for none.
func known(x *float64) float64 {
	if x == nil {
		return math.Inf(-1)
	}
	return *x
}

// at returns where in list the chosen domain is, the first one if it is gone.
func (v *topView) at(list []*domainRates) int {
	return max(0, slices.IndexFunc(list, func(d *domainRates) bool { return d.dom.UUID() == v.chosen }))
}

// move chooses the domain that is n lines further down.
func (v *topView) move(n int) {
	if list := v.visible(); len(list) > 0 {
		v.chosen = list[min(max(v.at(list)+n, 0), len(list)-1)].dom.UUID()
	}
}

// A topColumn is one column of the table.
type topColumn struct {
	title string
	width int
	text  func(*domainRates) string
	needs int // columns of the terminal from which on it is there
}

// topMargin is what stands before the columns: the mark of the chosen domain.
const topMargin = 2

// table returns the columns for a terminal of a width, their sum within it unless
// not even the name fits.
func (v *topView) table(width int) []topColumn {
	rate := func(read, written func(*domainRates) *float64) func(*domainRates) string {
		return func(d *domainRates) string { return rateText(sum(read(d), written(d))) }
	}
	what, full := v.order, 0.0
	if what == orderName {
		what = orderCPU
	}
	if what == orderCPU {
		full = 100 // one CPU
	}
	title := []string{orderCPU: "CPU", orderMemory: "memory", orderDisk: "disk", orderNetwork: "network"}[what]
	columns := []topColumn{
		{"Name", 16, func(d *domainRates) string { return d.Name }, 0},
		{"State", 11, func(d *domainRates) string { return d.State }, 41},
		{"CPU", 9, func(d *domainRates) string { return percentText(d.CPUPercent) }, 28},
		{"Memory", 12, func(d *domainRates) string { return memoryText(d.MemoryKiB) }, 54},
		{"Disk", 14, rate(func(d *domainRates) *float64 { return d.DiskReadBytes }, func(d *domainRates) *float64 { return d.DiskWrittenBytes }), 69},
		{"Network", 14, rate(func(d *domainRates) *float64 { return d.NetReceivedBytes }, func(d *domainRates) *float64 { return d.NetSentBytes }), 84},
		{fmt.Sprintf("%s, %.0f min", title, (graphCells * v.cellTime()).Minutes()), graphCells, func(d *domainRates) string { return v.graphs[d.dom.UUID()][what].text(graphCells, full) }, 84 + graphCells + 1},
	}
	columns = slices.DeleteFunc(columns, func(c topColumn) bool { return c.needs > width })
	used := topMargin + len(columns) - 1
	for _, c := range columns {
		used += c.width
	}
	columns[0].width += width - used // names get what is left
	return columns
}

// frame returns the lines of a terminal of this size.
func (v *topView) frame(width, height int) []string {
	list := v.visible()
	at := v.at(list)
	columns := v.table(width)
	const around = 3 // the lines above and below the domains
	room := max(height-around, 0)
	first := max(0, min(at-room/2, len(list)-room)) // the chosen one is always there

	lines := []string{format.Fit(v.headline(len(list)), width), v.styled(reverse, row(columns, width, "  ", func(c topColumn) string { return c.title }))}
	for i := first; i < first+room; i++ {
		if i >= len(list) {
			lines = append(lines, "")
			continue
		}
		mark := "  "
		if i == at {
			mark = "> "
		}
		lines = append(lines, row(columns, width, mark, func(c topColumn) string { return c.text(list[i]) }))
		if i == at {
			lines[len(lines)-1] = v.styled(reverse, lines[len(lines)-1])
		}
	}
	lines = append(lines, format.Fit(v.footline(), width))
	if len(lines) > height { // too low for all three: the domains went first
		lines = lines[len(lines)-height:]
	}
	return lines
}

// row returns a line of the table. Of a terminal that is too narrow for the mark it
// has the begin of that.
func row(columns []topColumn, width int, mark string, text func(topColumn) string) string {
	if width < topMargin {
		return mark[:width]
	}
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = format.Fit(text(c), c.width)
	}
	return mark + strings.Join(cells, " ")
}

func (v *topView) styled(style, line string) string {
	if !v.color {
		return line
	}
	return style + line + plain
}

// headline says what is shown.
func (v *topView) headline(shown int) string {
	running := 0
	for _, d := range v.domains {
		if d.state == virt.DomainRunning || d.state == virt.DomainBlocked {
			running++
		}
	}
	text := fmt.Sprintf("%s  %d domains, %d running, %d shown  by %s  every %v",
		v.now().Format(time.TimeOnly), len(v.domains), running, shown, orderNames()[v.order], v.interval)
	if v.filter != "" {
		text += "  with '" + v.filter + "'"
	}
	if v.uri != "" {
		text += "  " + v.uri
	}
	return text
}

// footline is a question, what is typed, what came of an action, or the keys.
func (v *topView) footline() string {
	switch {
	case v.question != nil:
		return fmt.Sprintf("%s '%s'? (y/n)", v.question.question, v.question.domain.Name)
	case v.typing:
		return "Filter: " + v.filter
	case v.message != "":
		return v.message
	}
	return "q quit, 1-5 sort, / filter, a all, s start, p pause, r reboot, d down, k destroy"
}
