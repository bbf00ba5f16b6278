//go:build unix

package integration

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/tests/testhost"
)

var tripsLine = regexp.MustCompile(`(?m)^trace: (\d+) round trips, \d+ calls$`)

// What a command costs on a slow line is how often it waits for an answer. Two
// of the round trips are those of opening: AUTH_LIST and CONNECT_OPEN. --trace
// must tell the number that can be seen on the line.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	h := testhost.Shared(t)
	// So slow that what is sent together is sent before the first answer comes.
	slow := testhost.Line{Delay: 30 * time.Millisecond}
	for _, test := range []struct {
		command string
		trips   int
	}{
		{"list", 3},
		{"list --all", 3},
		{"list --all --name", 3},
		{"list --all --title", 4},
		{"list --all --managed-save", 3},
		{"dominfo test", 5}, // eight questions, of which four may be unanswered at a time
		{"domstate test", 4},
		{"dumpxml test", 4},
		{"domstats", 3},
		{"domstats test", 4},
		{"net-list", 3},
		{"net-list --all", 3},
		{"net-list --name", 3},
		{"pool-list", 3},
		{"pool-list --all --details", 4},
		{"pool-list --name", 3},
		{"vol-list default-pool", 4},
		{"vol-list default-pool --details", 4},
	} {
		line := testhost.StartProxy(t, testhost.ProxyOptions{Network: "unix", Address: h.Socket, ToServer: slow, ToClient: slow})
		r := testhost.NewVirgo(t, line.URI("test")).Run(t, append([]string{"--trace"}, strings.Fields(test.command)...)...)
		m := tripsLine.FindStringSubmatch(r.Stderr)
		// What waits for a place goes out between two answers, which the line
		// may then take for those of two round trips.
		seen, exact := line.Stats().RoundTrips, test.command != "dominfo test"
		if r.Status != 0 || m == nil || m[1] != strconv.Itoa(test.trips) || seen < test.trips || exact && seen > test.trips {
			t.Errorf("%s: want %d round trips, there were %d on the line, and virgo says\n%s", test.command, test.trips, seen, r.Stderr)
		}
	}
}
