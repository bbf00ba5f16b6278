package libvirt

import (
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Ref names an object in texts and results: its kind and what it is known by.
type Ref struct {
	Kind string // domain, network, pool or volume
	Name string
	UUID string // empty for volumes
	ID   *int32 // running domains only
	Key  string // volumes only
	Pool string // the name of a volume's pool
}

// wireRefs returns handles as the protocol names them.
func wireRefs(doms []*Domain) []protocol.Domain {
	refs := make([]protocol.Domain, len(doms))
	for i, d := range doms {
		refs[i] = d.wire()
	}
	return refs
}

// object is what domains, networks and pools have in common: a session, a name
// and a UUID.
type object struct {
	conn *Conn
	name string
	uuid virt.UUID
}

// Name returns the name. It asks nobody.
func (o *object) Name() string { return o.name }

// UUID returns the UUID. It asks nobody.
func (o *object) UUID() virt.UUID { return o.uuid }

// Conn returns the session that the handle belongs to.
func (o *object) Conn() *Conn { return o.conn }
