package domain

import "github.com/virgo-vm/virgo/lib/virt"

// vcpuStateWord returns virsh's word for the state of a virtual CPU.
func vcpuStateWord(s virt.VcpuState) string {
	switch s {
	case virt.VcpuOffline:
		return "offline"
	case virt.VcpuRunning:
		return "running"
	case virt.VcpuBlocked:
		return "blocked"
	}
	return "no state"
}
