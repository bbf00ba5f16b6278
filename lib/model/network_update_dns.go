package model

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// records is how the DNS records of one kind are changed.
type records struct {
	name      string // of the element
	what      string // of the records, in libvirt's errors
	partial   *row   // of a record that is to be deleted
	same      func(record, entry *node) bool
	there     func(n, entry *node) error
	ambiguous string // the error when several records match
}

// record changes the DNS records of one kind.
func (u *NetworkUpdate) record(n *node, entry *dom.Node, r records) error {
	if err := u.only(r.what + " records"); err != nil {
		return err
	}
	if err := expect(n, entry, r.name); err != nil {
		return err
	}
	dns := n.ensure("dns")
	var k *node
	var err error
	if u.Command == virt.NetworkUpdateCommandDelete {
		k, err = readNode(r.partial, dns, entry)
	} else {
		k, err = dns.childFrom(entry)
	}
	if err != nil {
		return err
	}
	same := find(dns, r.name, func(record *node) bool { return r.same(record, k) })
	switch {
	case u.add() && len(same) > 0:
		return r.there(n, k)
	case u.add():
		u.put(dns, k)
	case len(same) == 0:
		return invalid("couldn't locate a matching %s record in network %s", r.what, n.objectName())
	case len(same) > 1 && r.ambiguous != "":
		return invalid(r.ambiguous, n.objectName())
	default:
		dns.remove(same[0])
	}
	return nil
}

// dnsHost changes the names of addresses. An address has one record, a name may
// have several.
func (u *NetworkUpdate) dnsHost(n *node, entry *dom.Node) error {
	return u.record(n, entry, records{
		name: "host", what: "DNS HOST", partial: dnsHostRow(true),
		same: func(record, entry *node) bool {
			if entry.has("ip") && entry.get("ip") == record.get("ip") {
				return true
			}
			return !u.add() && slices.ContainsFunc(entry.children("hostname"), func(a *node) bool {
				return slices.ContainsFunc(record.children("hostname"), func(b *node) bool { return a.body.s == b.body.s })
			})
		},
		there: func(n, _ *node) error {
			return invalid("there is already at least one DNS HOST record with a matching field in network %s", n.objectName())
		},
		ambiguous: "multiple matching DNS HOST records were found in network %s",
	})
}

func (u *NetworkUpdate) dnsText(n *node, entry *dom.Node) error {
	return u.record(n, entry, records{
		name: "txt", what: "DNS TXT", partial: txtRow(true),
		same: func(record, entry *node) bool { return record.get("name") == entry.get("name") },
		there: func(n, entry *node) error {
			return invalid("there is already a DNS TXT record with name '%s' in network %s", entry.get("name"), n.objectName())
		},
	})
}

func (u *NetworkUpdate) dnsService(n *node, entry *dom.Node) error {
	return u.record(n, entry, records{
		name: "srv", what: "DNS SRV", partial: srvRow(true),
		same: func(record, entry *node) bool {
			for i, v := range entry.vals { // the rows have the same attributes
				if v.ok && v != record.vals[i] {
					return false
				}
			}
			return true
		},
		there: func(n, _ *node) error {
			return invalid("there is already at least one DNS SRV record matching all specified fields in network %s", n.objectName())
		},
		ambiguous: "multiple DNS SRV records matching all specified fields were found in network %s",
	})
}
