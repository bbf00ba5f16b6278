package main

import (
	"strings"
	"testing"
	"time"
)

func TestVerdict(t *testing.T) {
	base := result{row: row{what: "base"}, virsh: time.Second, virgo: 100 * time.Millisecond, virgoTrips: 3}
	for _, test := range []struct {
		name string
		r    result
		want string
	}{
		{"fast enough", result{row: row{what: "x", mostRatio: 0.5}, virsh: 100, virgo: 50}, "OK"},
		{"too slow", result{row: row{what: "x", mostRatio: 0.5}, virsh: 100, virgo: 51}, "MISS"},
		{"too many trips", result{row: row{what: "x", mostTrips: 5}, virsh: 100, virgo: 1, virgoTrips: 6}, "MISS"},
		{"few trips", result{row: row{what: "x", mostTrips: 5}, virsh: 100, virgo: 1, virgoTrips: 5}, "OK"},
		{"two trips more", result{row: row{what: "x", base: "base"}, virsh: 1, virgo: 1, virgoTrips: 5}, "OK"},
		{"more than two trips more", result{row: row{what: "x", base: "base"}, virsh: 1, virgo: 1, virgoTrips: 6}, "MISS"},
		{"no limit", result{row: row{what: "x"}, virsh: 1, virgo: 100}, "OK"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			if err := printTable(&out, []result{base, test.r}); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if last := lines[len(lines)-1]; !strings.HasSuffix(last, " "+test.want) {
				t.Errorf("the row is %q, want it to end with %s", last, test.want)
			}
		})
	}
}
