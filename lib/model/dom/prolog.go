package dom

import "strings"

// declaration reads the rest of "<?xml …?>". Whatever encoding it names, the
// text is UTF-8: it has come as a string. Only names that nobody knows are
// refused.
func (p *parser) declaration() {
	p.blanks()
	if !p.skip("version") {
		p.fail("Malformed declaration expecting version")
	}
	if v := p.pseudoAttr(); !strings.HasPrefix(v, "1.") {
		p.fail("Unsupported version '%s'", v)
	}
	blank := p.blanks()
	if p.skip("?>") {
		return
	}
	if !blank {
		p.fail("Blank needed here")
	}
	if p.skip("encoding") {
		enc := p.pseudoAttr()
		if enc == "" {
			p.pos-- // before the closing quote
			p.fail("Invalid XML encoding name")
		}
		if !knownEncoding(enc) {
			p.fail("Unsupported encoding %s", enc)
		}
		blank = p.blanks()
	}
	if p.has("standalone") {
		if !blank {
			p.fail("Blank needed here")
		}
		p.skip("standalone")
		at := p.pos
		if v := p.pseudoAttr(); v != "yes" && v != "no" {
			p.pos = at + strings.IndexAny(p.in[at:], `"'`) + 1
			p.fail("standalone accepts only 'yes' or 'no'")
		}
		p.blanks()
	}
	if !p.skip("?>") {
		p.fail("parsing XML declaration: '?>' expected")
	}
}

// pseudoAttr reads what follows a word of the declaration: ="value".
func (p *parser) pseudoAttr() string {
	p.blanks()
	if !p.skip("=") {
		p.fail("expected '='")
	}
	p.blanks()
	quote := p.peek()
	if quote != '"' && quote != '\'' {
		p.fail("String not started expecting ' or \"")
	}
	rest := p.in[p.pos+1:]
	i := strings.IndexAny(rest, string(quote)+"<>\n")
	if i < 0 || rest[i] != quote {
		p.fail("String not closed expecting \" or '")
	}
	p.pos += 1 + i + 1
	return rest[:i]
}

// knownEncoding tells the families of names that libxml2 or iconv have.
func knownEncoding(name string) bool {
	n := strings.ToUpper(name)
	for _, known := range []string{
		"UTF", "UCS", "ISO-8859", "ISO8859", "ISO-10646", "ISO-2022", "ISO_8859", "LATIN", "ASCII", "US-ASCII", "ANSI_X3",
		"WINDOWS-", "CP1", "CP4", "CP7", "CP8", "CP9", "KOI8", "EUC", "SHIFT", "SJIS", "BIG5", "GB", "MACINTOSH", "TIS-620", "HTML",
	} {
		if strings.HasPrefix(n, known) {
			return true
		}
	}
	return false
}

// doctype passes a document type declaration. One with declarations of its own
// is refused: nothing in machine XML needs them, and entities are how small
// documents become large ones.
func (p *parser) doctype() {
	p.skip("<!DOCTYPE")
	p.blanks()
	if p.name() == "" {
		p.fail("xmlParseDocTypeDecl : no DOCTYPE name !")
	}
	p.blanks()
	switch {
	case p.skip("SYSTEM"):
		p.identifier("SYSTEM")
	case p.skip("PUBLIC"):
		p.identifier("PUBLIC")
		p.identifier("PUBLIC")
	}
	p.blanks()
	if p.has("[") {
		// differs from virsh: declarations inside the document are refused
		p.fail("declarations in a DOCTYPE are not supported")
	}
	if !p.skip(">") {
		p.fail("DOCTYPE improperly terminated")
	}
}

// identifier passes one quoted identifier. It is never followed.
func (p *parser) identifier(keyword string) {
	if !p.blanks() {
		p.fail("Space required after '%s'", keyword)
	}
	quote := p.peek()
	if quote != '"' && quote != '\'' {
		p.fail("SystemLiteral \" or ' expected")
	}
	i := strings.IndexByte(p.in[p.pos+1:], quote)
	if i < 0 {
		p.fail("Unfinished System or Public ID \" or ' expected")
	}
	p.pos += 1 + i + 1
}
