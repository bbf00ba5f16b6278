package vsh

import (
	"slices"
	"strings"
)

// Private reports whether a line has what no history may keep: the value of a
// Secret option, or, since commands for other programs and URIs have them too,
// anything with the word password.
func (c Catalog) Private(line string) bool {
	if strings.Contains(strings.ToLower(line), "password") {
		return true
	}
	for _, seg := range split(line) {
		if len(seg.words) > 0 && c.private(seg) {
			return true
		}
	}
	return false
}

// private is Private for one command. Where it cannot be parsed, nobody knows
// what is a value.
func (c Catalog) private(seg segment) bool {
	spec := c.Lookup(seg.words[0])
	if spec == nil || !slices.ContainsFunc(spec.Opts, func(o Opt) bool { return o.Secret }) {
		return false
	}
	call, err := parseSegment(c.Lookup, seg)
	return err != nil || slices.ContainsFunc(call.Args.given, func(g given) bool { return g.opt.Secret })
}
