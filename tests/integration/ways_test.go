//go:build unix

package integration

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestTCP(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"IPv4": "127.0.0.1", "IPv6": "::1"} {
		t.Run(name, func(t *testing.T) {
			if name == "IPv6" {
				testhost.NeedIPv6(t)
			}
			h := testhost.Start(t, testhost.Options{TCP: true, LibvirtdConf: []string{`listen_addr = "` + address + `"`}})
			_, port, err := net.SplitHostPort(h.TCPAddr)
			if err != nil {
				t.Fatal(err)
			}
			uri := "test+tcp://" + net.JoinHostPort(address, port) + "/default"
			for _, c := range []testhost.Client{testhost.NewVirsh(t, uri), testhost.NewVirgo(t, uri)} {
				if got := c.Output(t, "-q", "domname 1; hostname; uri"); got != "test\n"+filepath.Base(h.Dir)+"\n"+uri+"\n" {
					t.Errorf("%s: got %q", c.Program, got)
				}
			}
			got := testhost.NewVirgo(t, "test+tcp://"+net.JoinHostPort(address, "1")+"/default").Run(t, "list") // where nobody listens
			want := testhost.Result{
				Stderr: "error: failed to connect to the hypervisor\nerror: unable to connect to server at '" + address + ":1': Connection refused\n",
				Status: 1,
			}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

// Of the sockets of modular daemons the one of the driver's own is taken, when
// it is there; else libvirtd's. Two hosts tell by their names which it was.
func TestModularSockets(t *testing.T) {
	t.Parallel()
	testhost.NeedVirsh(t)
	modular, h := testhost.Shared(t), testhost.Start(t, testhost.Options{})
	direct, legacy := filepath.Base(modular.Dir)+"\n", filepath.Base(h.Dir)+"\n"
	virsh, virgo := testhost.NewVirsh(t, ""), testhost.NewVirgo(t, "")
	run := func(program string, args ...string) testhost.Result {
		t.Helper()
		cmd := h.Command(t.Context(), program, append(args, "-q", "hostname")...)
		cmd.Dir = h.Dir
		r, err := testhost.RunCommand(cmd)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, test := range []struct {
		name    string
		sockets []string // of modular daemons
		args    string
		want    string // name of the host; empty for an error
	}{
		{"no modular daemon", nil, "-c qemu:///system", legacy},
		{"no modular daemon, direct mode", nil, "-c qemu:///system?mode=direct", ""},
		{"of the driver", []string{"virtqemud-sock"}, "-c qemu:///system", direct},
		{"of the driver, legacy mode", []string{"virtqemud-sock"}, "-c qemu:///system?mode=legacy", legacy},
		{"of the driver, direct mode", []string{"virtqemud-sock"}, "-c qemu:///system?mode=direct", direct},
		{"of another driver", []string{"virtnetworkd-sock"}, "-c qemu:///system", legacy},
		{"of the test driver", []string{"virttestd-sock"}, "-c test+unix:///default", direct},
		{"read-only", []string{"virtqemud-sock", "virtqemud-sock-ro"}, "-r -c qemu:///system", direct},
		{"unknown mode", nil, "-c qemu:///system?mode=sideways", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, socket := range test.sockets {
				link := filepath.Join(h.Dir, "run", socket)
				target := modular.Socket
				if strings.HasSuffix(socket, "-ro") {
					target = modular.SocketRO
				}
				if err := os.Symlink(target, link); err != nil {
					t.Fatal(err)
				}
				defer os.Remove(link)
			}
			args := strings.Fields(test.args)
			theirs, ours := run(virsh.Program, args...), run(virgo.Program, args...)
			if ours != theirs || ours.Stdout != test.want || (ours.Status == 0) == (test.want == "") {
				t.Errorf("virsh: %+v\nvirgo: %+v\nwant the host %q", theirs, ours, test.want)
			}
		})
	}
}
