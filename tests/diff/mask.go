package diff

import (
	"fmt"
	"regexp"
)

// A mask hides what differs between two runs of one program on two equal
// hosts. This is the whole list: CPU times, random UUIDs and MAC addresses,
// dates and elapsed times. Nothing else may be masked; what else differs is a
// difference.
type mask struct {
	what    string
	pattern *regexp.Regexp
	// numbered masks keep which values are the same: the first value becomes
	// WHAT-1, each other one the next number, in all that one case prints.
	numbered bool
}

// masks lists all masks. The group in each pattern is what is hidden.
var masks = []mask{
	{"CPU-TIME", regexp.MustCompile(`(?m)^CPU time: +([0-9.]+s)$`), false},
	{"CPU-TIME", regexp.MustCompile(`(?m)^  (?:cpu\.(?:time|user|system)|vcpu\.[0-9]+\.(?:time|wait|delay))=([0-9]+)$`), false},
	{"CPU-TIME", regexp.MustCompile(`(?m)^\tv?cpu_time +([0-9.]+) seconds$`), false},
	{"CPU-TIME", regexp.MustCompile(`(?m)^ +"v?cpuTimeNs": ([0-9]+)`), false},
	{"CPU-TIME", regexp.MustCompile(`(?m)^(?:user|system|idle|iowait): +([0-9.]+%?)$`), false},
	// Version 4 is what a random UUID has (RFC 4122); those in the case files have another.
	{"UUID", regexp.MustCompile(`([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})`), true},
	// The prefix of random addresses; those in the case files have another.
	{"MAC", regexp.MustCompile(`(52:54:00:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2})`), true},
	{"DATE", regexp.MustCompile(`([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: ?[+-][0-9]{4})?)`), false},
	{"DATE", regexp.MustCompile(`<(?:atime|mtime|ctime|btime|creationTime)>([0-9.]+)</`), false},
	{"ELAPSED", regexp.MustCompile(`\(Time: ([0-9.]+) ms\)`), false},
}

// Mask hides in what a case printed all that the masks hide.
func Mask(r Result) Result {
	for _, m := range masks {
		seen := map[string]string{}
		r.Stdout = m.apply(r.Stdout, seen)
		r.Stderr = m.apply(r.Stderr, seen)
	}
	return r
}

// apply masks one text. seen holds the names given so far.
func (m mask) apply(text string, seen map[string]string) string {
	var out []byte
	last := 0
	for _, at := range m.pattern.FindAllStringSubmatchIndex(text, -1) {
		value, name := text[at[2]:at[3]], m.what
		if m.numbered {
			if seen[value] == "" {
				seen[value] = fmt.Sprintf("%s-%d", m.what, len(seen)+1)
			}
			name = seen[value]
		}
		out = append(append(out, text[last:at[2]]...), name...)
		last = at[3]
	}
	return string(append(out, text[last:]...))
}
