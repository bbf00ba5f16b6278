package format

import "strconv"

// A grid is a value as rows and columns, for the formats that have no more.
type grid struct {
	columns []string
	rows    [][]*node // of scalars, by column; nil where a row has no such column
	index   map[string]int
	list    bool // one row per element of a list, not one row for one value
}

// gridOf lays a value out in rows and columns.
//
// A list, or an object whose only list of objects is one of its direct fields or
// whose only field is a list, gives one row per element; other fields of the
// object are repeated in each row, and the element's columns then begin with the
// name of the list. Anything else gives one row. Nested values are flattened:
// a.b for the field b of a, a.0 for the first element of a. A scalar without a
// name is in the column value.
func gridOf(n *node) *grid {
	g := &grid{index: map[string]int{}}
	list, name := rowsOf(n)
	if list == nil {
		g.add(func(row *[]*node) { g.flatten(row, "", n) })
		return g
	}
	g.list = true
	fill := func(element *node) func(row *[]*node) {
		return func(row *[]*node) {
			for i, item := range n.items {
				if n.kind == objectNode && item != list {
					g.flatten(row, n.keys[i], item)
				}
			}
			if len(n.items) == 1 && element.kind == objectNode {
				g.flatten(row, "", element)
			} else {
				g.flatten(row, name, element)
			}
		}
	}
	for _, element := range list.items {
		g.add(fill(element))
	}
	if len(list.items) == 0 && list.element != nil {
		g.add(fill(list.element))
		g.rows = nil
	}
	return g
}

// rowsOf returns the list whose elements are n's rows, and its name; nil when n
// is one row.
func rowsOf(n *node) (list *node, name string) {
	if n.kind == listNode {
		return n, ""
	}
	if n.kind != objectNode {
		return nil, ""
	}
	for i, item := range n.items {
		switch {
		case item.kind != listNode:
		case len(n.items) == 1:
			return item, n.keys[i]
		case list == nil && item.ofObjects():
			list, name = item, n.keys[i]
		case item.ofObjects():
			return nil, ""
		}
	}
	return list, name
}

// ofObjects reports whether the elements of a list are objects.
func (n *node) ofObjects() bool {
	if len(n.items) == 0 {
		return n.element != nil && n.element.kind == objectNode
	}
	return n.items[0].kind == objectNode
}

func (g *grid) add(fill func(row *[]*node)) {
	row := make([]*node, len(g.columns))
	fill(&row)
	g.rows = append(g.rows, row)
}

// flatten puts the scalars of n, which is called name, into row.
func (g *grid) flatten(row *[]*node, name string, n *node) {
	if n.scalar() {
		if name == "" {
			name = "value"
		}
		g.put(row, name, n)
		return
	}
	for i, item := range n.items {
		key := strconv.Itoa(i)
		if n.kind == objectNode {
			key = n.keys[i]
		}
		if name != "" {
			key = name + "." + key
		}
		g.flatten(row, key, item)
	}
}

// put sets one cell of row, in a new column if need be.
func (g *grid) put(row *[]*node, column string, n *node) {
	i, ok := g.index[column]
	if !ok {
		i = len(g.columns)
		g.index[column] = i
		g.columns = append(g.columns, column)
	}
	for len(*row) <= i {
		*row = append(*row, nil)
	}
	(*row)[i] = n
}

// cell returns the text of a cell: empty for null and for what is not there.
func (g *grid) cell(row, column int) string {
	if r := g.rows[row]; column < len(r) && r[column] != nil {
		return r[column].text
	}
	return ""
}
