package vsh

import "github.com/virgo-vm/virgo/lib/virt"

// StoragePoolStateWord returns virsh's word for the state of a storage pool.
func StoragePoolStateWord(s virt.StoragePoolState) string {
	return word([]string{
		virt.StoragePoolInactive:     "inactive",
		virt.StoragePoolBuilding:     "building",
		virt.StoragePoolRunning:      "running",
		virt.StoragePoolDegraded:     "degraded",
		virt.StoragePoolInaccessible: "inaccessible",
	}, int(s), "unknown")
}

// StorageVolTypeWord returns virsh's word for the type of a storage volume.
func StorageVolTypeWord(t virt.StorageVolType) string {
	return word([]string{
		virt.StorageVolFile:    "file",
		virt.StorageVolBlock:   "block",
		virt.StorageVolDir:     "dir",
		virt.StorageVolNetwork: "network",
		virt.StorageVolNetdir:  "netdir",
		virt.StorageVolPloop:   "ploop",
	}, int(t), "unknown")
}
