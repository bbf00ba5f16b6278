package model

import (
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

var volumeObject = sync.OnceValue(func() *object {
	return &object{doc: "storage_volume_definition", root: volumeTable(), from: virt.FromStorage}
})

// Volume is the definition of a storage volume.
type Volume struct{ n *node }

// ParseVolume reads a storage volume's document. Errors are *virt.Error, as
// libvirt words them.
func ParseVolume(xml string, o Options) (*Volume, error) {
	object := volumeObject()
	n, err := object.read(xml, o.Strict)
	if err != nil {
		return nil, err
	}
	if err := fillVolume(n); err != nil {
		return nil, object.own(err)
	}
	return &Volume{n}, nil
}

// XML writes the definition.
func (v *Volume) XML() string { return v.n.text(form{}) }

// Name returns the volume's name.
func (v *Volume) Name() string { return bodyOf(v.n.child("name")) }

// Key returns what identifies the volume on its host.
func (v *Volume) Key() string { return bodyOf(v.n.child("key")) }

// Path returns the volume's path.
func (v *Volume) Path() string { return bodyOf(v.n.child("target", "path")) }

// Capacity returns the size that a guest sees, in bytes.
func (v *Volume) Capacity() uint64 { return v.n.kidNum("capacity") }

// Allocation returns the size on the host, in bytes.
func (v *Volume) Allocation() uint64 { return v.n.kidNum("allocation") }

// Place tells where in a pool the volume is.
func (v *Volume) Place(path string) {
	v.n.ensure("key").setBody(path)
	v.n.ensure("target").ensure("path").setBody(path)
}

// Clone returns a copy.
func (v *Volume) Clone() *Volume { return &Volume{v.n.clone(nil)} }

// bytesRow is an amount that is written in bytes.
func bytesRow(name string, parts ...part) *row {
	return el(name, at("unit", str), text(str), rows(parts), check(func(n *node) error {
		if !n.body.ok {
			return nil
		}
		v, ok := unsigned(n.body.s, 10, 64)
		if !ok {
			return xmlFault("malformed capacity element")
		}
		b, err := scale(v, n.get("unit"), 1)
		if err != nil {
			return err
		}
		n.set("unit", "bytes")
		n.setBody(utoa(b))
		return nil
	}))
}

// volumeTable is the table of <volume>.
func volumeTable() *row {
	format := func() *row {
		return el("format", at("type", word("none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qcow2", "qed", "vmdk", "unknown"),
			bad(virt.ErrConfigUnsupported, "unknown volume format type %s")))
	}
	return el("volume",
		at("type", word("file", "block", "dir", "network", "netdir", "ploop"), bad(virt.ErrConfigUnsupported, "unknown volume type '%s'")),
		el("name", always, text(str, needed(virt.ErrXMLError, "missing volume name element"))),
		el("key", text(str)),
		bytesRow("capacity"),
		bytesRow("allocation"),
		el("target", always,
			el("path", text(str)),
			format(),
			permissionsRow(),
			volumeEncryptionRow(),
			el("compat", text(str)),
			bytesRow("clusterSize"),
			el("features", el("lazy_refcounts"), el("extended_l2"))),
		el("backingStore",
			el("path", text(str, needed(virt.ErrXMLError, "missing backing store path"))),
			format(),
			permissionsRow()))
}

func volumeEncryptionRow() *row {
	return el("encryption",
		at("format", word("default", "qcow", "luks", "luks2", "luks-any"), bad(virt.ErrXMLError, "unknown volume encryption format type %s")),
		el("secret", many, at("type", word("passphrase"), bad(virt.ErrXMLError, "unknown volume encryption secret type %s")), strs("uuid", "usage")),
		el("cipher", strs("name"), attrsOf(uint32s, "size"), strs("mode", "hash")),
		el("ivgen", strs("name", "hash")))
}

func fillVolume(n *node) error {
	capacity := n.child("capacity")
	if capacity == nil || !capacity.body.ok {
		return xmlFault("missing capacity element")
	}
	if a := n.child("allocation"); a == nil || !a.body.ok {
		n.ensure("allocation").setBody(capacity.body.s).set("unit", "bytes")
	}
	n.ensureAttr("type", "file")
	target := n.child("target")
	for _, store := range []*node{target, n.child("backingStore")} {
		if store == nil {
			continue
		}
		store.ensure("format").ensureAttr("type", "raw")
	}
	if c := target.child("compat"); strings.Trim(bodyOf(c), "0123456789.") != "" {
		return xmlFault("forbidden characters in 'compat' attribute")
	}
	if s := target.child("clusterSize"); s != nil && s.body.ok {
		s.set("unit", "B")
	}
	return nil
}
