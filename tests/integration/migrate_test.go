//go:build unix

package integration

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// A guest goes to and fro between two hosts, each time in another way. What a
// host refuses is in virsh's words, which it does not print itself here: virsh
// 9.0 can hang when a migration fails at once.
func TestMigrate(t *testing.T) {
	t.Parallel()
	testhost.NeedQEMU(t)
	// A QEMU of root's needs no setting of the machine's for post-copy.
	o := testhost.Options{QEMUConf: []string{`user = "root"`, `group = "root"`}}
	hosts := [2]*testhost.Host{testhost.Start(t, o), testhost.Start(t, o)}
	if err := hosts[1].WriteBootImage(); err != nil {
		t.Fatal(err)
	}
	startGuest(t, hosts[0], "guest")
	sockets := socketDir(t)

	for i, c := range []struct {
		how   string
		name  string // of the guest then
		state string
	}{
		{"--live --p2p", "guest", "running (migrated)"},
		{"--live --dname moved --auto-converge --auto-converge-initial 20", "moved", "running (migrated)"},
		{"--live --postcopy --postcopy-after-precopy --dname guest", "guest", "running (migrated)"},
		{"--live --p2p --change-protection --abort-on-error --timeout 60 --timeout-suspend", "guest", "running (migrated)"},
		{"--p2p --tunnelled --suspend", "guest", "paused (user)"},
	} {
		from, to := hosts[i%2], hosts[(i+1)%2]
		src, dst := testhost.NewVirgo(t, from.URI("qemu")), testhost.NewVirgo(t, to.URI("qemu"))
		name := strings.TrimSpace(src.Output(t, "list", "--all", "--name"))
		args := append([]string{"-o", "json", "migrate", name, to.URI("qemu"), "--persistent", "--undefinesource"}, strings.Fields(c.how)...)
		if !strings.Contains(c.how, "tunnelled") {
			args = append(args, "--migrateuri", "unix://"+filepath.Join(sockets, fmt.Sprint(i)))
		}
		var moved struct{ Verb, Kind, Name, DestinationURI string }
		if err := json.Unmarshal([]byte(src.Output(t, args...)), &moved); err != nil {
			t.Fatalf("%s: %v", c.how, err)
		}
		if moved.Verb != "migrated" || moved.Kind != "domain" || moved.Name != c.name || moved.DestinationURI != to.URI("qemu") {
			t.Errorf("%s: %+v", c.how, moved)
		}
		if got := strings.TrimSpace(dst.Output(t, "domstate", c.name, "--reason")); got != c.state {
			t.Errorf("%s: the guest is %s, want %s", c.how, got, c.state)
		}
		if got := src.Output(t, "-q", "list", "--all"); got != "" {
			t.Errorf("%s: left behind:\n%s", c.how, got)
		}
	}

	// The guest is at the second host now.
	at, other := testhost.NewVirgo(t, hosts[1].URI("qemu")), hosts[0].URI("qemu")
	same := "internal error: Attempt to migrate guest to the same host " + hostUUID(t, at)
	for _, c := range []struct {
		how  string
		want string
	}{
		{"guest " + at.URI, same},
		{"guest " + at.URI + " --p2p", same},
		{"guest qemu:///system --p2p", "Attempt to migrate guest to the same host"},
		{"guest " + other + " --direct", "argument unsupported: direct migration is not supported by the source host"},
		{"guest " + other + " --tunnelled", "cannot perform tunnelled migration without using peer2peer flag"},
		{"guest " + other + " --offline", "Requested operation is not valid: offline migration must be specified with the persistent flag set"},
		{"guest " + other + " --migrateuri xyz", "invalid argument: missing scheme in migration URI: xyz"},
		{"guest " + other + " --comp-mt-level 3", "invalid argument: Turn multithread compression on to tune it"},
		{"guest " + other + " --postcopy --postcopy-resume", "Requested operation is not valid: domain 'guest' is not being migrated"},
		{"guest test:///default", "this function is not supported by the connection driver: virDomainMigrate3"},
		{"guest qemu+unix:///system?socket=/nonexistent --p2p", "Failed to connect socket to '/nonexistent': No such file or directory"},
	} {
		r := at.Run(t, append([]string{"-q", "migrate"}, strings.Fields(c.how)...)...)
		if r.Status != 1 || r.Stdout != "" || r.Stderr != "error: "+c.want+"\n" {
			t.Errorf("%s: %+v, want the error %q", c.how, r, c.want)
		}
	}
	if r := at.Run(t, "-r", "-q", "migrate", "guest", other); r.Stderr != "error: operation forbidden: read only access prevents virDomainMigrate3\n" {
		t.Errorf("read-only: %+v", r)
	}

	// The definition alone goes where nothing runs.
	at.Output(t, "destroy", "guest")
	if r := at.Run(t, "-q", "migrate", "guest", other); r.Stderr != "error: Requested operation is not valid: domain is not running\n" {
		t.Errorf("a guest that is off: %+v", r)
	}
	at.Output(t, "migrate", "guest", other, "--offline", "--persistent", "--undefinesource")
	if got := testhost.NewVirgo(t, other).Output(t, "domstate", "guest"); got != "shut off\n\n" {
		t.Errorf("after the move of its definition the guest is %q", got)
	}
}

// hostUUID returns the UUID that a host tells in its capabilities.
func hostUUID(t *testing.T, c testhost.Client) string {
	t.Helper()
	return strings.TrimSpace(c.Output(t, "-q", "capabilities", "--xpath", "/capabilities/host/uuid/text()"))
}
