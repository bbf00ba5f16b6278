package format

import "strconv"

// A grid is a value as rows and columns, for the formats that have no more. Rows
// are made when they are asked for.
type grid struct {
	columns []string
	index   map[string]int
	list    bool // one row per element of a list, not one row for one value
	count   int
	fill    func(i int, row *[]*node)
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
		g.count = 1
		g.fill = func(_ int, row *[]*node) { g.flatten(row, "", n) }
		g.row(0)
		return g
	}
	fill := func(element *node, row *[]*node) {
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
	g.list = true
	g.count = list.count()
	g.fill = func(i int, row *[]*node) { fill(list.at(i), row) }
	for i := range g.count {
		g.row(i) // for its columns: the header stands before all rows
	}
	if g.count == 0 && list.element != nil {
		fill(list.element, new([]*node))
	}
	return g
}

// row returns the scalars of row i by column, nil where it has no such column.
// Columns at the end may be missing.
func (g *grid) row(i int) []*node {
	row := make([]*node, 0, len(g.columns))
	g.fill(i, &row)
	return row
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
	if n.count() == 0 {
		return n.element != nil && n.element.kind == objectNode
	}
	return n.at(0).kind == objectNode
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
	for i := range n.count() {
		key := strconv.Itoa(i)
		if n.kind == objectNode {
			key = n.keys[i]
		}
		if name != "" {
			key = name + "." + key
		}
		g.flatten(row, key, n.at(i))
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
func cell(row []*node, column int) string {
	if column < len(row) && row[column] != nil {
		return row[column].text
	}
	return ""
}
