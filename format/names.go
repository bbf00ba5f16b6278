package format

import (
	"fmt"
	"strings"
)

// appendNames appends the field key, name or uuid, of each object of n with a
// newline: of each row of a list, or of the one object that n is. An object
// without one is left out; where none can have one, there is nothing to show, and
// that is the error.
func appendNames(buf []byte, n *node, key string, out spill) ([]byte, error) {
	list, _ := rowsOf(n)
	if list == nil {
		name, ok := nameOf(n, key)
		if !ok {
			return nil, fmt.Errorf("the result names no object that has a %s", key)
		}
		return append(buf, line(name)...), nil
	}
	found := list.count() == 0
	for i := range list.count() {
		if name, ok := nameOf(list.at(i), key); ok {
			found = true
			buf = out.when(append(buf, line(name)...))
		}
	}
	if !found {
		return nil, fmt.Errorf("the result names no objects that have a %s", key)
	}
	return buf, nil
}

// nameOf returns the field key of an object, or of the one object that is a field
// of it. A string stands for its own name.
func nameOf(n *node, key string) (name *node, ok bool) {
	if n.kind == stringNode && key == FormatName.String() {
		return n, true
	}
	if f := n.field(key); f != nil && f.kind == stringNode {
		return f, true
	}
	for _, item := range n.items {
		if f := item.field(key); f != nil && f.kind == stringNode {
			return f, true
		}
	}
	return nil, false
}

// line returns the text of a name as one line. A name that is no line itself is
// shown as in a table of virsh's.
func line(name *node) string {
	if strings.ContainsAny(name.text, "\n\r") {
		return Escape(name.text) + "\n"
	}
	return name.text + "\n"
}
