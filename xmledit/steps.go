package xmledit

import (
	"fmt"
	"strings"
)

// A pathStep is one step of a path, and the path up to its end.
type pathStep struct{ path, step string }

// splitSteps cuts a path into its steps. The slashes before a step belong to no
// step. What is no plain path has none.
func splitSteps(path string) []pathStep {
	if topLevel(path, '|') >= 0 || strings.HasPrefix(strings.TrimSpace(path), "(") {
		return nil
	}
	var steps []pathStep
	for pos := 0; pos < len(path); {
		start := pos
		for start < len(path) && path[start] == '/' {
			start++
		}
		end := len(path)
		if i := topLevel(path[start:], '/'); i >= 0 {
			end = start + i
		}
		if start < end {
			steps = append(steps, pathStep{path[:end], path[start:end]})
		}
		pos = max(end, start)
	}
	return steps
}

// nothing says which step of a path it is that selects nothing.
func (s *source) nothing(path string) error {
	before := "the document"
	for _, st := range splitSteps(path) {
		nodes, err := evaluate(s.doc, st.path)
		if err != nil {
			break // only the whole makes sense
		}
		if len(nodes) == 0 {
			return fmt.Errorf("nothing matches: there is no '%s' in %s", st.step, before)
		}
		before = "'" + st.path + "'"
	}
	return fmt.Errorf("nothing matches")
}
