package format

import "strings"

// The parts of XML that have a colour.
const (
	tagColor       = "\x1b[36m"
	attributeColor = yellow
	valueColor     = green
	commentColor   = "\x1b[2m"
)

// XML prints XML as it came, in colour when the printer colours.
func (p *Printer) XML(text string) {
	if p.o.Color {
		text = colorXML(text)
	}
	p.Print(text)
}

// colorXML returns XML with colours put in. Everything else stays as it is, also
// where it is no XML.
func colorXML(text string) string {
	var b strings.Builder
	b.Grow(2 * len(text))
	for text != "" {
		start := strings.IndexByte(text, '<')
		if start < 0 {
			break
		}
		b.WriteString(text[:start])
		text = text[start:]
		switch {
		case strings.HasPrefix(text, "<!--"):
			text = colorUntil(&b, text, "-->")
		case strings.HasPrefix(text, "<![CDATA["):
			text = colorUntil(&b, text, "]]>")
		case strings.HasPrefix(text, "<?"):
			text = colorUntil(&b, text, "?>")
		default:
			text = colorTag(&b, text)
		}
	}
	return b.String() + text
}

// colorUntil writes text up to and with its end as what is not for machines, and
// returns the rest.
func colorUntil(b *strings.Builder, text, end string) string {
	n := len(text)
	if i := strings.Index(text, end); i >= 0 {
		n = i + len(end)
	}
	b.WriteString(commentColor + text[:n] + reset)
	return text[n:]
}

// colorTag writes the tag that text begins with, and returns the rest.
func colorTag(b *strings.Builder, text string) string {
	n := 1 + strings.IndexAny(text[1:]+">", " \t\r\n>")
	b.WriteString(tagColor + text[:n] + reset)
	text = text[n:]
	for text != "" {
		switch c := text[0]; c {
		case '>', '/', '?':
			n = 1
			b.WriteString(tagColor + text[:n] + reset)
		case '"', '\'':
			n = len(text)
			if i := strings.IndexByte(text[1:], c); i >= 0 {
				n = i + 2
			}
			b.WriteString(valueColor + text[:n] + reset)
		case ' ', '\t', '\r', '\n', '=', '<':
			n = 1
			b.WriteString(text[:n])
		default:
			n = strings.IndexAny(text+"=", " \t\r\n=>/\"'")
			b.WriteString(attributeColor + text[:n] + reset)
		}
		end := text[0] == '>'
		text = text[n:]
		if end {
			break
		}
	}
	return text
}
