//go:build unix

package remote_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

const volumeSize = 3 << 20

// volume makes a pool with one raw volume on the shared host. Both go with the
// test.
func volume(t *testing.T) (c driver.Conn, vol protocol.StorageVol, path string) {
	t.Helper()
	h := testhost.Shared(t)
	c = openHost(t, h.URI("qemu"), driver.Options{})
	name := t.Name()
	dir := filepath.Join(h.Dir, "lib", "images", name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	pool, err := protocol.StoragePoolCreateXML.Call(t.Context(), c, &protocol.StoragePoolCreateXMLArgs{
		XML: fmt.Sprintf("<pool type='dir'><name>%s</name><target><path>/var/lib/libvirt/images/%s</path></target></pool>", name, name)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := protocol.StoragePoolDestroy.Call(context.Background(), c, &protocol.StoragePoolDestroyArgs{Pool: pool.Pool}); err != nil {
			t.Error(err)
		}
	})
	v, err := protocol.StorageVolCreateXML.Call(t.Context(), c, &protocol.StorageVolCreateXMLArgs{Pool: pool.Pool,
		XML: fmt.Sprintf("<volume><name>v</name><capacity>%d</capacity><allocation>0</allocation></volume>", volumeSize)})
	if err != nil {
		t.Fatal(err)
	}
	return c, v.Vol, filepath.Join(dir, "v")
}

func upload(ctx context.Context, c driver.Conn, vol protocol.StorageVol, flags virt.StorageVolUploadFlags) (driver.Stream, error) {
	return c.Stream(ctx, &protocol.Request{Proc: &protocol.StorageVolUpload.Proc,
		Args: &protocol.StorageVolUploadArgs{Vol: vol, Flags: uint32(flags)}})
}

func download(ctx context.Context, c driver.Conn, vol protocol.StorageVol, flags virt.StorageVolDownloadFlags) (driver.Stream, error) {
	return c.Stream(ctx, &protocol.Request{Proc: &protocol.StorageVolDownload.Proc,
		Args: &protocol.StorageVolDownloadArgs{Vol: vol, Flags: uint32(flags)}})
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b) // never fails
	return b
}

// receiveAll takes a stream to its end. Holes become zeros; holes is their sum.
func receiveAll(t *testing.T, s driver.Stream) (data []byte, holes int64) {
	t.Helper()
	buf := make([]byte, 100_000)
	for {
		n, hole, err := s.Recv(buf)
		if err == io.EOF {
			return data, holes
		}
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, buf[:n]...)
		data = append(data, make([]byte, hole)...)
		holes += hole
	}
}

func TestUploadAndDownload(t *testing.T) {
	c, vol, path := volume(t)
	want := randomBytes(volumeSize)
	up, err := upload(t.Context(), c, vol, 0)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := up.Send(want); n != len(want) || err != nil {
		t.Fatalf("Send returned %d, %v", n, err)
	}
	if err := up.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the file on the host is not what was uploaded")
	}

	down, err := download(t.Context(), c, vol, 0)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := receiveAll(t, down)
	if err := down.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, want) {
		t.Error("the download is not what the file on the host has")
	}
}

func TestSparseUploadAndDownload(t *testing.T) {
	c, vol, path := volume(t)
	head, tail := randomBytes(300_000), randomBytes(4096)
	const hole = 1 << 20
	up, err := upload(t.Context(), c, vol, virt.StorageVolUploadSparseStream)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := up.Send(head); err != nil {
		t.Fatal(err)
	}
	if err := up.SendHole(hole); err != nil {
		t.Fatal(err)
	}
	if _, err := up.Send(tail); err != nil {
		t.Fatal(err)
	}
	rest := volumeSize - int64(len(head)+hole+len(tail))
	if err := up.SendHole(rest); err != nil {
		t.Fatal(err)
	}
	if err := up.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := append(append(append(bytes.Clone(head), make([]byte, hole)...), tail...), make([]byte, rest)...)
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the file on the host (%d bytes) is not what was uploaded (%d bytes)", len(got), len(want))
	}

	down, err := download(t.Context(), c, vol, virt.StorageVolDownloadSparseStream)
	if err != nil {
		t.Fatal(err)
	}
	data, holes := receiveAll(t, down)
	if err := down.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, want) {
		t.Error("the sparse download is not what the file on the host has")
	}
	if holes == 0 {
		t.Error("the sparse download had no holes")
	}
}

func TestDownloadAborted(t *testing.T) {
	c, vol, _ := volume(t)
	down, err := download(t.Context(), c, vol, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := down.Recv(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := down.Abort(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := protocol.StorageVolGetInfo.Call(t.Context(), c, &protocol.StorageVolGetInfoArgs{Vol: vol}); err != nil {
		t.Errorf("a call after the abort: %v", err)
	}
}

func TestDownloadFinishedEarly(t *testing.T) {
	c, vol, _ := volume(t)
	down, err := download(t.Context(), c, vol, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := down.Recv(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := down.Finish(t.Context()); err != nil {
		t.Errorf("Finish before the end: %v", err)
	}
	if _, err := protocol.StorageVolGetInfo.Call(t.Context(), c, &protocol.StorageVolGetInfoArgs{Vol: vol}); err != nil {
		t.Errorf("a call afterwards: %v", err)
	}
}

func TestDownloadCancelled(t *testing.T) {
	c, vol, _ := volume(t)
	ctx, cancel := context.WithCancel(t.Context())
	down, err := download(ctx, c, vol, 0)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil {
		_, _, err = down.Recv(make([]byte, 1<<20))
	}
	if !errors.Is(err, context.Canceled) && err != io.EOF {
		t.Errorf("Recv after the end of its context: %v", err)
	}
	if _, err := protocol.StorageVolGetInfo.Call(t.Context(), c, &protocol.StorageVolGetInfoArgs{Vol: vol}); err != nil {
		t.Errorf("a call after the end of the stream's context: %v", err)
	}
}

func TestUploadRefused(t *testing.T) {
	c, vol, _ := volume(t)
	vol.Name = "nosuch"
	vol.Key = "/nosuch"
	_, err := upload(t.Context(), c, vol, 0)
	if !errors.Is(err, virt.ErrNoStorageVol) {
		t.Errorf("upload to a volume that is not there: %v", err)
	}
}

func TestUploadBeyondTheEnd(t *testing.T) {
	c, vol, _ := volume(t)
	up, err := c.Stream(t.Context(), &protocol.Request{Proc: &protocol.StorageVolUpload.Proc,
		Args: &protocol.StorageVolUploadArgs{Vol: vol, Length: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	// libvirtd takes 1000 bytes and then refuses the rest with an error in the
	// stream, which reaches the sender wherever it is.
	data := make([]byte, 1<<20)
	for i := 0; err == nil && i < 1000; i++ {
		_, err = up.Send(data)
	}
	if err == nil {
		t.Fatal("a thousand times what the stream may take was taken")
	}
	if e := new(virt.Error); !errors.As(err, &e) {
		t.Errorf("the error is not the host's: %v", err)
	}
}
