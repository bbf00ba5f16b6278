package vsh

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// PartialLine is a line of commands that is still being typed, up to the cursor.
type PartialLine struct {
	Words []string // of the command at the cursor, as they are meant, without the last
	Last  string   // the word at the cursor as it is meant; empty: it has not begun
	Raw   string   // the word at the cursor as it was typed
	// Quote is how the next character of the last word would be read: inside ' or
	// ", after a backslash, or 0 for none of these.
	Quote byte
	// Comment tells that the cursor is in a comment, where nothing is to complete.
	Comment bool
}

// ParsePartialLine cuts the part of a line before the cursor into words, by the
// grammar of ParseLine.
func ParsePartialLine(line string) PartialLine {
	var p PartialLine
	t := tokenizer{rest: line}
	for {
		t.skipBlanks()
		start := t.rest
		if start == "" {
			return p
		}
		if start[0] == '#' && !strings.Contains(start, "\n") {
			p.Comment = true
			return p
		}
		switch tok, word := t.next(); {
		case tok == tokenBreak:
			p.Words = nil
		case t.rest == "":
			p.Raw = start
			p.Last, p.Quote = openWord(start)
			return p
		default:
			p.Words = append(p.Words, word)
		}
	}
}

// openWord reads a word that nothing has ended yet.
func openWord(raw string) (word string, quote byte) {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == '\\' && quote != '\'' && i+1 == len(raw):
			return b.String(), c
		case c == '\\' && quote != '\'':
			if i++; raw[i] != '\n' {
				b.WriteByte(raw[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), quote
}

// QuoteRest returns how the rest of a word is to be typed where quote is open,
// as PartialLine.Quote tells. A word that is complete gets its quote closed.
func QuoteRest(rest string, quote byte, complete bool) string {
	var b strings.Builder
	if quote == '\\' && rest != "" { // it stands for the first character already
		_, size := utf8.DecodeRuneInString(rest)
		b.WriteString(rest[:size])
		rest, quote = rest[size:], 0
	}
	for i := range len(rest) {
		c := rest[i]
		switch {
		case quote == '\'' && c == '\'':
			b.WriteString(`'\''`)
			continue
		case quote == '"' && (c == '"' || c == '\\'),
			quote == 0 && slices.Contains([]byte(" \t\n;'\"\\"), c),
			quote == 0 && c == '#' && i == 0:
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	if complete && (quote == '\'' || quote == '"') {
		b.WriteByte(quote)
	}
	return b.String()
}
