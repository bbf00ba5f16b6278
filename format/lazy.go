package format

import "reflect"

// longList is the number of elements from which a list is not walked at once.
// Shorter ones are, so that what is wrong with them shows before any output.
const longList = 100

// A lazyList is a list whose elements become nodes only when they are looked at,
// and are not kept: the output of a list of any length takes the memory of one
// element. An element that cannot be walked is null, and the error the walker's.
type lazyList struct {
	w     *walker
	v     reflect.Value // a slice or an array
	depth int           // of the list
	picks []string      // the fields that the elements have; nil for all
}

func (l *lazyList) at(i int) *node {
	before := l.w.depth
	l.w.depth = l.depth
	n, err := l.w.value(l.v.Index(i))
	l.w.depth = before
	if err != nil {
		if l.w.err == nil {
			l.w.err = err
		}
		return &node{}
	}
	if l.picks != nil {
		return pickFields(n, l.picks)
	}
	return n
}
