// Command bench compares virgo's speed with that of the real virsh, on private
// libvirtds and in the same run: the two take turns, so that what slows the
// machine slows both. It prints one table.
//
//	go run ./tests/bench [-n RUNS] [-quick]
//
// It needs root, virsh, libvirtd and QEMU (see tests/testhost).
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"
)

func main() {
	runs := flag.Int("n", 11, "how often each program runs; the median counts")
	quick := flag.Bool("quick", false, "leave out what takes virsh more than a second")
	flag.Parse()
	if err := run(os.Stdout, *runs, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures and prints all rows.
func run(w io.Writer, runs int, quick bool) (err error) {
	if runs < 1 {
		return fmt.Errorf("-n %d: must be at least 1", runs)
	}
	b, err := newBench()
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := b.close(); err == nil {
			err = closeErr
		}
	}()
	var results []result
	var failures []error
	for _, r := range rows {
		if quick && r.slow {
			continue
		}
		res, err := b.measure(r, runs)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", r.what, err))
			continue
		}
		results = append(results, res)
	}
	return errors.Join(append(failures, printTable(w, results))...)
}

// printTable prints the table. A round trip is one time of waiting for the line,
// counted with 10 ms of delay each way.
func printTable(w io.Writer, results []result) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "what\tn\tvirsh ms\tvirgo ms\tratio\ttarget\tvirsh trips\tvirgo trips\tmost\t\t")
	byName := map[string]result{}
	for _, r := range results {
		byName[r.row.what] = r
		verdict := "OK"
		if !r.met(byName[r.row.base]) {
			verdict = "MISS"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%.4f\t%s\t%s\t%s\t%s\t%s\t\n", r.row.what, r.runs,
			milliseconds(r.virsh), milliseconds(r.virgo), r.ratio(), r.row.target(),
			count(r.virshTrips), count(r.virgoTrips), count(r.row.mostTrips), verdict)
	}
	return t.Flush()
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

// count shows a number that may be absent.
func count(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}
