package model

import (
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

var poolSourceObject = sync.OnceValue(func() *object {
	return &object{doc: "storage_source_specification", root: poolSourceTable(), from: virt.FromStorage}
})

// poolSourceTable is the table of a <source> that stands alone, with what says
// where to look for pools.
func poolSourceTable() *row {
	return el("source",
		el("host", many, at("name", str, needed(virt.ErrXMLError, "missing storage pool host name")), at("port", ints)),
		el("format", at("type", str)))
}

// PoolSource is where storage pools of a kind are looked for.
type PoolSource struct {
	Hosts []string
}

// ParsePoolSource reads where storage pools of a kind are looked for. Errors are
// *virt.Error, as libvirt words them.
func ParsePoolSource(xml, typ string) (*PoolSource, error) {
	object := poolSourceObject()
	doc, err := object.parse(xml)
	if err != nil {
		return nil, err
	}
	if err := object.accept(doc, false); err != nil {
		return nil, err
	}
	if !slices.Contains(poolTypes(), typ) {
		return nil, object.own(fault(virt.ErrInternalError, "missing backend for pool type -1"))
	}
	n, err := object.build(doc)
	if err != nil {
		return nil, err
	}
	if err := fillPoolFormat(n, typ); err != nil {
		return nil, object.own(err)
	}
	s := &PoolSource{}
	for _, h := range n.children("host") {
		s.Hosts = append(s.Hosts, h.get("name"))
	}
	return s, nil
}
