package snapshot

import (
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/xmledit"
)

// parseMemspec reads the value of --memspec: the file and the kind of snapshot, in
// any order, each once. A file whose name begins with a slash needs no key.
func parseMemspec(spec string) (*xmledit.SnapshotMemory, error) {
	var m xmledit.SnapshotMemory
	for _, word := range vsh.SplitList(spec) {
		switch {
		case take(word, "snapshot=", &m.Snapshot), take(word, "file=", &m.File):
		case m.File == nil && strings.HasPrefix(word, "/"):
			m.File = &word
		default:
			return nil, vsh.Failf("unable to parse memspec: %s", spec)
		}
	}
	return &m, nil
}

// parseDiskspec reads one value of --diskspec: the disk, then keys with their
// values in any order, each once.
//
// differs from virsh: an empty word is an error. virsh makes XML of it that no
// host reads.
func parseDiskspec(spec string) (*xmledit.SnapshotDisk, error) {
	bad := vsh.Failf("unable to parse diskspec: %s", spec)
	words := vsh.SplitList(spec)
	if len(words) == 0 {
		return nil, bad
	}
	d := &xmledit.SnapshotDisk{Name: words[0]}
	for _, word := range words[1:] {
		switch {
		case take(word, "snapshot=", &d.Snapshot), take(word, "driver=", &d.Driver):
		case take(word, "stype=", &d.Type), take(word, "file=", &d.Source):
		default:
			return nil, bad
		}
	}
	if d.Type != nil && *d.Type != "file" && *d.Type != "block" {
		return nil, vsh.Both(vsh.Failf("Unknown storage type: '%s'", *d.Type), bad)
	}
	return d, nil
}

// take stores the value of a word that begins with key, unless there is one
// already, and reports whether it did.
func take(word, key string, value **string) bool {
	v, ok := strings.CutPrefix(word, key)
	if !ok || *value != nil {
		return false
	}
	*value = &v
	return true
}
