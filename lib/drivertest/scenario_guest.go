package drivertest

import (
	"math"

	"github.com/virgo-vm/virgo/lib/protocol"
)

func domainGuestScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for flags := range uint32(3) {
			r := ask(s, &protocol.DomainGetHostname, &protocol.DomainGetHostnameArgs{Dom: d, Flags: flags})
			s.c.line("  the name: " + r.Hostname)
			ask(s, &protocol.DomainGetTime, &protocol.DomainGetTimeArgs{Dom: d, Flags: flags})
			tell(s, &protocol.DomainSetTime, &protocol.DomainSetTimeArgs{Dom: d, Seconds: 1000 + int64(flags), NSeconds: flags, Flags: flags})
			ask(s, &protocol.DomainGetTime, &protocol.DomainGetTimeArgs{Dom: d})
		}
		for _, a := range []protocol.DomainSetTimeArgs{{Seconds: -1}, {Seconds: 5, NSeconds: math.MaxUint32}, {Seconds: 5, NSeconds: 1e9, Flags: 1}} {
			a.Dom = d
			tell(s, &protocol.DomainSetTime, &a)
			ask(s, &protocol.DomainGetTime, &protocol.DomainGetTimeArgs{Dom: d})
		}
		for flags := range uint32(2) {
			tell(s, &protocol.DomainInjectNMI, &protocol.DomainInjectNMIArgs{Dom: d, Flags: flags})
		}
		for _, a := range []protocol.DomainSetUserPasswordArgs{
			{User: ptr("root"), Password: ptr("x")}, {User: ptr("nobody"), Password: ptr("x"), Flags: 1}, {}, {User: ptr("root")},
			{User: ptr(""), Password: ptr("")}, {Password: ptr("x"), Flags: 2}, {User: ptr("root"), Password: ptr("x"), Flags: 2},
		} {
			a.Dom = d
			tell(s, &protocol.DomainSetUserPassword, &a)
		}
		for _, a := range []protocol.DomainSendProcessSignalArgs{
			{}, {PIDValue: 1}, {PIDValue: 1, SigNum: 65}, {PIDValue: 2}, {PIDValue: -1, SigNum: 9}, {PIDValue: 1, Flags: 1}, {PIDValue: 2, SigNum: 65}, {PIDValue: 2, SigNum: 65, Flags: 1},
			{PIDValue: 1, SigNum: 1}, {PIDValue: 1, SigNum: 15}, {PIDValue: 1, SigNum: 15}, {PIDValue: 1},
		} {
			a.Dom = d
			tell(s, &protocol.DomainSendProcessSignal, &a)
		}
	})
	d := s.domain("test")
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	ask(s, &protocol.DomainGetTime, &protocol.DomainGetTimeArgs{Dom: d})
	for _, signal := range []uint32{9, 15, 64} {
		tell(s, &protocol.DomainSendProcessSignal, &protocol.DomainSendProcessSignalArgs{Dom: d, PIDValue: 1, SigNum: signal})
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
	}
}

func domainKeysScenario(s *script) {
	subjects(s, func(d protocol.Domain) {
		for _, a := range []protocol.DomainSendKeyArgs{
			{Keycodes: []uint32{1, 2}}, {Codeset: 10, Keycodes: []uint32{1, 2}}, {Codeset: 11, Keycodes: []uint32{1}}, {}, {Keycodes: []uint32{0}},
			{Keycodes: []uint32{1, 1 << 20}}, {Keycodes: make([]uint32, 16)}, {Keycodes: []uint32{1}, Flags: 1}, {Keycodes: []uint32{1}, HoldTime: 50},
			{Codeset: math.MaxUint32, Keycodes: []uint32{1}},
		} {
			a.Dom = d
			tell(s, &protocol.DomainSendKey, &a)
		}
	})
	d := s.domain("test")
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	// On both sides of each border between keys that there are and others.
	for codeset := range uint32(10) {
		for _, code := range []uint32{0, 1, 3, 7, 51, 52, 64, 65, 66, 96, 123, 124, 131, 132, 163, 164, 225, 251, 252, 255, 256, 265, 266, 381, 382, 524, 525, 57344, 57345, 57469, 57470, math.MaxUint32} {
			tell(s, &protocol.DomainSendKey, &protocol.DomainSendKeyArgs{Dom: d, Codeset: codeset, Keycodes: []uint32{code}})
		}
	}
}

func domainFilesystemScenario(s *script) {
	freeze := func(d protocol.Domain, flags uint32, mountpoints ...string) {
		ask(s, &protocol.DomainFSFreeze, &protocol.DomainFSFreezeArgs{Dom: d, Mountpoints: mountpoints, Flags: flags})
	}
	thaw := func(d protocol.Domain, flags uint32, mountpoints ...string) {
		ask(s, &protocol.DomainFSThaw, &protocol.DomainFSThawArgs{Dom: d, Mountpoints: mountpoints, Flags: flags})
	}
	subjects(s, func(d protocol.Domain) {
		for _, a := range []protocol.DomainFSTrimArgs{
			{}, {MountPoint: ptr("/")}, {MountPoint: ptr("/boot"), Minimum: 1 << 40}, {MountPoint: ptr("/nowhere")}, {MountPoint: ptr("")}, {Flags: 1},
		} {
			a.Dom = d
			tell(s, &protocol.DomainFSTrim, &a)
		}
		ask(s, &protocol.DomainGetFSInfo, &protocol.DomainGetFSInfoArgs{Dom: d})
		ask(s, &protocol.DomainGetFSInfo, &protocol.DomainGetFSInfoArgs{Dom: d, Flags: 1})
		freeze(d, 0)
		freeze(d, 0)
		thaw(d, 0)
		thaw(d, 0)
		freeze(d, 0, "/")
		freeze(d, 0, "/", "/boot")
		freeze(d, 0, "/nowhere", "/boot")
		thaw(d, 0, "/boot")
		freeze(d, 0)
		thaw(d, 0, "/nowhere")
		thaw(d, 0)
		freeze(d, 0, "/", "/nowhere") // whether the first is frozen
		freeze(d, 0)
		thaw(d, 0, "/", "/nowhere")
		thaw(d, 0)
		freeze(d, 1)
		thaw(d, 1)
		freeze(d, 0, "/boot", "/boot")
		thaw(d, 0, "/", "/boot", "")
	})
	// What was frozen before the domain stopped.
	d := s.domain("test")
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	thaw(d, 0)
	freeze(d, 0, "/")
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	freeze(d, 0)
	disk := func(device, target string) string {
		return "<disk type='file' device='" + device + "'><source file='/" + target + "'/><target dev='" + target + "'/></disk>"
	}
	for _, devices := range []string{
		"", disk("disk", "hda"), disk("cdrom", "hda") + disk("disk", "vda") + disk("disk", "vdb"), disk("disk", "sda") + disk("cdrom", "hdc") + disk("floppy", "fda"), disk("cdrom", "hda"),
	} {
		p := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>p</name><memory>1024</memory>" +
			"<os><type>hvm</type></os><devices>" + devices + "</devices></domain>"}).Dom
		ask(s, &protocol.DomainGetFSInfo, &protocol.DomainGetFSInfoArgs{Dom: p})
		for _, n := range []uint32{0, 2, 5} {
			ask(s, &protocol.DomainGetDiskErrors, &protocol.DomainGetDiskErrorsArgs{Dom: p, MaxErrors: n})
		}
		tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: p})
	}
}
