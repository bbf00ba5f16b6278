package drivertest

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// tempDir returns a directory for the files of a scenario. The transcript has
// /dir for it.
func (s *script) tempDir() string {
	s.t.Helper()
	dir := s.t.TempDir()
	s.c.hide(dir)
	return dir
}

// image writes down what a saved domain's file has: the magic, the length of the
// definition, and the definition.
func (s *script) image(file string) {
	s.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		s.c.line("  no file")
		return
	}
	const magic = 15
	if len(data) < magic+4 {
		s.c.line(fmt.Sprintf("  file %q", data))
		return
	}
	s.c.line(fmt.Sprintf("  file %q, %d bytes of them %d:\n%s", data[:magic], len(data)-magic-4,
		binary.LittleEndian.Uint32(data[magic:]), s.c.mask(string(data[magic+4:]))))
}

// savedState asks what a save changes: state and id, and whether there is a file of
// a managed save.
func savedState(s *script, d protocol.Domain) {
	ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
	ask(s, &protocol.DomainLookupByUUID, &protocol.DomainLookupByUUIDArgs{UUID: d.UUID})
	ask(s, &protocol.DomainHasManagedSaveImage, &protocol.DomainHasManagedSaveImageArgs{Dom: d})
}

func saveScenario(s *script) {
	dir := s.tempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	events := s.domainEvents(virt.DomainEventIDLifecycle, nil)
	d := s.domain("test")
	save := func(d protocol.Domain, name string) {
		tell(s, &protocol.DomainSave, &protocol.DomainSaveArgs{Dom: d, To: in(name)})
	}
	restore := func(name string) { tell(s, &protocol.DomainRestore, &protocol.DomainRestoreArgs{From: in(name)}) }

	save(d, "a")
	savedState(s, d)
	s.image(in("a"))
	save(d, "b")
	restore("a")
	savedState(s, d)
	definitions(s, d)
	restore("a")
	s.drain(events)
	save(d, "no/such/directory")
	save(protocol.Domain{Name: "gone", UUID: unknownUUID()}, "b")
	for bit := range 5 {
		tell(s, &protocol.DomainSaveFlags, &protocol.DomainSaveFlagsArgs{Dom: d, To: in("b"), Flags: 1 << bit})
		tell(s, &protocol.DomainRestoreFlags, &protocol.DomainRestoreFlagsArgs{From: in("a"), Flags: 1 << bit})
	}
	tell(s, &protocol.DomainSaveFlags, &protocol.DomainSaveFlagsArgs{Dom: d, To: in("b"), DXML: ptr(plainDomain("test"))})
	tell(s, &protocol.DomainRestoreFlags, &protocol.DomainRestoreFlagsArgs{From: in("a"), DXML: ptr(plainDomain("test"))})
	tell(s, &protocol.DomainSaveFlags, &protocol.DomainSaveFlagsArgs{Dom: d, To: in("b"), Flags: 6})
	tell(s, &protocol.DomainRestoreFlags, &protocol.DomainRestoreFlagsArgs{From: in("a"), Flags: 6})

	// A kept definition stays the one for the next start, a changed one is not
	// what was saved, and a paused domain runs when it was restored.
	tell(s, &protocol.DomainSetMemory, &protocol.DomainSetMemoryArgs{Dom: d, Memory: 2000})
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainSaveFlags, &protocol.DomainSaveFlagsArgs{Dom: d, To: in("b")})
	definitions(s, d)
	tell(s, &protocol.DomainRestoreFlags, &protocol.DomainRestoreFlagsArgs{From: in("b")})
	savedState(s, d)
	definitions(s, d)
	s.drain(events)

	// A transient domain is gone, and comes back as one.
	t := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")}).Dom
	save(t, "t")
	savedState(s, t)
	restore("t")
	savedState(s, t)
	ask(s, &protocol.DomainIsPersistent, &protocol.DomainIsPersistentArgs{Dom: t})
	s.drain(events)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: t})
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: plainDomain("passing")}) // with another UUID
	restore("t")
	s.drain(events)
	badImages(s, in)
	s.drain(events)
}

