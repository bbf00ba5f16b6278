package format

// A Tree is names below names, in virsh's layout: children under "+- ", branches
// carried along, a line that ends in blanks after each branch.
type Tree struct {
	names    []string
	children map[string][]int
	roots    []int
}

// NewTree returns a tree of names, each with the name of its parent at the same
// index, which is empty for a root. Siblings keep their order.
func NewTree(names, parents []string) *Tree {
	t := &Tree{names: names, children: make(map[string][]int)}
	for i, parent := range parents {
		if parent == "" {
			t.roots = append(t.roots, i)
		} else {
			t.children[parent] = append(t.children[parent], i)
		}
	}
	return t
}

// Tree prints t.
func (p *Printer) Tree(t *Tree) {
	for _, root := range t.roots {
		p.Println(t.names[root])
		p.branches(t, root, "", true)
	}
}

// branches prints what is below a name. last tells that the name has no sibling
// after it.
func (p *Printer) branches(t *Tree, i int, indent string, last bool) {
	children := t.children[t.names[i]]
	if len(children) > 0 {
		p.Println(indent + "  |")
	}
	for n, c := range children {
		p.Println(indent + "  +- " + t.names[c])
		lastChild := n == len(children)-1
		if lastChild {
			p.branches(t, c, indent+"    ", true)
		} else {
			p.branches(t, c, indent+"  | ", false)
		}
	}
	if len(children) == 0 && last {
		p.Println(indent)
	}
}
