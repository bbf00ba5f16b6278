package model

import (
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

var volumeObject = sync.OnceValue(func() *object { return volumeObjectWith(fileFormats) })
var partitionObject = sync.OnceValue(func() *object { return volumeObjectWith(partitionFormats) })
var blockObject = sync.OnceValue(func() *object { return volumeObjectWith(nil) })

func volumeObjectWith(formats []string) *object {
	return &object{doc: "storage_volume_definition", root: volumeTable(formats), from: virt.FromStorage}
}

// The formats of volumes in files, and of partitions.
var (
	fileFormats      = []string{"none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qcow2", "qed", "vmdk", "unknown"}
	partitionFormats = []string{"none", "linux", "fat16", "fat32", "linux-swap", "linux-lvm", "linux-raid", "extended"}
)

// volumesOf returns the object of the volumes in a kind of pool, and the format
// of those that name none; empty where volumes have no formats.
func volumesOf(pool string) (o *object, format string) {
	switch pool {
	case "disk":
		return partitionObject(), "none"
	case "logical", "iscsi", "iscsi-direct", "scsi", "mpath", "sheepdog", "zfs":
		return blockObject(), ""
	}
	return volumeObject(), "raw"
}

// VolumeType returns what a volume in the pool is.
func (p *Pool) VolumeType() virt.StorageVolType {
	switch p.Type() {
	case "logical", "disk", "iscsi", "scsi", "mpath", "zfs":
		return virt.StorageVolBlock
	case "iscsi-direct", "rbd", "sheepdog", "gluster":
		return virt.StorageVolNetwork
	}
	return virt.StorageVolFile
}

// Volume is the definition of a storage volume.
type Volume struct{ n *node }

// ParseVolume reads the document of a volume in a storage pool of that type.
// Errors are *virt.Error, as libvirt words them.
func ParseVolume(xml, pool string, o Options) (*Volume, error) {
	doc, err := volumeObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return VolumeFrom(doc, pool, o)
}

// VolumeFrom is ParseVolume for an element of a larger document.
func VolumeFrom(x *dom.Node, pool string, o Options) (*Volume, error) {
	object, format := volumesOf(pool)
	n, err := object.readElement(x, o.Strict)
	if err != nil {
		return nil, err
	}
	if err := fillVolume(n, format); err != nil {
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

// Place tells where the volume is, and what identifies it on its host.
func (v *Volume) Place(path, key string) {
	v.n.ensure("key").setBody(key)
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
		b, err := scale(v, n.get("unit"), 1, 63) // sizes of files are signed
		if err != nil {
			return err
		}
		n.set("unit", "bytes")
		n.setBody(utoa(b))
		return nil
	}))
}

// volumeTable is the table of <volume>, for volumes with one of the formats or,
// with nil, without any.
func volumeTable(formats []string) *row {
	format := func() part {
		if formats == nil {
			return rows{}
		}
		return el("format", at("type", word(formats...), bad(virt.ErrConfigUnsupported, "unknown volume format type %s")))
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

func fillVolume(n *node, format string) error {
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
		if format != "" {
			store.ensure("format").ensureAttr("type", format)
		}
	}
	if c := target.child("compat"); strings.Trim(bodyOf(c), "0123456789.") != "" {
		return xmlFault("forbidden characters in 'compat' attribute")
	}
	if s := target.child("clusterSize"); s != nil && s.body.ok {
		s.set("unit", "B")
	}
	return nil
}
