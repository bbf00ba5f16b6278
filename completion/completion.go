// Package completion finds what a half-typed word of a command line may become:
// one engine, words in and candidates out, and its named sources of values. It
// also speaks to the shells that show the candidates.
package completion

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// Kind is what a candidate is.
type Kind uint8

// The kinds of candidates.
const (
	Command Kind = iota + 1 // a command, or a group for help
	Option                  // an option, with its dashes
	Value                   // a value of an option
	File                    // a file, a directory if its word ends in /
)

// A Candidate is what the last word of a line may become.
type Candidate struct {
	Word string // in full, without quotes
	Help string // one line about it; may be empty
	Kind Kind
	Open bool // more of the same word may follow
}

// patience is how long a host may take to tell what it has. Who waits for
// candidates is typing.
const patience = time.Second

// An Engine finds candidates. It is used by one caller at a time.
type Engine struct {
	Catalog vsh.Catalog
	// Session returns the session in which a host is asked, by calls that a
	// read-only connection may make. It is called where only a host can tell. Nil:
	// no host is asked.
	Session func() *vsh.Session
	// Files lists a directory; nil: no files are offered.
	Files func(dir string) ([]Entry, error)
}

// An Entry is a file in a directory.
type Entry struct {
	Name string
	Dir  bool
}

// Virsh returns the candidates for the last of words as virsh offers them: for
// an empty word not the values that a bare word may be, but only options, and
// never files. The words are those of the grammar, without quotes; a word ; ends
// a command. What goes wrong on the way is a lack of candidates and nothing
// else.
func (e *Engine) Virsh(ctx context.Context, words []string) []Candidate {
	if len(words) == 0 {
		return nil
	}
	c := e.begin(words)
	switch {
	case c.partial.Spec == nil:
		c.commands()
	case c.partial.Pending != nil:
		c.values(ctx, c.partial.Pending, "")
	default:
		if c.partial.Next != nil && c.prefix != "" && c.prefix[0] != '-' {
			c.values(ctx, c.partial.Next, "")
		}
		c.options()
	}
	return slices.DeleteFunc(c.found, func(c Candidate) bool { return c.Kind == File })
}

// Complete returns the candidates for the last of words: what a person who
// stopped there wants to see. For an empty word that is the values that a bare
// word may be, and options where there are none.
func (e *Engine) Complete(ctx context.Context, words []string) []Candidate {
	if len(words) == 0 {
		return nil
	}
	c := e.begin(words)
	p := &c.partial
	if p.Unknown {
		return nil
	}
	name, value, assigned := strings.Cut(c.prefix, "=")
	switch {
	case p.Spec == nil:
		c.commands()
	case p.Pending != nil:
		c.values(ctx, p.Pending, "")
	case assigned && strings.HasPrefix(name, "--") && !p.DataOnly:
		if o := p.Option(name[2:]); o != nil {
			c.prefix = value
			c.values(ctx, o, name+"=")
		}
	case strings.HasPrefix(c.prefix, "-") && !p.DataOnly:
		c.options()
	default:
		if p.Next != nil {
			c.values(ctx, p.Next, "")
		}
		if c.prefix == "" && len(c.found) == 0 && !p.DataOnly {
			c.options()
		}
	}
	return c.found
}

// Hint returns what the next word of a line may be, for the user who has typed
// words and a blank; empty where that is not known.
func Hint(c vsh.Catalog, words []string) string {
	p := vsh.ParsePartial(c.Lookup, words)
	switch {
	case p.Spec == nil:
		return ""
	case p.Pending != nil:
		return "<" + p.Pending.ValueWord() + ">"
	case p.Next == nil:
		return ""
	case p.Next.Kind == vsh.Argv:
		return "[<" + p.Next.Name + ">]..."
	case p.Next.Required:
		return "<" + p.Next.Name + ">"
	}
	return "[<" + p.Next.Name + ">]"
}

// A call is one search for candidates.
type call struct {
	engine  *Engine
	partial vsh.Partial
	prefix  string
	found   []Candidate
}

func (e *Engine) begin(words []string) *call {
	last := len(words) - 1
	return &call{engine: e, partial: vsh.ParsePartial(e.Catalog.Lookup, words[:last]), prefix: words[last]}
}

// offer takes a candidate that fits what was typed.
func (c *call) offer(found Candidate) {
	if strings.HasPrefix(found.Word, c.prefix) {
		c.found = append(c.found, found)
	}
}

// commands offers all commands that help lists.
func (c *call) commands() {
	for i := range c.engine.Catalog {
		for _, s := range c.engine.Catalog[i].Specs() {
			if !s.Hidden {
				c.offer(Candidate{Word: s.Name, Help: s.Help, Kind: Command})
			}
		}
	}
}

// options offers the options that a command does not have yet.
func (c *call) options() {
	for _, o := range c.partial.Free {
		c.offer(Candidate{Word: "--" + o.Name, Help: o.Help, Kind: Option})
	}
}

// values offers values for an option, each after lead, which is part of the word
// but not of the value.
func (c *call) values(ctx context.Context, o *vsh.Opt, lead string) {
	name, list := strings.CutSuffix(o.Complete, ",")
	switch name {
	case "commands":
		c.commands()
		for i := range c.engine.Catalog {
			g := &c.engine.Catalog[i]
			c.offer(Candidate{Word: g.Key, Help: g.Title, Kind: Command})
		}
	case "files":
		c.files(false)
	case "directories":
		c.files(true)
	default:
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		q := query{engine: c.engine, partial: &c.partial}
		words, err := q.words(ctx, name)
		if err != nil {
			return // there is nobody who wants to know
		}
		if list {
			c.elements(words)
		} else {
			c.plain(words)
		}
	}
	for i := range c.found {
		c.found[i].Word = lead + c.found[i].Word
	}
}

// plain offers words as values. Those that no line can hold are left out.
func (c *call) plain(words []string) {
	seen := map[string]bool{}
	for _, word := range words {
		if word == "" || seen[word] || strings.ContainsFunc(word, unicode.IsControl) {
			continue
		}
		seen[word] = true
		c.offer(Candidate{Word: word, Kind: Value, Open: strings.HasSuffix(word, "=")})
	}
}

// elements offers words as the last element of a list with commas.
func (c *call) elements(words []string) {
	i := strings.LastIndexByte(c.prefix, ',') + 1
	head := c.prefix[:i]
	used := strings.Split(head, ",")
	rest := make([]string, 0, len(words))
	for _, word := range words {
		if !slices.Contains(used, word) {
			rest = append(rest, head+word)
		}
	}
	c.plain(rest)
	for j := range c.found {
		c.found[j].Open = true // a comma may follow
	}
}
