package xmledit

// knownAxis reports whether walk has the axis. That of namespaces is missing:
// virsh shows nothing useful for it, and nothing can be edited through it.
func knownAxis(name string) bool {
	switch name {
	case "child", "descendant", "descendant-or-self", "parent", "ancestor", "ancestor-or-self",
		"self", "attribute", "following", "following-sibling", "preceding", "preceding-sibling":
		return true
	}
	return false
}

// walk calls visit for the nodes on an axis of n, nearest first.
func (n *node) walk(axis string, visit func(*node)) {
	switch axis {
	case "self":
		visit(n)
	case "child":
		n.each(visit)
	case "attribute":
		for _, a := range n.attrs {
			visit(a)
		}
	case "parent":
		if n.parent != nil {
			visit(n.parent)
		}
	case "ancestor":
		n.ancestors(visit)
	case "ancestor-or-self":
		visit(n)
		n.ancestors(visit)
	case "descendant":
		n.descendants(visit)
	case "descendant-or-self":
		visit(n)
		n.descendants(visit)
	case "following-sibling":
		n.following(visit)
	case "preceding-sibling":
		n.preceding(visit)
	case "following":
		if n.kind == attributeNode { // its element's content comes after it
			n.parent.descendants(visit)
			n = n.parent
		}
		for ; n != nil; n = n.parent {
			n.following(func(s *node) { visit(s); s.descendants(visit) })
		}
	case "preceding":
		if n.kind == attributeNode {
			n = n.parent
		}
		for ; n != nil; n = n.parent {
			n.preceding(func(s *node) { s.descendantsReversed(visit); visit(s) })
		}
	}
}

func (n *node) each(visit func(*node)) {
	for _, c := range n.children {
		visit(c)
	}
}

func (n *node) ancestors(visit func(*node)) {
	for p := n.parent; p != nil; p = p.parent {
		visit(p)
	}
}

func (n *node) descendants(visit func(*node)) {
	n.each(func(c *node) { visit(c); c.descendants(visit) })
}

// descendantsReversed visits in the reverse of document order.
func (n *node) descendantsReversed(visit func(*node)) {
	for i := len(n.children) - 1; i >= 0; i-- {
		c := n.children[i]
		c.descendantsReversed(visit)
		visit(c)
	}
}

// following visits the siblings after n. Attributes are no siblings.
func (n *node) following(visit func(*node)) {
	if n.kind == attributeNode || n.parent == nil {
		return
	}
	for _, s := range n.parent.children[n.index+1:] {
		visit(s)
	}
}

// preceding visits the siblings before n, the nearest first.
func (n *node) preceding(visit func(*node)) {
	if n.kind == attributeNode || n.parent == nil {
		return
	}
	for i := n.index - 1; i >= 0; i-- {
		visit(n.parent.children[i])
	}
}
