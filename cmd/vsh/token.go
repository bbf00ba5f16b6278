package vsh

import (
	"strings"
)

// A segment is the words of one command of a line.
type segment struct {
	words []string
	err   error // what is wrong with the text right after the words
}

// split cuts a line into its commands, as virsh does: words are parted by blanks
// and tabs, commands by semicolons and newlines; quotes keep blanks, backslash
// keeps the next character, and a word that begins with # starts a comment.
// Empty commands are left out. Only the last segment can have an error.
func split(line string) []segment {
	var segs []segment
	var words []string
	end := func() {
		if len(words) > 0 {
			segs = append(segs, segment{words: words})
			words = nil
		}
	}
	t := tokenizer{rest: line}
	for {
		switch tok, word := t.next(); tok {
		case tokenWord:
			words = append(words, word)
		case tokenBreak:
			end()
		case tokenEnd:
			end()
			return segs
		case tokenBad:
			return append(segs, segment{words: words, err: Failf("%s", word)})
		}
	}
}

// Unfinished reports whether a line ends in the middle of a quote or with a
// backslash, so that the next one belongs to it.
func Unfinished(line string) bool {
	segs := split(line)
	return len(segs) > 0 && segs[len(segs)-1].err != nil
}

type token uint8

const (
	tokenWord  token = iota
	tokenBreak       // the command ends, others may follow
	tokenEnd         // the line ends
	tokenBad         // the text is broken; the word is the message
)

// A tokenizer takes words off the front of rest.
type tokenizer struct{ rest string }

func (t *tokenizer) next() (token, string) {
	t.skipBlanks()
	if t.rest == "" {
		return tokenEnd, ""
	}
	switch t.rest[0] {
	case ';', '\n':
		t.rest = t.rest[1:]
		return tokenBreak, ""
	case '#':
		_, t.rest, _ = strings.Cut(t.rest, "\n")
		return tokenBreak, ""
	}
	return t.word()
}

// skipBlanks skips what parts words: blanks, tabs and continued lines.
func (t *tokenizer) skipBlanks() {
	for {
		switch {
		case strings.HasPrefix(t.rest, " "), strings.HasPrefix(t.rest, "\t"):
			t.rest = t.rest[1:]
		case strings.HasPrefix(t.rest, "\\\n"):
			t.rest = t.rest[2:]
		default:
			return
		}
	}
}

func (t *tokenizer) word() (token, string) {
	var b strings.Builder
	var quote byte // the open quote, or 0
	for t.rest != "" {
		c := t.rest[0]
		if quote == 0 && strings.IndexByte(" \t;\n", c) >= 0 {
			break
		}
		t.rest = t.rest[1:]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == '\\' && quote != '\'':
			if t.rest == "" {
				return tokenBad, `dangling \`
			}
			if t.rest[0] != '\n' {
				b.WriteByte(t.rest[0])
			}
			t.rest = t.rest[1:]
		default:
			b.WriteByte(c)
		}
	}
	if quote != 0 {
		// differs from virsh: it takes an open ' as closed by the end of the line.
		return tokenBad, "missing " + string(quote)
	}
	return tokenWord, b.String()
}
