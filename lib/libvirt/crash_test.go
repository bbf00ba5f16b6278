package libvirt_test

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestCrashLoop(t *testing.T) {
	h := testhost.Shared(t)
	for i := range 3000 {
		conn, err := libvirt.Open(t.Context(), h.URI("test"), libvirt.ErrorFunc(func(*virt.Error) {}))
		if err != nil {
			t.Fatal(i, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := conn.DomainEvents(ctx); err != nil {
			t.Fatal(i, err)
		}
		if i%2 == 0 {
			cancel()
		}
		_ = conn.Close(context.Background())
		cancel()
	}
}