// badImages are files that are no saved domain's.
func badImages(s *script, in func(string) string) {
	good, err := os.ReadFile(in("a"))
	if err != nil {
		good = make([]byte, 100)
	}
	length := func(n uint32) string { return string(good[:15]) + string(binary.LittleEndian.AppendUint32(nil, n)) }
	long := "<domain>" + strings.Repeat(" ", 8192) + "</domain>"
	for i, text := range []string{
		"", "TestGuestMagic", "TestGuestMagic\n", string(good[:15]), string(good[:18]), string(good[:19]), string(good[:100]), length(0), length(8193) + long,
		length(8192) + long, length(1<<31) + long, length(4) + "<x/>", length(9) + "<domain/>", string(good) + "more", "GuestTestMagic\x00" + string(good[15:]),
	} {
		file := in(fmt.Sprintf("bad%d", i))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
		tell(s, &protocol.DomainRestore, &protocol.DomainRestoreArgs{From: file})
		ask(s, &protocol.DomainSaveImageGetXMLDesc, &protocol.DomainSaveImageGetXMLDescArgs{File: file})
		tell(s, &protocol.DomainSaveImageDefineXML, &protocol.DomainSaveImageDefineXMLArgs{File: file, DXML: plainDomain("test")})
	}
	for _, file := range []string{in("none"), in("")} {
		tell(s, &protocol.DomainRestore, &protocol.DomainRestoreArgs{From: file})
		ask(s, &protocol.DomainSaveImageGetXMLDesc, &protocol.DomainSaveImageGetXMLDescArgs{File: file})
		tell(s, &protocol.DomainSaveImageDefineXML, &protocol.DomainSaveImageDefineXMLArgs{File: file, DXML: plainDomain("test")})
	}
}

func saveImageScenario(s *script) {
	file := filepath.Join(s.tempDir(), "image")
	d := ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: "<domain type='test'><name>i</name><memory>1024</memory><os><type>hvm</type></os>" +
		"<devices><graphics type='vnc' passwd='secret'/></devices></domain>"}).Dom
	tell(s, &protocol.DomainSave, &protocol.DomainSaveArgs{Dom: d, To: file})
	s.image(file)
	for bit := range 5 {
		flags := uint32(1) << bit >> 1
		ask(s, &protocol.DomainSaveImageGetXMLDesc, &protocol.DomainSaveImageGetXMLDescArgs{File: file, Flags: flags})
	}
	xml := "<domain type='test'><name>j</name><uuid>" + d.UUID.String() + "</uuid><memory>512</memory><os><type>hvm</type></os></domain>"
	for bit := range 5 {
		tell(s, &protocol.DomainSaveImageDefineXML, &protocol.DomainSaveImageDefineXMLArgs{File: file, DXML: xml, Flags: uint32(1) << bit >> 1})
	}
	tell(s, &protocol.DomainSaveImageDefineXML, &protocol.DomainSaveImageDefineXMLArgs{File: file, DXML: xml, Flags: 6})
	s.image(file)
	for _, bad := range []string{"", "<domain", "<domain type='test'/>", "<network/>", plainDomain("i"), plainDomain("k"), plainDomain("bad/name")} {
		tell(s, &protocol.DomainSaveImageDefineXML, &protocol.DomainSaveImageDefineXMLArgs{File: file, DXML: bad})
	}
	s.image(file)
	ask(s, &protocol.DomainSaveImageGetXMLDesc, &protocol.DomainSaveImageGetXMLDescArgs{File: file})
	tell(s, &protocol.DomainRestore, &protocol.DomainRestoreArgs{From: file})
	ask(s, &protocol.DomainLookupByName, &protocol.DomainLookupByNameArgs{Name: "k"})
}

