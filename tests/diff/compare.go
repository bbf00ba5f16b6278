package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Result is what one program did with one case.
type Result struct {
	Stdout, Stderr string
	Status         int // exit status; -1 when a signal ended it
}

// Compare compares what virsh and virgo did. It returns the lines of the
// difference, none when there is none: the stream (stdout, stderr or status),
// a blank, - for virsh's line or + for virgo's, a blank, and the line.
func Compare(virsh, virgo Result) []string {
	var out []string
	out = append(out, compareText("stdout", virsh.Stdout, virgo.Stdout)...)
	out = append(out, compareText("stderr", virsh.Stderr, virgo.Stderr)...)
	if virsh.Status != virgo.Status {
		out = append(out, fmt.Sprintf("status - %d", virsh.Status), fmt.Sprintf("status + %d", virgo.Status))
	}
	return out
}

// compareText compares one stream line by line, by a longest common subsequence.
func compareText(stream, virsh, virgo string) []string {
	if virsh == virgo {
		return nil
	}
	a, b := strings.SplitAfter(virsh, "\n"), strings.SplitAfter(virgo, "\n")
	var out []string
	i, j := 0, 0
	for _, match := range append(commonLines(a, b), [2]int{len(a), len(b)}) {
		for ; i < match[0]; i++ {
			out = appendLine(out, stream+" - ", a[i])
		}
		for ; j < match[1]; j++ {
			out = appendLine(out, stream+" + ", b[j])
		}
		i, j = match[0]+1, match[1]+1
	}
	return out
}

// appendLine adds a line of a difference. The nothing after the last line end
// is no line.
func appendLine(out []string, prefix, line string) []string {
	if line == "" {
		return out
	}
	return append(out, prefix+showLine(line))
}

// showLine writes a line with its end: bare when that shows all of it, else as
// a Go string, so that blanks at its ends, control characters and a missing
// line end can be seen.
func showLine(line string) string {
	bare, ended := strings.CutSuffix(line, "\n")
	if ended && bare != "" && strconv.Quote(bare) == `"`+bare+`"` && strings.TrimSpace(bare) == bare {
		return bare
	}
	return strconv.Quote(line)
}

// commonLines returns the pairs of indices of a longest common subsequence.
func commonLines(a, b []string) [][2]int {
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	midA, midB := a[start:len(a)-end], b[start:len(b)-end]

	// longest[i][j] is the length of the longest for midA[i:] and midB[j:].
	longest := make([][]int, len(midA)+1)
	for i := range longest {
		longest[i] = make([]int, len(midB)+1)
	}
	for i, line := range slices.Backward(midA) {
		for j := range slices.Backward(midB) {
			if line == midB[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}

	var pairs [][2]int
	for i := range start {
		pairs = append(pairs, [2]int{i, i})
	}
	for i, j := 0, 0; i < len(midA) && j < len(midB); {
		switch {
		case midA[i] == midB[j]:
			pairs = append(pairs, [2]int{start + i, start + j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	for i := end; i > 0; i-- {
		pairs = append(pairs, [2]int{len(a) - i, len(b) - i})
	}
	return pairs
}
