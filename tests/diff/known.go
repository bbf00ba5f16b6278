package diff

import (
	"fmt"
	"strings"
)

// A Known is a difference that is meant.
type Known struct {
	Case   string   // name of the case
	Reason string   // why virgo differs
	Lines  []string // the difference, as Compare returns it
}

// ParseKnown reads known.txt: entries parted by empty lines, each a line
// "case NAME", a line "reason TEXT" and the lines of the difference. A line
// that begins with # is a comment.
func ParseKnown(text string) (map[string]Known, error) {
	known := map[string]Known{}
	var block []string
	for _, line := range append(strings.Split(text, "\n"), "") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line != "" {
			block = append(block, line)
			continue
		}
		if len(block) == 0 {
			continue
		}
		k, err := parseEntry(block)
		if err != nil {
			return nil, err
		}
		if _, twice := known[k.Case]; twice {
			return nil, fmt.Errorf("case %s: is there twice", k.Case)
		}
		known[k.Case] = k
		block = nil
	}
	return known, nil
}

func parseEntry(block []string) (Known, error) {
	name, ok := strings.CutPrefix(block[0], "case ")
	if !ok {
		return Known{}, fmt.Errorf("%q: want \"case NAME\" first", block[0])
	}
	if len(block) < 3 {
		return Known{}, fmt.Errorf("case %s: want a reason and a difference", name)
	}
	reason, ok := strings.CutPrefix(block[1], "reason ")
	if !ok || strings.TrimSpace(reason) == "" {
		return Known{}, fmt.Errorf("case %s: want \"reason TEXT\" second", name)
	}
	return Known{Case: name, Reason: reason, Lines: block[2:]}, nil
}

// Entry writes a difference as known.txt holds it, for someone to give a
// reason to.
func Entry(name string, lines []string) string {
	return "case " + name + "\nreason \n" + strings.Join(lines, "\n") + "\n"
}
