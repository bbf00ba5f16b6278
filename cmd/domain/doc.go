// Package domain holds the commands that make, run, change and show domains.
package domain

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "attach-device", Spec: attachDeviceSpec},
		{Name: "attach-disk", Spec: attachDiskSpec},
		{Name: "attach-interface", Spec: attachInterfaceSpec},
		{Name: "autostart", Spec: autostartSpec},
		{Name: "blkdeviotune", Spec: blkdeviotuneSpec},
		{Name: "blkiotune", Spec: blkiotuneSpec},
		{Name: "blockcommit", Spec: blockcommitSpec},
		{Name: "blockcopy", Spec: blockcopySpec},
		{Name: "blockjob", Spec: blockjobSpec},
		{Name: "blockpull", Spec: blockpullSpec},
		{Name: "blockresize", Spec: blockresizeSpec},
		{Name: "change-media", Spec: changeMediaSpec},
		{Name: "console", Spec: consoleSpec},
		{Name: "cpu-stats", Spec: cpuStatsSpec},
		{Name: "create", Spec: createSpec},
		{Name: "define", Spec: defineSpec},
		{Name: "desc", Spec: descSpec},
		{Name: "destroy", Spec: destroySpec},
		{Name: "detach-device", Spec: detachDeviceSpec},
		{Name: "detach-device-alias", Spec: detachDeviceAliasSpec},
		{Name: "detach-disk", Spec: detachDiskSpec},
		{Name: "detach-interface", Spec: detachInterfaceSpec},
		{Name: "domid", Spec: domidSpec},
		{Name: "domif-setlink", Spec: domifSetlinkSpec},
		{Name: "domiftune", Spec: domiftuneSpec},
		{Name: "domjobabort", Spec: domjobabortSpec},
		{Name: "domjobinfo", Spec: domjobinfoSpec},
		{Name: "domname", Spec: domnameSpec},
		{Name: "domrename", Spec: domrenameSpec},
		{Name: "domuuid", Spec: domuuidSpec},
		{Name: "domxml-from-native", Spec: domxmlFromNativeSpec},
		{Name: "domxml-to-native", Spec: domxmlToNativeSpec},
		{Name: "dump", Spec: dumpSpec},
		{Name: "dumpxml", Spec: dumpxmlSpec},
		{Name: "edit", Spec: editSpec},
		{Name: "iothreadinfo", Spec: iothreadinfoSpec},
		{Name: "iothreadpin", Spec: iothreadpinSpec},
		{Name: "iothreadadd", Spec: iothreadaddSpec},
		{Name: "iothreadset", Spec: iothreadsetSpec},
		{Name: "iothreaddel", Spec: iothreaddelSpec},
		{Name: "managedsave", Spec: managedsaveSpec},
		{Name: "managedsave-remove", Spec: managedsaveRemoveSpec},
		{Name: "managedsave-dumpxml", Spec: managedsaveDumpxmlSpec},
		{Name: "managedsave-define", Spec: managedsaveDefineSpec},
		{Name: "memtune", Spec: memtuneSpec},
		{Name: "perf", Spec: perfSpec},
		{Name: "metadata", Spec: metadataSpec},
		{Name: "migrate", Spec: migrateSpec},
		{Name: "migrate-setmaxdowntime", Spec: migrateSetmaxdowntimeSpec},
		{Name: "migrate-getmaxdowntime", Spec: migrateGetmaxdowntimeSpec},
		{Name: "migrate-compcache", Spec: migrateCompcacheSpec},
		{Name: "migrate-setspeed", Spec: migrateSetspeedSpec},
		{Name: "migrate-getspeed", Spec: migrateGetspeedSpec},
		{Name: "migrate-postcopy", Spec: migratePostcopySpec},
		{Name: "numatune", Spec: numatuneSpec},
		{Name: "reboot", Spec: rebootSpec},
		{Name: "reset", Spec: resetSpec},
		{Name: "restore", Spec: restoreSpec},
		{Name: "resume", Spec: resumeSpec},
		{Name: "save", Spec: saveSpec},
		{Name: "save-image-define", Spec: saveImageDefineSpec},
		{Name: "save-image-dumpxml", Spec: saveImageDumpxmlSpec},
		{Name: "schedinfo", Spec: schedinfoSpec},
		{Name: "set-lifecycle-action", Spec: setLifecycleActionSpec},
		{Name: "setmaxmem", Spec: setmaxmemSpec},
		{Name: "setmem", Spec: setmemSpec},
		{Name: "setvcpus", Spec: setvcpusSpec},
		{Name: "shutdown", Spec: shutdownSpec},
		{Name: "start", Spec: startSpec},
		{Name: "suspend", Spec: suspendSpec},
		{Name: "undefine", Spec: undefineSpec},
		{Name: "update-device", Spec: updateDeviceSpec},
		{Name: "update-memory-device", Spec: updateMemoryDeviceSpec},
		{Name: "vcpucount", Spec: vcpucountSpec},
		{Name: "vcpuinfo", Spec: vcpuinfoSpec},
		{Name: "vcpupin", Spec: vcpupinSpec},
		{Name: "emulatorpin", Spec: emulatorpinSpec},
		{Name: "guestvcpus", Spec: guestvcpusSpec},
		{Name: "setvcpu", Spec: setvcpuSpec},
		{Name: "domblkthreshold", Spec: domblkthresholdSpec},
		{Name: "dom-fd-associate", Spec: domFDAssociateSpec},
	}
}

// byAny is how most commands take their domain.
const byAny = vsh.ByID | vsh.ByUUID | vsh.ByName

// ref returns what names dom in results.
func ref(dom *libvirt.Domain) format.Ref { return format.Ref(dom.Ref()) }
