package drivertest

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// form is one of the definitions of a domain.
type form struct {
	domain virt.UUID
	flags  virt.DomainXMLFlags
}

// changes writes down what is different in a domain's definitions, the running
// one and the one kept, since they were looked at last: all of them the first
// time.
func (s *script) changes(d protocol.Domain) {
	s.t.Helper()
	for _, flags := range []virt.DomainXMLFlags{0, virt.DomainXMLInactive} {
		text, err := s.c.definition(s.ctx, d, flags)
		if err != nil {
			s.c.line("  definition: " + s.c.showError(err))
			return
		}
		name := "definition"
		if flags != 0 {
			name = "definition kept"
		}
		diff := textDiff(s.seen[form{d.UUID, flags}], text)
		if diff == "" {
			diff = " as before\n"
		} else {
			diff = "\n" + diff
		}
		s.c.line("  " + name + ":" + strings.TrimRight(diff, "\n"))
		s.see(d, flags, text)
	}
}

// remember looks at a domain's definitions for the next call of changes.
func (s *script) remember(d protocol.Domain) {
	for _, flags := range []virt.DomainXMLFlags{0, virt.DomainXMLInactive} {
		if text, err := s.c.definition(s.ctx, d, flags); err == nil {
			s.see(d, flags, text)
		}
	}
}

func (s *script) see(d protocol.Domain, flags virt.DomainXMLFlags, text string) {
	if s.seen == nil {
		s.seen = map[form]string{}
	}
	s.seen[form{d.UUID, flags}] = text
}

// definition asks for a definition, and leaves that out of the transcript.
func (c *transcript) definition(ctx context.Context, d protocol.Domain, flags virt.DomainXMLFlags) (string, error) {
	r, err := protocol.DomainGetXMLDesc.Call(ctx, c.Conn, &protocol.DomainGetXMLDescArgs{Dom: d, Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return c.mask(r.XML), nil
}

// textDiff returns the lines that were removed and added between two texts, in
// order; empty for equal ones.
func textDiff(from, to string) string {
	a, b := slices.Collect(strings.Lines(from)), slices.Collect(strings.Lines(to))
	// common[i][j] is how many lines a[i:] and b[j:] have in common.
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var diff strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			diff.WriteString("-" + a[i])
			i++
		default:
			diff.WriteString("+" + b[j])
			j++
		}
	}
	return diff.String()
}
