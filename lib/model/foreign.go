package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/model/dom"
)

// readForeign keeps the metadata below an element: of each namespace the first
// element, as it came. Elements without a namespace, texts and comments between
// them are dropped.
func (n *node) readForeign(from *dom.Node) {
	var seen []string
	for _, k := range from.Kids {
		if k.Kind != dom.Element || k.Space == "" || slices.Contains(seen, k.Space) {
			continue
		}
		seen = append(seen, k.Space)
		k.DropBlanks()
		n.raw = append(n.raw, k)
		n.needPrefixes(k, nil)
	}
}

// needPrefixes notes the namespaces of x that are declared around it, for the
// element that keeps it to declare.
func (n *node) needPrefixes(x *dom.Node, declared []string) {
	for _, a := range x.Attrs {
		if p, ok := strings.CutPrefix(a.Name, "xmlns:"); ok {
			declared = append(declared, p)
		} else if a.Name == "xmlns" {
			declared = append(declared, "")
		}
	}
	if x.Space != "" && !slices.Contains(declared, x.Prefix) {
		a := dom.Attr{Name: "xmlns:" + x.Prefix, Value: x.Space}
		if x.Prefix == "" {
			a.Name = "xmlns"
		}
		if !slices.Contains(n.rawNS, a) {
			n.rawNS = append(n.rawNS, a)
		}
	}
	for _, k := range x.Kids {
		if k.Kind == dom.Element {
			n.needPrefixes(k, slices.Clip(declared))
		}
	}
}
