//go:build unix

package interop

import (
	"net"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// The same host is found in every way that leads to the server.
func TestWaysToTheServer(t *testing.T) {
	testhost.NeedVirsh(t)
	socket := serve(t, new(test.Driver).Open)
	for name, uri := range map[string]string{
		"unix":         "test+unix:///default?socket=" + socket,
		"direct mode":  "test+unix:///default?mode=direct&socket=" + socket,
		"another name": "qemu+unix:///system?name=test:///default&socket=" + socket,
		"remote":       "remote+unix:///?name=test%3A%2F%2F%2Fdefault&socket=" + socket,
	} {
		t.Run(name, func(t *testing.T) { listsTheDomain(t, uri) })
	}
	for name, address := range map[string]string{"IPv4": "127.0.0.1:0", "IPv6": "[::1]:0"} {
		t.Run(name, func(t *testing.T) {
			if name == "IPv6" {
				testhost.NeedIPv6(t)
			}
			l, err := net.Listen("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			serveOn(t, l, new(test.Driver).Open)
			listsTheDomain(t, "test+tcp://"+l.Addr().String()+"/default")
		})
	}
}

// listsTheDomain checks that clients find the domain of test:///default at uri.
func listsTheDomain(t *testing.T, uri string) {
	t.Helper()
	for _, c := range []testhost.Client{testhost.NewVirsh(t, uri), testhost.NewVirgo(t, uri)} {
		if got := c.Output(t, "list", "--name"); got != "test\n\n" {
			t.Errorf("%s lists %q", c.Program, got)
		}
	}
}

// Refusals of the driver's reach the client in the driver's words.
func TestRefusals(t *testing.T) {
	testhost.NeedVirsh(t)
	socket := serve(t, new(test.Driver).Open)
	at := func(uri string) string { return uri + "?socket=" + socket }
	for _, test := range []struct {
		name, uri, command string
		want               string // on stderr
	}{
		{
			"a host that the driver has not", at("qemu+unix:///system"), "list",
			"error: failed to connect to the hypervisor\nerror: invalid argument: qemu:///system is not a made-up host: test:///default is\n",
		},
		{
			"no host named", at("test+unix:///"), "list",
			"error: failed to connect to the hypervisor\nerror: invalid argument: testOpen: supply a path or use test:///default\n",
		},
		{
			"a procedure that the driver has not", at("test+unix:///default"), "secret-list",
			"error: Failed to count secrets\nerror: this function is not supported by the connection driver: virConnectNumOfSecrets\n",
		},
		{
			"a stream that the driver has not", at("test+unix:///default"), "vol-create-as default-pool v 1; vol-download v /dev/null default-pool",
			"error: cannot download from volume v\nerror: this function is not supported by the connection driver: virStorageVolDownload\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := testhost.NewVirsh(t, test.uri).Run(t, "-q", test.command)
			got.Stdout = "" // what came before the refusal
			if want := (testhost.Result{Stderr: test.want, Status: 1}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}
