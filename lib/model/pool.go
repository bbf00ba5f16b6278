package model

import (
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

var poolObject = sync.OnceValue(func() *object {
	return &object{doc: "storage_pool_definition", root: poolTable(), from: virt.FromStorage}
})

// Pool is the definition of a storage pool.
type Pool struct{ n *node }

// ParsePool reads a storage pool's document and fills it in. Errors are
// *virt.Error, as libvirt words them.
func ParsePool(xml string, o Options) (*Pool, error) {
	doc, err := poolObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return PoolFrom(doc, o)
}

// PoolFrom is ParsePool for an element of a larger document.
func PoolFrom(x *dom.Node, o Options) (*Pool, error) {
	object := poolObject()
	n, err := object.readElement(x, o.Strict)
	if err != nil {
		return nil, err
	}
	if err := fillPool(n, &o); err != nil {
		return nil, object.own(err)
	}
	return &Pool{n}, nil
}

// XML writes the definition.
func (p *Pool) XML(f Form) string { return p.n.text(f) }

// Name returns the pool's name.
func (p *Pool) Name() string { return bodyOf(p.n.child("name")) }

// UUID returns the pool's UUID.
func (p *Pool) UUID() virt.UUID { return uuidOf(p.n) }

// Type returns the kind of storage: dir, fs, logical, …
func (p *Pool) Type() string { return p.n.get("type") }

// Path returns where the pool's volumes are, empty for what has no path.
func (p *Pool) Path() string { return bodyOf(p.n.child("target", "path")) }

// SetSizes sets the sizes that the document shows, in bytes.
func (p *Pool) SetSizes(capacity, allocation, available uint64) {
	for _, s := range []struct {
		name string
		size uint64
	}{{"capacity", capacity}, {"allocation", allocation}, {"available", available}} {
		k := p.n.ensure(s.name).setBody(utoa(s.size))
		k.set("unit", "bytes")
	}
}

// SamePlace reports whether two pools would have the same storage.
func (p *Pool) SamePlace(o *Pool) bool {
	return p.Type() == o.Type() && p.Path() != "" && p.Path() == o.Path() && p.sourceText() == o.sourceText()
}

// sourceText identifies where a pool's storage comes from.
func (p *Pool) sourceText() string { return p.n.child("source").text(form{}) }

// Clone returns a copy.
func (p *Pool) Clone() *Pool { return &Pool{p.n.clone(nil)} }

// poolTypes are the kinds of pools.
func poolTypes() []string {
	return []string{"dir", "fs", "netfs", "logical", "disk", "iscsi", "iscsi-direct", "scsi", "mpath", "rbd", "sheepdog", "gluster", "zfs", "vstorage"}
}

// poolFormats are the formats of a kind of pool, the default first.
func poolFormats(typ string) []string {
	switch typ {
	case "fs":
		return []string{"auto", "ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2", "vmfs"}
	case "netfs":
		return []string{"auto", "nfs", "glusterfs", "cifs"}
	case "logical":
		return []string{"lvm2"}
	case "disk":
		return []string{"unknown", "dos", "dvh", "gpt", "mac", "bsd", "pc98", "sun", "lvm2"}
	}
	return nil
}

// poolSize is an amount that the host fills in; what a user writes is dropped.
func poolSize(name string) *row {
	return el(name, at("unit", str), text(str), check(func(n *node) error {
		n.body = value{}
		n.unset("unit")
		return nil
	}))
}

// poolTable is the table of <pool>.
func poolTable() *row {
	of := func(types ...string) part { return when(up(is("type", types...))) }
	return el("pool",
		at("type", word(poolTypes()...), required),
		el("name", text(str)),
		el("uuid", keep, text(uuid, bad(virt.ErrXMLError, "malformed uuid element"))),
		poolSize("capacity"), poolSize("allocation"), poolSize("available"),
		el("features", el("cow", at("state", yesNo, required))),
		el("source", always, open,
			el("host", many, of("netfs", "iscsi", "iscsi-direct", "rbd", "sheepdog", "gluster"), strs("name"), at("port", uint32s, bad(virt.ErrXMLError, "Invalid port number: %s"))),
			el("device", many, of("fs", "logical", "disk", "iscsi", "iscsi-direct", "zfs"), at("path", str, needed(virt.ErrXMLError, "missing storage pool source device path")),
				el("freeExtent", many, attrsOf(uint64s, "start", "end"))),
			el("dir", of("netfs", "gluster"), strs("path"), check(cleanAttr("path"))),
			el("adapter", of("scsi"), at("type", word("scsi_host", "fc_host")),
				strs("name", "parent", "parent_wwnn", "parent_wwpn", "parent_fabric_wwn"), at("managed", yesNo), strs("wwnn", "wwpn"),
				el("parentaddr", at("unique_id", uint32s), el("address", at("domain", hex(4, 32)), at("bus", hex(2, 8)), at("slot", hex(2, 5)), at("function", hex(1, 3)))),
				check(adapter)),
			el("name", of("logical", "rbd", "sheepdog", "gluster", "zfs", "vstorage"), text(str)),
			el("initiator", el("iqn", strs("name"))),
			el("format", at("type", str)),
			el("auth", strs("type", "username"), // checked by poolAuth, after the format
				el("secret", strs("uuid", "usage"))),
			el("protocol", strs("ver")),
			el("vendor", strs("name")), el("product", strs("name"))),
		el("target", el("path", text(str)), permissionsRow()),
		el("refresh", el("volume", at("allocation", word("default", "capacity"), bad(virt.ErrXMLError, "unknown storage pool volume refresh allocation type %s")))),
	)
}

// adapter settles the type of an adapter: one with a name or an address is a SCSI
// host. One of no type is none.
func adapter(n *node) error {
	if n.has("name") || n.child("parentaddr") != nil {
		n.ensureAttr("type", "scsi_host")
	}
	if n.get("type") == "fc_host" && (!n.has("wwnn") || !n.has("wwpn")) {
		return xmlFault("'wwnn' and 'wwpn' must be specified for adapter type 'fchost'")
	}
	return nil
}

// permissionsRow is the mode, owner and label of a file or directory.
func permissionsRow() *row {
	return el("permissions", keep,
		el("mode", text(octal, bad(virt.ErrXMLError, "malformed octal mode"))),
		el("owner", text(ints, bad(virt.ErrXMLError, "malformed owner element"))),
		el("group", text(ints, bad(virt.ErrXMLError, "malformed group element"))),
		el("label", text(str)))
}

// octal takes a file mode and writes it with four digits.
func octal(v string) (string, string) {
	n, ok := unsigned(v, 8, 32)
	if !ok || n&^0o777 != 0 {
		return "", "octal"
	}
	s := strconv.FormatUint(n, 8)
	return strings.Repeat("0", max(0, 4-len(s))) + s, ""
}

// cleanAttr brings an attribute that is a path into its shortest form.
func cleanAttr(name string) func(*node) error {
	return func(n *node) error {
		n.set(name, cleanPath(n.get(name)))
		return nil
	}
}

// cleanPath drops repeated slashes and one at the end, nothing else: what
// symbolic links would change stays.
func cleanPath(p string) string {
	if len(p) > 1 && path.IsAbs(p) {
		for strings.Contains(p, "//") {
			p = strings.ReplaceAll(p, "//", "/")
		}
		p = strings.TrimSuffix(p, "/")
	}
	return p
}

// poolNeeds is what the kinds of pools must have.
var poolNeeds = map[string]string{
	"dir": "path", "fs": "device path", "netfs": "host dir path", "logical": "name", "disk": "device path",
	"iscsi": "host device path", "iscsi-direct": "host device initiator", "scsi": "adapter path", "mpath": "path", "rbd": "host rbdname",
	"sheepdog": "host name", "gluster": "host dir name", "zfs": "name", "vstorage": "name path",
}

// fillPool checks what a kind of pool must have, and fills in name and paths.
func fillPool(n *node, o *Options) error {
	source, typ := n.child("source"), n.get("type")
	name := n.child("name")
	if bodyOf(name) == "" {
		if name = source.child("name"); bodyOf(name) == "" {
			return xmlFault("missing pool source name element")
		}
		n.ensure("name").setBody(name.body.s)
	}
	if err := checkName(n, o); err != nil {
		return err
	}
	o.fillUUID(n)
	if err := fillPoolFormat(source, typ); err != nil {
		return err
	}
	if err := poolAuth(source.child("auth")); err != nil {
		return err
	}
	if wordIn("logical zfs vstorage", typ) && source.child("name") == nil {
		source.add("name").setBody(bodyOf(n.child("name")))
	}
	fillPoolPath(n, source, typ)
	for _, need := range strings.Fields(poolNeeds[typ]) {
		if err := poolHas(n, source, need); err != nil {
			return err
		}
	}
	return nil
}

// poolAuth checks how a pool's server is told who asks.
func poolAuth(auth *node) error {
	if auth == nil {
		return nil
	}
	typ, secret := auth.get("type"), auth.child("secret")
	switch {
	case auth.get("username") == "":
		return xmlFault("missing username for auth")
	case typ != "" && !wordIn("none chap ceph", typ):
		return unsupported("unknown auth type '%s'", typ)
	case secret == nil:
		return xmlFault("Missing <secret> element in auth")
	case !secret.has("uuid") && !secret.has("usage"):
		return xmlFault("missing secret uuid or usage attribute")
	case secret.has("uuid") && secret.has("usage"):
		return xmlFault("either secret uuid or usage expected")
	}
	if secret.has("uuid") {
		id, wrong := uuid(secret.get("uuid"))
		if wrong != "" {
			return xmlFault("invalid secret uuid '%s'", secret.get("uuid"))
		}
		secret.set("uuid", id)
	}
	if wordIn("none", typ) || typ == "" {
		return unsupported("storage pool missing auth type")
	}
	return nil
}

func fillPoolFormat(source *node, typ string) error {
	formats := poolFormats(typ)
	if formats == nil {
		if f := source.child("format"); f != nil {
			source.remove(f)
		}
		return nil
	}
	f := source.ensure("format")
	if !f.has("type") {
		f.set("type", formats[0])
	}
	if !wordIn(strings.Join(formats, " "), f.get("type")) {
		return unsupported("unknown pool format type %s", f.get("type"))
	}
	return nil
}

// fillPoolPath sets where the volumes are: for some kinds that follows from the
// name, and some have no place.
func fillPoolPath(n, source *node, typ string) {
	switch typ {
	case "logical":
		n.ensure("target").ensure("path").setBody("/dev/" + bodyOf(source.child("name")))
	case "zfs":
		n.ensure("target").ensure("path").setBody("/dev/zvol/" + bodyOf(source.child("name")))
	case "rbd", "sheepdog", "gluster", "iscsi-direct":
		if t := n.child("target"); t != nil {
			n.remove(t)
		}
	default:
		if p := n.child("target", "path"); p != nil {
			p.setBody(cleanPath(p.body.s))
		}
	}
}

func poolHas(n, source *node, need string) error {
	switch need {
	case "path":
		if bodyOf(n.child("target", "path")) == "" {
			return xmlFault("missing storage pool target path")
		}
	case "host":
		if attrOf(source.child("host"), "name") == "" {
			return xmlFault("missing storage pool source host name")
		}
	case "dir":
		if attrOf(source.child("dir"), "path") == "" {
			return xmlFault("missing storage pool source path")
		}
	case "device":
		if source.child("device") == nil {
			return xmlFault("missing storage pool source device name")
		}
	case "initiator":
		if attrOf(source.child("initiator", "iqn"), "name") == "" {
			return xmlFault("missing storage pool initiator iqn")
		}
	case "adapter":
		if a := source.child("adapter"); a == nil || !a.has("type") {
			return xmlFault("missing storage pool source adapter")
		}
	case "rbdname":
		if bodyOf(source.child("name")) == "" {
			return xmlFault("element 'name' is mandatory for RBD pool")
		}
	case "name":
		if bodyOf(source.child("name")) == "" {
			return xmlFault("missing storage pool source name")
		}
	}
	return nil
}
