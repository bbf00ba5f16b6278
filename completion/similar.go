package completion

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
)

// Similar returns the commands or options that a misspelled word is nearest to,
// the best ones alone and no more than a few; nil for none that is near.
func Similar(c vsh.Catalog, e *vsh.UnknownError) []string {
	var names []string
	if e.Spec != nil {
		for _, o := range e.Spec.Opts {
			if o.Kind != vsh.Alias {
				names = append(names, "--"+o.Name)
			}
		}
	} else {
		for i := range c {
			for _, s := range c[i].Specs() {
				if !s.Hidden {
					names = append(names, s.Name)
				}
			}
		}
	}
	const most = 3
	var found []string
	// One letter in three may be wrong, beginning with one in short words.
	best := max(len(e.Word)/3, 1)
	for _, name := range names {
		if n := len(e.Word) - len(name); n > best || n < -best {
			continue // as many letters are too many or missing
		}
		d := distance(e.Word, name)
		if d < best {
			best, found = d, nil
		}
		if d == best {
			found = append(found, name)
		}
	}
	return found[:min(len(found), most)]
}

// distance returns how many letters must be added, dropped, changed or swapped
// with their neighbour to make b of a.
func distance(a, b string) int {
	// Rows of the table of distances between the beginnings of a and b: the one
	// that is being made, and the two before it.
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
