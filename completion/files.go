package completion

import (
	"path"
	"slices"
	"strings"
)

// files offers the files, or the directories alone, whose paths begin with what
// was typed. Hidden ones are offered to who types their dot.
func (c *call) files(dirsOnly bool) {
	if c.engine.Files == nil {
		return
	}
	dir, name := path.Split(c.prefix)
	where := dir
	if where == "" {
		where = "."
	}
	entries, err := c.engine.Files(where)
	if err != nil {
		return
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name, ".") && !strings.HasPrefix(name, "."):
		case e.Dir:
			c.offer(Candidate{Word: dir + e.Name + "/", Kind: File, Open: true})
		case !dirsOnly:
			c.offer(Candidate{Word: dir + e.Name, Kind: File})
		}
	}
}
