package completion

import "strings"

// A shellWord is one word of a line of bash.
type shellWord struct {
	text string // as it is meant; what the shell would expand stands as it was typed
	// keep is how many bytes of text, from its beginning on, bash does not replace.
	keep  int
	quote byte // the quote that is open at the end, or 0
}

// splitShell cuts a line of bash that ends at the cursor. breaks is the
// characters that part words for completion, COMP_WORDBREAKS: bash replaces only
// what comes after the last of them, or after the quote that is open. The last
// word may be empty.
func splitShell(line, breaks string) []shellWord {
	var words []shellWord
	for {
		line = strings.TrimLeft(line, " \t\n")
		raw := line[:wordEnd(line)]
		line = line[len(raw):]
		w := shellWord{}
		w.text, w.quote = unquote(raw)
		w.keep = kept(raw, breaks)
		words = append(words, w)
		if line == "" {
			return words
		}
	}
}

// wordEnd returns where the first word of a line ends.
func wordEnd(line string) int {
	var quote byte
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == ' ' || c == '\t' || c == '\n':
			return i
		}
	}
	return len(line)
}

// unquote returns what a word of a shell means, and the quote that is open at its
// end, or 0.
func unquote(raw string) (text string, open byte) {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == open:
			open = 0
		case open == 0 && (c == '\'' || c == '"'):
			open = c
		case c == '\\' && open == 0 && i+1 < len(raw),
			// Inside double quotes a backslash is one, except before these.
			c == '\\' && open == '"' && i+1 < len(raw) && strings.IndexByte("$`\"\\", raw[i+1]) >= 0:
			i++
			b.WriteByte(raw[i])
		case c == '\\' && open == 0: // it waits for its character
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), open
}

// kept returns how many bytes of a word's meaning stand before what bash
// replaces.
func kept(raw, breaks string) int {
	var quote byte
	from := 0 // in raw
	opened := 0
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote, opened = c, i+1
		case strings.IndexByte(breaks, c) >= 0:
			from = i + 1
		}
	}
	if quote != 0 {
		from = opened
	}
	text, _ := unquote(raw[:from])
	return len(text)
}

// replacement returns what bash is to put where the word has been typed, for the
// word to mean text. It closes an open quote itself.
func (w shellWord) replacement(text string) string {
	if w.keep > len(text) {
		return text
	}
	text = text[w.keep:]
	switch w.quote {
	case '\'':
		return strings.ReplaceAll(text, "'", `'\''`)
	case '"':
		return escape(text, func(c byte) bool { return strings.IndexByte("$`\"\\", c) < 0 })
	}
	return escape(text, func(c byte) bool {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			c >= 0x80 || strings.IndexByte("_./:=@%+,-", c) >= 0
	})
}

// escape puts a backslash before each byte that is not safe.
func escape(text string, safe func(byte) bool) string {
	var b strings.Builder
	for i := range len(text) {
		if !safe(text[i]) {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
