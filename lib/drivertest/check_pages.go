package drivertest

import (
	"slices"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// checkFreePages: a host like test:///default has the free pages that libvirt
// makes up where no daemon is between. The daemon takes them for an error.
func checkFreePages(t *testing.T, h Harness) {
	c := h.open(t, driver.Options{})
	r, err := protocol.NodeGetFreePages.Call(t.Context(), c, &protocol.NodeGetFreePagesArgs{Pages: []uint32{4, 2048}, CellCount: 2})
	if !h.Default || h.Oracle {
		return
	}
	ok(t, "free pages", err)
	if want := []uint64{19, 45, 97, 201}; !slices.Equal(r.Counts, want) {
		t.Errorf("free pages %d, want %d", r.Counts, want)
	}
	_, err = protocol.NodeGetFreePages.Call(t.Context(), c, &protocol.NodeGetFreePagesArgs{Pages: []uint32{4, 2048}, CellCount: 1 << 31})
	if err == nil {
		t.Error("more numbers were asked for than there may be in an answer")
	}
}
