package format

import (
	"reflect"
	"slices"
	"unicode/utf8"
)

// A node is a value on its way out: the tree that every machine format renders.
type node struct {
	kind  kind
	text  string // of a scalar: the string, or the JSON text of a number or boolean
	keys  []string
	items []*node        // of an object in the order of keys, or of a list
	index map[string]int // of keys, once there are many
	lazy  *lazyList      // of a long list, instead of items
	// source is what a list or the object of a struct was made of.
	source reflect.Value
	// element is a stand-in for the elements of an empty list, so that formats
	// with columns know them; nil when unknown or not needed.
	element *node
}

type kind uint8

const (
	nullNode kind = iota
	boolNode
	numberNode
	stringNode
	listNode
	objectNode
)

// stringOf returns a string node. Invalid UTF-8, which no machine format can
// carry, becomes one U+FFFD per byte, as in encoding/json.
func stringOf(s string) *node {
	return &node{kind: stringNode, text: validUTF8(s)}
}

func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s)) // an invalid byte is one utf8.RuneError
}

// newObject returns an empty object with room for so many fields.
func newObject(fields int) *node {
	return &node{kind: objectNode, keys: make([]string, 0, fields), items: make([]*node, 0, fields)}
}

// manyKeys is the number of keys from which an index pays.
const manyKeys = 16

// set adds or replaces the field name of an object.
func (n *node) set(name string, value *node) {
	name = validUTF8(name)
	if i := n.find(name); i >= 0 {
		n.items[i] = value
		return
	}
	if n.index != nil {
		n.index[name] = len(n.keys)
	}
	n.keys = append(n.keys, name)
	n.items = append(n.items, value)
}

// find returns the position of the field name of an object, or -1.
func (n *node) find(name string) int {
	if len(n.keys) < manyKeys {
		return slices.Index(n.keys, name)
	}
	if n.index == nil {
		n.index = make(map[string]int, 2*manyKeys)
		for i, k := range n.keys {
			n.index[k] = i
		}
	}
	if i, ok := n.index[name]; ok {
		return i
	}
	return -1
}

// field returns the field name of an object, or nil.
func (n *node) field(name string) *node {
	if n.kind == objectNode {
		if i := n.find(name); i >= 0 {
			return n.items[i]
		}
	}
	return nil
}

// count returns the number of an object's fields or of a list's elements.
func (n *node) count() int {
	if n.lazy != nil {
		return n.lazy.v.Len()
	}
	return len(n.items)
}

// at returns part i of an object or a list.
func (n *node) at(i int) *node {
	if n.lazy != nil {
		return n.lazy.at(i)
	}
	return n.items[i]
}

// scalar reports whether n has no parts.
func (n *node) scalar() bool { return n.kind < listNode }
