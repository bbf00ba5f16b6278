//go:build unix

package remote_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/transport"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// relay is a server whose driver is a session with h: what a client says goes
// through our server and our client. It returns the server's socket.
func relay(t *testing.T, h *testhost.Host) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vr") // short, for the socket's path
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	open := func(ctx context.Context, name string, o driver.Options) (driver.Conn, error) {
		scheme, _, _ := strings.Cut(name, ":")
		return remote.Open(ctx, h.URI(scheme), o)
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			served.Go(func() {
				if err := rpc.Serve(context.WithoutCancel(t.Context()), transport.Files(c.(*net.UnixConn)), open); err != nil {
					t.Errorf("Serve: %v", err)
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		served.Wait()
		_ = os.RemoveAll(dir)
	})
	return socket
}

func virsh(t *testing.T, uri string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "virsh", append([]string{"-c", uri}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		out = append(out, err.Error()...)
	}
	return string(out)
}

// The real client sees no difference between a libvirtd and our server in front
// of it.
func TestVirshThroughOurServer(t *testing.T) {
	testhost.NeedVirsh(t)
	h := testhost.Shared(t)
	ours := "test+unix:///default?socket=" + relay(t, h)
	for _, command := range []string{
		"list --all", "dumpxml test", "domstate test --reason", "vcpuinfo test --pretty nosuch", "domblklist test", "nodeinfo", "capabilities",
		"net-list --all", "net-dumpxml default", "pool-list --all --details", "iface-list", "nodedev-list", "hostname", "version", "domid nosuch",
		"secret-list", "snapshot-list test", "schedinfo test", "domifaddr test", "vol-list default-pool", "dominfo nosuch",
	} {
		direct, through := virsh(t, h.URI("test"), command), virsh(t, ours, command)
		if direct != through {
			t.Errorf("%s\ndirectly:\n%s\nthrough our server:\n%s", command, direct, through)
		}
	}
}

func TestVirshStreamsThroughOurServer(t *testing.T) {
	testhost.NeedVirsh(t)
	h := testhost.Shared(t)
	ours := "qemu+unix:///system?socket=" + relay(t, h)
	dir := t.TempDir()
	data := append(append(randomBytes(1_000_000), make([]byte, 1<<20)...), randomBytes(5000)...)
	in := filepath.Join(dir, "in")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	pool := t.Name()
	images := filepath.Join(h.Dir, "lib", "images", pool)
	if err := os.MkdirAll(images, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(images) })
	for _, sparse := range []string{"", " --sparse"} {
		vol, out := "v"+strings.TrimSpace(sparse), filepath.Join(dir, "out"+strings.TrimSpace(sparse))
		said := virsh(t, ours, "-q", "pool-create-as "+pool+" dir --target /var/lib/libvirt/images/"+pool+
			"; vol-create-as "+pool+" "+vol+" 0; vol-upload "+vol+" "+in+" --pool "+pool+sparse+
			"; vol-download "+vol+" "+out+" --pool "+pool+sparse+"; pool-destroy "+pool)
		onHost, err := os.ReadFile(filepath.Join(images, vol))
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		back, err := os.ReadFile(out)
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if !bytes.Equal(onHost, data) {
			t.Errorf("upload%s: the file on the host is not what was sent\n%s", sparse, said)
		}
		if !bytes.Equal(back, data) {
			t.Errorf("download%s: the file that came back is not what was sent\n%s", sparse, said)
		}
	}
}
