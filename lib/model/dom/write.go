package dom

import "strings"

var textEscapes = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", "\r", "&#13;")
var attrEscapes = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")

// Write appends n in libxml2's form: double quotes, no space in empty elements,
// one line for each child element, two blanks for each level. An element with
// text is written as it is, all that is in it included.
func (n *Node) Write(b *strings.Builder, level int) { n.write(b, level, true) }

func (n *Node) write(b *strings.Builder, level int, lines bool) {
	switch n.Kind {
	case Text:
		_, _ = textEscapes.WriteString(b, n.Data)
	case CData:
		b.WriteString("<![CDATA[" + n.Data + "]]>")
	case Comment:
		b.WriteString("<!--" + n.Data + "-->")
	case ProcInst:
		b.WriteString("<?" + n.Name)
		if n.Data != "" {
			b.WriteString(" " + n.Data)
		}
		b.WriteString("?>")
	case Element:
		n.writeElement(b, level, lines)
	}
}

func (n *Node) writeElement(b *strings.Builder, level int, lines bool) {
	b.WriteString("<" + n.QName())
	for _, a := range n.Attrs {
		b.WriteString(" " + a.Name + `="`)
		_, _ = attrEscapes.WriteString(b, a.Value)
		b.WriteByte('"')
	}
	if len(n.Kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	lines = lines && !n.mixed()
	for _, k := range n.Kids {
		if lines {
			b.WriteByte('\n')
			indent(b, level+1)
		}
		k.write(b, level+1, lines)
	}
	if lines {
		b.WriteByte('\n')
		indent(b, level)
	}
	b.WriteString("</" + n.QName() + ">")
}

func (n *Node) mixed() bool {
	for _, k := range n.Kids {
		if k.Kind == Text || k.Kind == CData {
			return true
		}
	}
	return false
}

func indent(b *strings.Builder, level int) {
	for range level {
		b.WriteString("  ")
	}
}

// DropBlanks removes the texts of blanks that only lay out the elements below
// n, by libxml2's rule (keepBlanks off): those before a child, where neither
// the text before nor the first child is text.
func (n *Node) DropBlanks() {
	kept := n.Kids[:0]
	for i, k := range n.Kids {
		last := i == len(n.Kids)-1
		layout := k.Kind == Text && strings.TrimLeft(k.Data, " \t\n\r") == "" &&
			!(last && len(kept) == 0) &&
			!(len(kept) > 0 && (kept[len(kept)-1].Kind == Text || kept[0].Kind == Text))
		if !layout {
			kept = append(kept, k)
		}
	}
	n.Kids = kept
	for _, k := range n.Kids {
		if k.Kind == Element {
			k.DropBlanks()
		}
	}
}
