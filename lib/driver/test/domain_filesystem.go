package test

import (
	"context"
	"fmt"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// guest is what a guest remembers, also while it does not run.
type guest struct {
	time   guestTime
	frozen map[string]bool // mount points
}

func newGuest() guest { return guest{time: newGuestTime(), frozen: map[string]bool{}} }

func (s *session) handleDomainFilesystems(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetFSInfo, s.domainGetFSInfo)
	driver.Handle(m, &protocol.DomainFSTrim, s.domainFSTrim)
	driver.Handle(m, &protocol.DomainFSFreeze, s.domainFSFreeze)
	driver.Handle(m, &protocol.DomainFSThaw, s.domainFSThaw)
}

// mountPoints are those of every guest, in the order of the partitions of its
// first disk.
func mountPoints() []string { return []string{"/", "/boot"} }

// checkMountPoint refuses a mount point that no guest has.
func checkMountPoint(path string) error {
	if !slices.Contains(mountPoints(), path) {
		return errorf(virt.ErrOperationInvalid, "mount point not found: %s", path)
	}
	return nil
}

func (s *session) domainGetFSInfo(_ context.Context, a *protocol.DomainGetFSInfoArgs) (*protocol.DomainGetFSInfoReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetFSInfo"); err != nil {
		return nil, err
	}
	r := &protocol.DomainGetFSInfoReply{}
	err := s.withActive(a.Dom, func(d *domain) error {
		for _, disk := range d.def.Disks() {
			if disk.Device != "disk" {
				continue
			}
			for i, path := range mountPoints() {
				r.Info = append(r.Info, protocol.DomainFSInfo{
					Mountpoint: path, Name: fmt.Sprintf("%s%d", disk.Target, i+1), FSType: "ext4", DevAliases: []string{disk.Target},
				})
			}
			break
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Ret = uint32(len(r.Info))
	return r, nil
}

func (s *session) domainFSTrim(_ context.Context, a *protocol.DomainFSTrimArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testDomainFSTrim"); err != nil {
		return err
	}
	return s.withActive(a.Dom, func(*domain) error {
		if a.MountPoint == nil {
			return nil
		}
		return checkMountPoint(*a.MountPoint)
	})
}

func (s *session) domainFSFreeze(_ context.Context, a *protocol.DomainFSFreezeArgs) (*protocol.DomainFSFreezeReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainFSFreeze"); err != nil {
		return nil, err
	}
	n, err := s.freeze(a.Dom, a.Mountpoints, true)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainFSFreezeReply{Filesystems: n}, nil
}

func (s *session) domainFSThaw(_ context.Context, a *protocol.DomainFSThawArgs) (*protocol.DomainFSThawReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainFSThaw"); err != nil {
		return nil, err
	}
	n, err := s.freeze(a.Dom, a.Mountpoints, false)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainFSThawReply{Filesystems: n}, nil
}

// freeze freezes or thaws filesystems of a guest, all of them where none are
// named, and returns how many were not so before. It does all or nothing.
func (s *session) freeze(ref protocol.Domain, paths []string, frozen bool) (changed int32, err error) {
	err = s.withActive(ref, func(d *domain) error {
		if len(paths) == 0 {
			paths = mountPoints()
		}
		for _, path := range paths {
			if err := checkMountPoint(path); err != nil {
				return err
			}
		}
		for _, path := range paths {
			if d.guest.frozen[path] != frozen {
				d.guest.frozen[path] = frozen
				changed++
			}
		}
		return nil
	})
	return changed, err
}
