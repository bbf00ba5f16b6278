package dom

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// chars reads character data up to the next markup. Line ends become "\n".
func (p *parser) chars() string {
	var b strings.Builder
	start := p.pos // of what is not in b yet
	for !p.eof() {
		c := p.in[p.pos]
		switch {
		case c == '<':
			b.WriteString(p.in[start:p.pos])
			return b.String()
		case c == '&':
			b.WriteString(p.in[start:p.pos])
			b.WriteString(p.reference())
			start = p.pos
		case c == '\r':
			b.WriteString(p.in[start:p.pos])
			b.WriteByte('\n')
			p.lineEnd()
			start = p.pos
		case c == ']' && p.has("]]>"):
			p.fail("Sequence ']]>' not allowed in content")
		default:
			p.char("PCDATA invalid Char value %d")
		}
	}
	b.WriteString(p.in[start:p.pos])
	return b.String()
}

func (p *parser) lineEnd() {
	if !p.skip("\r\n") {
		p.pos++
	}
}

// char passes one character of the document; invalid is the message about a
// control character, with %d for its code.
func (p *parser) char(invalid string) {
	c := p.in[p.pos]
	if c < utf8.RuneSelf {
		if c < ' ' && !isBlank(c) {
			p.fail("%s", strings.Replace(invalid, "%d", strconv.Itoa(int(c)), 1))
		}
		p.pos++
		return
	}
	r, size := utf8.DecodeRuneInString(p.in[p.pos:])
	switch {
	case size < 2:
		if s := p.in[p.pos:]; len(s) > 2 && s[0] == 0xED && s[1]&0xE0 == 0xA0 && s[2]&0xC0 == 0x80 {
			p.fail("Char 0x%X out of allowed range", 0xD000|rune(s[1]&0x3F)<<6|rune(s[2]&0x3F))
		}
		p.fail("Input is not proper UTF-8, indicate encoding !\nBytes:%s", hexBytes(p.in[p.pos:]))
	case r == 0xFFFE || r == 0xFFFF:
		p.fail("Char 0x%X out of allowed range", r)
	}
	p.pos += size
}

// hexBytes shows the bytes at a bad character, four as libxml2 does.
func hexBytes(s string) string {
	var b strings.Builder
	for i := range min(4, len(s)) {
		fmt.Fprintf(&b, " 0x%02X", s[i])
	}
	return b.String()
}

// reference reads "&…;" and returns what it stands for.
func (p *parser) reference() string {
	p.pos++
	if p.skip("#") {
		return string(p.charRef())
	}
	name := p.name()
	if name == "" {
		p.fail("xmlParseEntityRef: no name")
	}
	if !p.skip(";") {
		p.fail("EntityRef: expecting ';'")
	}
	switch name {
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "amp":
		return "&"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	p.fail("Entity '%s' not defined", name)
	return ""
}

func (p *parser) charRef() rune {
	base, kind := rune(10), "decimal"
	if p.skip("x") {
		base, kind = 16, "hexadecimal"
	}
	var v rune
	for ; !p.skip(";"); p.pos++ {
		d, ok := digit(p.peek(), base)
		if !ok {
			p.fail("CharRef: invalid %s value", kind)
		}
		v = min(v*base+d, utf8.MaxRune+1)
	}
	if v > utf8.MaxRune {
		p.fail("xmlParseCharRef: character reference out of bounds")
	}
	if v < ' ' && !isBlank(byte(v)) || !utf8.ValidRune(v) || v == 0xFFFE || v == 0xFFFF {
		p.fail("xmlParseCharRef: invalid xmlChar value %d", v)
	}
	return v
}

func digit(c byte, base rune) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case base == 16 && c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case base == 16 && c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// attrValue reads a quoted value. Blanks in it become spaces, one each.
func (p *parser) attrValue() string {
	quote := p.peek()
	if quote != '"' && quote != '\'' {
		p.fail(`AttValue: " or ' expected`)
	}
	p.pos++
	var b strings.Builder
	start := p.pos
	for {
		if p.eof() {
			p.fail("AttValue: ' expected")
		}
		c := p.in[p.pos]
		switch {
		case c == quote:
			b.WriteString(p.in[start:p.pos])
			p.pos++
			return b.String()
		case c == '<':
			p.fail("Unescaped '<' not allowed in attributes values")
		case c == '&':
			b.WriteString(p.in[start:p.pos])
			b.WriteString(p.reference())
			start = p.pos
		case isBlank(c):
			b.WriteString(p.in[start:p.pos])
			b.WriteByte(' ')
			p.lineEnd()
			start = p.pos
		case c < ' ':
			p.fail("invalid character in attribute value")
		default:
			p.char("")
		}
	}
}

// until passes characters up to end, or fails with unfinished.
func (p *parser) until(end, invalid, unfinished string) string {
	start := p.pos
	for !p.skip(end) {
		if p.eof() {
			p.fail("%s", unfinished)
		}
		p.char(invalid)
	}
	return strings.ReplaceAll(p.in[start:p.pos-len(end)], "\r\n", "\n")
}

func (p *parser) cdata() string {
	rest := p.in[p.pos:]
	seen := rest[:min(max(0, len(rest)-2), 50)] // what libxml2 has gathered by then, and shows
	return p.until("]]>", "Unregistered error message", "CData section not finished\n"+seen)
}

// comment reads a comment after its "<!--".
func (p *parser) comment() string {
	start := p.pos
	for !p.has("--") {
		if p.eof() {
			p.fail("Comment not terminated")
		}
		p.char("xmlParseComment: invalid xmlChar value %d")
	}
	text := p.in[start:p.pos]
	if !p.has("-->") {
		p.fail("Double hyphen within comment: <!--%.50s", text)
	}
	p.pos += len("-->")
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// procInst reads a processing instruction after its "<?".
func (p *parser) procInst() *Node {
	target := p.name()
	switch {
	case target == "":
		p.fail("xmlParsePI : no target name")
	case target == "xml":
		p.fail("XML declaration allowed only at the start of the document")
	case strings.EqualFold(target, "xml"):
		p.fail("Invalid PI name")
	}
	n := &Node{Kind: ProcInst, Name: target}
	if p.skip("?>") {
		return n
	}
	if !p.blanks() {
		p.fail("ParsePI: PI %s space expected", target)
	}
	n.Data = p.until("?>", "PI "+target+" has the invalid Char value %d", "ParsePI: PI "+target+" never end ...")
	return n
}
