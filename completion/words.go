package completion

import (
	"context"
	"fmt"

	"github.com/virgo-vm/virgo/lib/virt"
)

// wordSources are the words that virsh's commands take, whatever the host.
func wordSources() map[string]source {
	perf := fixed(virt.PerfParamCMT, virt.PerfParamMBMT, virt.PerfParamMBML, virt.PerfParamCPUCycles,
		virt.PerfParamInstructions, virt.PerfParamCacheReferences, virt.PerfParamCacheMisses,
		virt.PerfParamBranchInstructions, virt.PerfParamBranchMisses, virt.PerfParamBusCycles,
		virt.PerfParamStalledCyclesFrontend, virt.PerfParamStalledCyclesBackend, virt.PerfParamRefCPUCycles,
		virt.PerfParamCPUClock, virt.PerfParamTaskClock, virt.PerfParamPageFaults, virt.PerfParamContextSwitches,
		virt.PerfParamCPUMigrations, virt.PerfParamPageFaultsMin, virt.PerfParamPageFaultsMaj,
		virt.PerfParamAlignmentFaults, virt.PerfParamEmulationFaults)
	return map[string]source{
		"address-sources": fixed("lease", "agent", "arp"),
		"archs": fixed("none", "alpha", "armv6l", "armv7l", "armv7b", "aarch64", "cris", "i686", "ia64", "lm32", "m68k",
			"microblaze", "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64",
			"ppc", "ppcle", "ppc64", "ppc64le", "ppcemb", "riscv32", "riscv64", "s390", "s390x", "sh4", "sh4eb",
			"sparc", "sparc64", "unicore32", "x86_64", "xtensa", "xtensaeb"),
		"auth-types":          fixed("chap", "ceph"),
		"codesets":            fixed("linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum"),
		"compression-methods": fixed("xbzrle", "mt"),
		"core-dump-formats":   fixed("elf", "kdump-zlib", "kdump-lzo", "kdump-snappy", "win-dmp"),
		"dirty-rate-modes":    fixed("page-sampling", "dirty-bitmap", "dirty-ring"),
		"await-conditions":    fixed("inactive", "running", "paused", "agent", "address"),
		"disk-buses":          fixed("virtio", "scsi", "sata", "ide", "usb", "fdc", "sd", "xen"),
		"disk-caches":         fixed("default", "none", "writethrough", "writeback", "directsync", "unsafe"),
		"disk-devices":        fixed("disk", "cdrom", "floppy", "lun"),
		"disk-ios":            fixed("threads", "native", "io_uring"),
		"disk-modes":          fixed("readonly", "shareable"),
		"disk-protocols":      fixed("nbd", "rbd", "sheepdog", "gluster", "iscsi", "http", "https", "ftp", "ftps", "tftp", "ssh", "vxhs", "nfs"),
		"disk-sources":        fixed("file", "block", "network"),
		"disk-transports":     fixed("tcp", "unix", "rdma"),
		"disk-formats": fixed("none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop",
			"cow", "qcow", "qcow2", "qed", "vmdk"),
		"domain-events": fixed("lifecycle", "reboot", "rtc-change", "watchdog", "io-error", "graphics", "io-error-reason",
			"control-error", "block-job", "disk-change", "tray-change", "pm-wakeup", "pm-suspend", "balloon-change",
			"pm-suspend-disk", "device-removed", "block-job-2", "tunable", "agent-lifecycle", "device-added",
			"migration-iteration", "job-completed", "device-removal-failed", "metadata-change", "block-threshold",
			"memory-failure", "memory-device-size-change"),
		"escape-styles":           fixed("virsh", "ssh"),
		"hostname-sources":        fixed("agent", "lease"),
		"interface-models":        fixed("virtio", "e1000", "e1000e", "igb", "rtl8139", "ne2k_pci", "pcnet", "vmxnet3"),
		"interface-types":         fixed("network", "bridge", "direct", "hostdev", "vhostuser", "user", "ethernet", "internal"),
		"interface-source-modes":  fixed("server", "client"),
		"keycodes":                keycodes,
		"lifecycle-actions":       fixed("destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"),
		"lifecycle-types":         enum(virt.DomainLifecyclePoweroff, virt.DomainLifecycleCrash),
		"network-events":          fixed("lifecycle"),
		"network-update-commands": fixed("add", "modify", "delete", "add-last", "add-first"),
		"network-update-sections": enum(virt.NetworkSectionBridge, virt.NetworkSectionDNSSRV),
		"nodedev-capabilities": fixed("system", "pci", "usb_device", "usb", "net", "scsi_host", "scsi_target", "scsi",
			"storage", "fc_host", "vports", "scsi_generic", "drm", "mdev_types", "mdev", "ccw", "css", "vdpa", "ap_card",
			"ap_queue", "ap_matrix", "vpd"),
		"nodedev-events": fixed("lifecycle", "update"),
		"numatune-modes": fixed("strict", "preferred", "interleave", "restrictive"),
		"pci-backends":   fixed("default", "kvm", "vfio", "xen"),
		"perf-events":    perf,
		"pool-events":    fixed("lifecycle", "refresh"),
		"pool-types": fixed("dir", "fs", "netfs", "logical", "disk", "iscsi", "iscsi-direct", "scsi", "mpath", "rbd",
			"sheepdog", "gluster", "zfs", "vstorage"),
		"save-image-formats": fixed("raw", "sparse", "gzip", "bzip2", "xz", "lzop", "zstd"),
		"secret-events":      fixed("lifecycle", "value-changed"),
		"shells":             fixed(string(Bash), string(Zsh), string(Fish)),
		"shutdown-modes":     fixed("acpi", "agent", "initctl", "signal", "paravirt"),
		"signals":            enum(virt.DomainProcessSignalNop, virt.DomainProcessSignalRt32),
		"suspend-targets":    enum(virt.NodeSuspendTargetMem, virt.NodeSuspendTargetHybrid),
		"top-orders":         fixed("name", "cpu", "memory", "disk", "network"),
		"uris":               fixed(URIs()...),
		"virt-types": fixed("none", "qemu", "kqemu", "kvm", "xen", "lxc", "uml", "openvz", "test", "vmware", "hyperv",
			"vbox", "phyp", "parallels", "bhyve", "vz", "hvf"),
		"volume-formats":         fixed("raw", "bochs", "qcow", "qcow2", "qed", "vmdk", "vpc"),
		"volume-wipe-algorithms": enum(virt.StorageVolWipeAlgZero, virt.StorageVolWipeAlgTrim),
	}
}

// keycodes are the names of the keys of the codeset that was given.
func keycodes(_ context.Context, q *query) ([]string, error) {
	set := virt.KeycodeSetLinux
	if name := q.given("codeset"); name != "" {
		var ok bool
		if set, ok = virt.ParseKeycodeSet(name); !ok {
			return nil, nil
		}
	}
	return words(set.Keys(), func(k virt.Key) string { return k.Name }), nil
}

// URIs returns the hosts that need no name.
func URIs() []string { return []string{"qemu:///system", "qemu:///session", "test:///default"} }

// enum is the source of the words for the values from first to last.
func enum[T interface {
	~int | ~int32 | ~uint32
	fmt.Stringer
}](first, last T) source {
	var words []string
	for v := first; v <= last; v++ {
		words = append(words, v.String())
	}
	return fixed(words...)
}
