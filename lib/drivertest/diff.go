package drivertest

import (
	"fmt"
	"strings"
)

// lineDiff returns the lines that differ, each with the nearest call before it;
// empty for equal texts. Both texts are transcripts of the same calls, so their
// calls are compared one by one.
func lineDiff(want, got string) string {
	w, g := calls(want), calls(got)
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		x, y := at(w, i), at(g, i)
		if x == y {
			continue
		}
		fmt.Fprintf(&b, "call %d:\n-%s\n+%s\n", i+1, x, y)
	}
	return b.String()
}

// calls splits a transcript. A call starts on a line of capital letters.
func calls(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line[0] >= 'A' && line[0] <= 'Z' && strings.Contains(line, "_") || len(list) == 0 {
			list = append(list, "")
		}
		list[len(list)-1] += line
	}
	return list
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(none)\n"
}
