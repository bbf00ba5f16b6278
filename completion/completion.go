// Package completion finds what a half-typed word of a command line may become.
package completion

import (
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// Words returns the candidates for the last of words, in the order of help:
// names of commands, the commands that help can tell about, or the options of a
// command that it does not have yet. The words are those of the grammar, without
// quotes.
func Words(c vsh.Catalog, words []string) []string {
	if len(words) == 0 {
		return nil
	}
	prefix := words[len(words)-1]
	p := vsh.ParsePartial(c.Lookup, words[:len(words)-1])
	var found []string
	offer := func(word string) {
		if strings.HasPrefix(word, prefix) {
			found = append(found, word)
		}
	}
	switch {
	case p.Spec == nil:
		commands(c, offer)
	case p.Pending != nil:
		values(c, p.Pending, offer)
	default:
		if p.Next != nil && prefix != "" && prefix[0] != '-' {
			values(c, p.Next, offer)
		}
		options(p, offer)
	}
	return found
}

// commands offers all commands that help lists.
func commands(c vsh.Catalog, offer func(string)) {
	for i := range c {
		for _, s := range c[i].Specs() {
			if !s.Hidden {
				offer(s.Name)
			}
		}
	}
}

// options offers the options that a command does not have yet.
func options(p vsh.Partial, offer func(string)) {
	for _, o := range p.Free {
		offer("--" + o.Name)
	}
}

// values offers values for an option. Those that only a host knows are not
// looked for.
func values(c vsh.Catalog, o *vsh.Opt, offer func(string)) {
	if o.Complete != "commands" {
		return
	}
	commands(c, offer)
	for i := range c {
		offer(c[i].Key)
	}
}
