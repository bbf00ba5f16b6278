package test

import (
	"context"
	"fmt"
	"os"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainDump(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainCoreDump, s.domainCoreDump)
	driver.Handle(m, &protocol.DomainCoreDumpWithFormat, s.domainCoreDumpWithFormat)
}

func (s *session) domainCoreDump(_ context.Context, a *protocol.DomainCoreDumpArgs) error {
	return s.dump(a.Dom, a.To, virt.DomainCoreDumpFormatRaw, a.Flags)
}

func (s *session) domainCoreDumpWithFormat(_ context.Context, a *protocol.DomainCoreDumpWithFormatArgs) error {
	if a.DumpFormat > uint32(virt.DomainCoreDumpFormatWinDmp) {
		return argument(virt.FromDomain, fmt.Sprintf("dumpformat '%d' is not supported", a.DumpFormat), "virDomainCoreDumpWithFormat", "dumpformat")
	}
	return s.dump(a.Dom, a.To, virt.DomainCoreDumpFormat(a.DumpFormat), a.Flags)
}

// dump writes the memory of a domain to a file: none, since it has none. As in
// saveDomain, the host is not locked meanwhile.
func (s *session) dump(ref protocol.Domain, to string, format virt.DomainCoreDumpFormat, flags uint32) error {
	if err := checkDumpFlags(flags); err != nil {
		return err
	}
	to = absolute(to)
	name, _, err := s.running(ref)
	if err != nil {
		return err
	}
	if err := writeDump(to, name); err != nil {
		return err
	}
	if format != virt.DomainCoreDumpFormatRaw { // libvirt's notices when the file is written
		return errorf(virt.ErrOperationUnsupported, "kdump-compressed format is not supported here")
	}
	if flags&uint32(virt.DumpCrash) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(ref)
	if err == nil {
		s.stop(d, virt.DomainShutoffCrashed, virt.DomainEventStoppedCrashed)
	}
	return err
}

// checkDumpFlags finds, as libvirt, what contradicts itself before what is not
// known.
func checkDumpFlags(flags uint32) error {
	has := func(f virt.DomainCoreDumpFlags) bool { return flags&uint32(f) != 0 }
	switch {
	case has(virt.DumpCrash) && has(virt.DumpLive):
		return errExclusive("VIR_DUMP_CRASH", "VIR_DUMP_LIVE")
	case has(virt.DumpCrash) && has(virt.DumpReset):
		return errExclusive("VIR_DUMP_CRASH", "VIR_DUMP_RESET")
	case has(virt.DumpLive) && has(virt.DumpReset):
		return errExclusive("VIR_DUMP_LIVE", "VIR_DUMP_RESET")
	}
	return checkFlags(flags, virt.DumpCrash, "testDomainCoreDumpWithFormat")
}

func writeDump(path, name string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return virt.SystemErrorf(virt.FromTest, err, "domain '%s' coredump: failed to open %s", name, path)
	}
	if _, err := f.WriteString(imageMagic); err != nil {
		_ = f.Close() // the first error counts
		return virt.SystemErrorf(virt.FromTest, err, "domain '%s' coredump: failed to write header to %s", name, path)
	}
	if err := f.Close(); err != nil {
		return virt.SystemErrorf(virt.FromTest, err, "domain '%s' coredump: write failed: %s", name, path)
	}
	return nil
}
