package pool

import (
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// poolSize is the size of a pool that is in use. Of others there is none, and all
// is nil.
type poolSize struct {
	Capacity   *uint64 `json:"capacityBytes,omitempty"`
	Allocation *uint64 `json:"allocationBytes,omitempty"`
	Available  *uint64 `json:"availableBytes,omitempty"`
}

func sizeOf(i *libvirt.StoragePoolInfo) poolSize {
	if i.State != virt.StoragePoolRunning && i.State != virt.StoragePoolDegraded {
		return poolSize{}
	}
	return poolSize{&i.Capacity, &i.Allocation, &i.Available}
}