func managedSaveScenario(s *script) {
	events := s.domainEvents(virt.DomainEventIDLifecycle, nil)
	listed := func() {
		for _, f := range []virt.ConnectListAllDomainsFlags{virt.ConnectListDomainsManagedsave, virt.ConnectListDomainsNoManagedsave} {
			ask(s, &protocol.ConnectListAllDomains, &protocol.ConnectListAllDomainsArgs{NeedResults: 1, Flags: uint32(f)})
		}
	}
	calls := func(d protocol.Domain) {
		for bit := range 6 {
			tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d, Flags: uint32(1) << bit >> 1})
			savedState(s, d)
			listed()
			tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d})
			tell(s, &protocol.DomainUndefine, &protocol.DomainUndefineArgs{Dom: d})
			tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
			savedState(s, d)
		}
		tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d, Flags: 6})
		tell(s, &protocol.DomainManagedSaveRemove, &protocol.DomainManagedSaveRemoveArgs{Dom: d})
		savedState(s, d)
	}
	d := s.domain("test")
	calls(d)
	s.drain(events)
	// A definition does not change what was saved, and saves of one kind do not
	// know of the other.
	d = s.domain("test")
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	tell(s, &protocol.DomainSuspend, &protocol.DomainSuspendArgs{Dom: d})
	tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d})
	ask(s, &protocol.DomainDefineXML, &protocol.DomainDefineXMLArgs{XML: "<domain type='test'><name>test</name><uuid>" + d.UUID.String() + "</uuid><memory>512</memory><os><type>hvm</type></os></domain>"})
	savedState(s, d)
	tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
	savedState(s, d)
	tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d})
	// To start it with another definition uses up what was saved as well.
	xml := ask(s, &protocol.DomainGetXMLDesc, &protocol.DomainGetXMLDescArgs{Dom: d}).XML
	ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: xml})
	savedState(s, d)
	tell(s, &protocol.DomainManagedSave, &protocol.DomainManagedSaveArgs{Dom: d})
	for flags := range uint32(5) {
		tell(s, &protocol.DomainUndefineFlags, &protocol.DomainUndefineFlagsArgs{Dom: d, Flags: 4 - flags})
	}
	savedState(s, d)
	calls(ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")}).Dom)
	calls(protocol.Domain{Name: "gone", UUID: unknownUUID()})
	s.drain(events)
}

func dumpScenario(s *script) {
	dir := s.tempDir()
	events := s.domainEvents(virt.DomainEventIDLifecycle, nil)
	file := filepath.Join(dir, "core")
	calls := func(d protocol.Domain) {
		for format := uint32(5); format < 6; format-- {
			tell(s, &protocol.DomainCoreDumpWithFormat, &protocol.DomainCoreDumpWithFormatArgs{Dom: d, To: file, DumpFormat: format})
			s.image(file)
		}
		for bit := range 6 {
			tell(s, &protocol.DomainCoreDump, &protocol.DomainCoreDumpArgs{Dom: d, To: file, Flags: uint32(1) << bit >> 1})
			s.image(file)
			ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
			tell(s, &protocol.DomainCreate, &protocol.DomainCreateArgs{Dom: d})
		}
		tell(s, &protocol.DomainCoreDumpWithFormat, &protocol.DomainCoreDumpWithFormatArgs{Dom: d, To: file, DumpFormat: 1, Flags: 1})
		ask(s, &protocol.DomainGetState, &protocol.DomainGetStateArgs{Dom: d})
		for _, flags := range []uint32{3, 5, 6, 7, 9, 24} {
			tell(s, &protocol.DomainCoreDump, &protocol.DomainCoreDumpArgs{Dom: d, To: file, Flags: flags})
			tell(s, &protocol.DomainCoreDumpWithFormat, &protocol.DomainCoreDumpWithFormatArgs{Dom: d, To: file, Flags: flags})
			tell(s, &protocol.DomainCoreDumpWithFormat, &protocol.DomainCoreDumpWithFormatArgs{Dom: d, To: file, DumpFormat: 1, Flags: flags})
		}
		tell(s, &protocol.DomainCoreDump, &protocol.DomainCoreDumpArgs{Dom: d, To: filepath.Join(dir, "no", "such")})
		tell(s, &protocol.DomainCoreDump, &protocol.DomainCoreDumpArgs{Dom: d, To: dir})
		tell(s, &protocol.DomainCoreDumpWithFormat, &protocol.DomainCoreDumpWithFormatArgs{Dom: d, To: dir, DumpFormat: 1})
	}
	d := s.domain("test")
	calls(d)
	s.drain(events)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	calls(d)
	tell(s, &protocol.DomainDestroy, &protocol.DomainDestroyArgs{Dom: d})
	calls(ask(s, &protocol.DomainCreateXML, &protocol.DomainCreateXMLArgs{XMLDesc: plainDomain("passing")}).Dom)
	calls(protocol.Domain{Name: "gone", UUID: unknownUUID()})
	s.drain(events)
}
