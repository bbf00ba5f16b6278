// Package model is the definitions of objects as documents: domains, networks,
// storage pools and volumes, network interfaces of the host, snapshots and
// checkpoints. It reads a user's document as libvirt does, checks it, fills in what
// was left out, and writes it in libvirt's order and form.
//
// What may be in a document stands in tables (row): an element that is not in
// them is dropped, and a new one is a row, not code. What a table cannot say is
// said by check functions of the rows and by the fill functions of the objects.
//
// A definition is not safe for concurrent use; its owner locks.
package model

import (
	"crypto/rand"
	"fmt"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Options are what a definition takes from its host. The zero value makes
// things up at random.
type Options struct {
	// NewUUID makes up a UUID for an object without one.
	NewUUID func() virt.UUID
	// NewMAC makes up the address of an interface or bridge without one.
	NewMAC func() string
	// Arch is the architecture of guests that name none; empty for none.
	Arch string
	// Strict refuses elements and attributes that no table knows, which are
	// dropped otherwise.
	Strict bool
	// Extra reads what a domain has in a namespace of the driver's own, before what
	// the domain leaves out is filled in; nil for nothing.
	Extra func(domain *dom.Node) error
	// Lines lets names have line breaks, as the description of a whole host may.
	Lines bool
}

// Form is which form of a definition is written.
type Form = form

func (o *Options) uuid() string {
	if o.NewUUID != nil {
		return o.NewUUID().String()
	}
	return RandomUUID().String()
}

func (o *Options) mac() string {
	if o.NewMAC != nil {
		return o.NewMAC()
	}
	var b [3]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return fmt.Sprintf("52:54:00:%02x:%02x:%02x", b[0], b[1], b[2])
}

// RandomUUID returns a random UUID of version 4.
func RandomUUID() virt.UUID {
	var u virt.UUID
	_, _ = rand.Read(u[:]) // crypto/rand.Read never fails
	u[6], u[8] = u[6]&0x0F|0x40, u[8]&0x3F|0x80
	return u
}

// fillUUID gives an object a UUID.
func (o *Options) fillUUID(n *node) {
	if id := n.ensure("uuid"); !id.body.ok {
		id.setBody(o.uuid())
	}
}

// uuidOf returns the UUID of an object.
func uuidOf(n *node) virt.UUID {
	u, _ := virt.ParseUUID(bodyOf(n.child("uuid"))) // the reader has checked it
	return u
}

// checkName refuses the names that no object may have.
func checkName(n *node, o *Options) error {
	name := bodyOf(n.child("name"))
	for _, c := range name {
		switch {
		case c == '/':
			return xmlFault("name %s cannot contain '/'", name)
		case c == '\n' && !o.Lines:
			return virt.Errorf(virt.FromXML, virt.ErrXMLDetail, "invalid char in name: %c", c)
		}
	}
	return nil
}
