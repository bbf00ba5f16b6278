package format

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// sortRows sorts the rows of n by a column, and with them the elements of the
// list that n was made of, which the text is made of, too. Numbers go by their
// value, words first without regard to case, and what has no value comes last in
// either direction.
func sortRows(w *walker, n *node, column string) error {
	list, _ := rowsOf(n)
	if list == nil {
		return errors.New("there is no list to sort")
	}
	column, down := strings.CutPrefix(column, "-")
	if err := knowColumns(w, list, []string{column}); err != nil {
		return err
	}
	type row struct {
		key   *node
		index int
	}
	rows := make([]row, list.count())
	for i := range rows {
		rows[i] = row{pick(list.at(i), column), i}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		switch none := cmp.Compare(rank(a.key), rank(b.key)); {
		case none != 0:
			return none
		case down:
			return compareKeys(b.key, a.key)
		}
		return compareKeys(a.key, b.key)
	})
	order := make([]int, len(rows))
	for i, r := range rows {
		order[i] = r.index
	}
	return list.reorder(order)
}

// reorder puts the elements of a list into another order: that of their indices.
func (n *node) reorder(order []int) error {
	if len(order) == 0 {
		return nil
	}
	if n.source.Kind() != reflect.Slice || !n.source.Index(0).CanSet() {
		return errors.New("this list cannot be sorted")
	}
	before := reflect.MakeSlice(n.source.Type(), len(order), len(order))
	reflect.Copy(before, n.source)
	items := slices.Clone(n.items)
	for i, from := range order {
		n.source.Index(i).Set(before.Index(from))
		if items != nil {
			n.items[i] = items[from]
		}
	}
	return nil
}

// rank is 1 for what has no value to sort by.
func rank(key *node) int {
	if key == nil || key.kind == nullNode || !key.scalar() {
		return 1
	}
	return 0
}

func compareKeys(a, b *node) int {
	if rank(a) == 1 || rank(b) == 1 {
		return 0
	}
	if a.kind == numberNode && b.kind == numberNode {
		return compareNumbers(a.text, b.text)
	}
	return cmp.Or(cmp.Compare(strings.ToLower(a.text), strings.ToLower(b.text)), cmp.Compare(a.text, b.text))
}

// compareNumbers compares numbers of any size exactly.
func compareNumbers(a, b string) int {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	p, okP := new(big.Rat).SetString(a)
	q, okQ := new(big.Rat).SetString(b)
	if !okP || !okQ {
		return cmp.Compare(a, b)
	}
	return p.Cmp(q)
}

// chooseColumns returns n with nothing but these fields in its rows. Values of a
// stream differ in their fields, so that an unknown one is no mistake there.
func chooseColumns(w *walker, n *node, names []string, stream bool) (*node, error) {
	list, name := rowsOf(n)
	rows := n
	if list != nil {
		rows = list
	}
	if !stream {
		if err := knowColumns(w, rows, names); err != nil {
			return nil, err
		}
	}
	if list == nil {
		return pickFields(n, names), nil
	}
	chosen := &node{kind: listNode, element: pickFields(&node{}, names)}
	if list.lazy != nil {
		lazy := *list.lazy
		lazy.picks = names
		chosen.lazy = &lazy
	}
	for _, item := range list.items {
		chosen.items = append(chosen.items, pickFields(item, names))
	}
	if n == list {
		return chosen, nil
	}
	outer := newObject(1)
	outer.set(name, chosen)
	return outer, nil
}

// pickFields returns an object with these fields of n, null where it has none.
func pickFields(n *node, names []string) *node {
	chosen := newObject(len(names))
	for _, name := range names {
		value := pick(n, name)
		if value == nil {
			value = &node{}
		}
		chosen.set(name, value)
	}
	return chosen
}

// pick returns the field of n that a column shows, or nil.
func pick(n *node, column string) *node {
	if f := n.field(column); f != nil {
		return f
	}
	for i := range len(column) {
		if column[i] != '.' {
			continue
		}
		if f := n.field(column[:i]); f != nil {
			if found := pick(f, column[i+1:]); found != nil {
				return found
			}
		}
	}
	if i, err := strconv.Atoi(column); err == nil && n.kind == listNode && i >= 0 && i < n.count() {
		return n.at(i)
	}
	return nil
}

// knowColumns returns an error for a column that no row has, and none can have.
// rows is a list, or the one row there is.
func knowColumns(w *walker, rows *node, names []string) error {
	known := newObject(0)
	known.learn(rows.shape(w))
	if rows.kind == listNode {
		for i := range rows.count() {
			known.learn(rows.at(i))
		}
	} else {
		known.learn(rows)
	}
	for _, name := range names {
		if pick(known, name) == nil {
			return fmt.Errorf("unknown column '%s', must be one of: %s", name, strings.Join(known.keys, ", "))
		}
	}
	return nil
}

// learn adds the fields of n that are not there yet.
func (n *node) learn(row *node) {
	if row == nil || row.kind != objectNode {
		return
	}
	for i, key := range row.keys {
		if f := n.field(key); f == nil || f.kind == nullNode || f.count() < row.items[i].count() {
			n.set(key, row.items[i])
		}
	}
}

// shape returns a stand-in with all fields that a row may have by its type; nil
// where the type does not tell.
func (n *node) shape(w *walker) *node {
	if !n.source.IsValid() {
		return nil
	}
	t := n.source.Type()
	if n.kind == listNode {
		t = t.Elem()
	}
	return w.standIn(t)
}
