package main

import (
	"fmt"
	"time"
)

// delay is how long the proxy holds up bytes in each direction.
const delay = 10 * time.Millisecond

// moreTrips is how many round trips a row may make more than its base row.
const moreTrips = 2

// A place is where a row's commands go.
type place int

const (
	nowhere  place = iota // no connection is made
	one                   // a libvirtd with one domain
	many                  // a libvirtd with 1,000 domains
	manyAfar              // the same behind the proxy
)

// A row is one line of the table: what is measured, and how good it must be.
type row struct {
	what  string
	args  []string
	place place
	slow  bool // virsh takes many seconds, and so runs only once

	mostRatio float64 // virgo's time may be at most this part of virsh's; 0 sets no limit
	mostTrips int     // virgo may make at most so many round trips; 0 sets no limit

	// base, if set, is the row that this one may wait longer than by at most
	// two round trips.
	base string
}

var rows = []row{
	{what: "--version", args: []string{"--version"}, mostRatio: 0.3},
	{what: "list --all, 1 domain", args: []string{"list", "--all"}, place: one, mostRatio: 0.35},
	{what: "list --all, 1,000 domains", args: []string{"list", "--all"}, place: many, mostRatio: 0.15},
	{what: "list --all --title, 1,000", args: []string{"list", "--all", "--title"}, place: many},
	{what: "domstats, 1,000", args: []string{"domstats"}, place: many},
	{what: "net-list, 1,000", args: []string{"net-list", "--all"}, place: many},
	{what: "list --all, 1,000, 20 ms away", args: []string{"list", "--all"}, place: manyAfar, slow: true, mostRatio: 0.01, mostTrips: 5},
	{what: "list --all --title, 1,000, 20 ms away", args: []string{"list", "--all", "--title"}, place: manyAfar, slow: true, base: "list --all, 1,000, 20 ms away"},
	{what: "domstats, 1,000, 20 ms away", args: []string{"domstats"}, place: manyAfar},
	{what: "net-list, 1,000, 20 ms away", args: []string{"net-list", "--all"}, place: manyAfar},
}

// target shows a row's limit of time.
func (r row) target() string {
	switch {
	case r.mostRatio > 0:
		return fmt.Sprintf("%.2f", r.mostRatio)
	case r.base != "":
		return fmt.Sprintf("+%.0f ms", (4*delay).Seconds()*1000)
	}
	return "-"
}

// A result is what a row's measurement gave.
type result struct {
	row                    row
	runs                   int           // of virgo; of virsh too, unless the row is slow
	virsh, virgo           time.Duration // medians
	virshTrips, virgoTrips int           // 0 where no connection is made
}

func (r result) ratio() float64 { return r.virgo.Seconds() / r.virsh.Seconds() }

// met reports whether virgo is as good as the row wants, given its base row.
func (r result) met(base result) bool {
	switch {
	case r.row.mostRatio > 0 && r.ratio() > r.row.mostRatio,
		r.row.mostTrips > 0 && r.virgoTrips > r.row.mostTrips,
		r.row.base != "" && r.virgoTrips > base.virgoTrips+moreTrips:
		return false
	}
	return true
}
