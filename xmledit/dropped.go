package xmledit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// A Loss is something that a host did not keep of a document.
type Loss struct {
	Path string // of names; an attribute's has an @
	Hint string // what may be wrong with it, or nothing
}

// String returns the path and the hint.
func (l Loss) String() string {
	if l.Hint == "" {
		return l.Path
	}
	return l.Path + " (" + l.Hint + ")"
}

// Dropped compares a document with what a host made of it and returns what is
// not there any more, in the order of the document: elements of which there are
// fewer than before, without what is in them, and attributes that no element of
// that place has. Values are not compared, since hosts write them anew.
func Dropped(sent, kept string) ([]Loss, error) {
	before, err := parse(sent)
	if err != nil {
		return nil, err
	}
	after, err := parse(kept)
	if err != nil {
		return nil, err
	}
	d := dropped{have: make(map[string]int)}
	d.count(after.Root(), "")
	d.compare(before.Root(), "", "")
	return d.losses, nil
}

type dropped struct {
	have   map[string]int // by the expanded names of a path; what is left of it
	losses []Loss
}

// expandedName returns a name that does not depend on the prefix.
func expandedName(space, local, uri string) string {
	if space != "" && uri == "" {
		return space + ":" + local // not declared
	}
	return "{" + uri + "}" + local
}

func elementKey(e *etree.Element) string { return expandedName(e.Space, e.Tag, e.NamespaceURI()) }

func attributeKey(a *etree.Attr) string {
	if a.Space == "" {
		return "@" + a.Key
	}
	return "@" + expandedName(a.Space, a.Key, a.NamespaceURI())
}

func (d *dropped) count(e *etree.Element, key string) {
	key += "/" + elementKey(e)
	d.have[key]++
	for i := range e.Attr {
		d.have[key+"/"+attributeKey(&e.Attr[i])]++
	}
	for _, c := range e.ChildElements() {
		d.count(c, key)
	}
}

func (d *dropped) compare(e *etree.Element, key, path string) {
	key += "/" + elementKey(e)
	path += "/" + e.FullTag()
	if d.have[key] == 0 {
		hint := ""
		if schema(e.Space) != "" {
			hint = namespaceHint(e)
		}
		d.lose(path, hint)
		return
	}
	d.have[key]--
	for i := range e.Attr {
		a := &e.Attr[i]
		if !namespaceDeclaration(a) && d.have[key+"/"+attributeKey(a)] == 0 {
			d.lose(path+"/@"+a.FullKey(), "")
		}
	}
	for _, c := range e.ChildElements() {
		d.compare(c, key, path)
	}
}

func (d *dropped) lose(path, hint string) {
	if !slices.ContainsFunc(d.losses, func(l Loss) bool { return l.Path == path }) {
		d.losses = append(d.losses, Loss{path, hint})
	}
}

// schema returns the namespace that one of libvirt's drivers reads beside
// libvirt's own elements, by its usual prefix.
func schema(prefix string) string {
	path, ok := map[string]string{
		"qemu":    "domain/qemu",
		"lxc":     "domain/lxc",
		"xen":     "domain/xen",
		"bhyve":   "domain/bhyve",
		"dnsmasq": "network/dnsmasq",
		"fs":      "storagepool/fs",
		"rbd":     "storagepool/rbd",
	}[prefix]
	if !ok {
		return ""
	}
	return "http://libvirt.org/schemas/" + path + "/1.0"
}

// namespaceHint tells that an element has the prefix of one of libvirt's
// namespaces but is not in it.
func namespaceHint(e *etree.Element) string {
	uri := schema(e.Space)
	switch e.NamespaceURI() {
	case uri:
		return ""
	case "":
		return fmt.Sprintf("the root element needs xmlns:%s='%s'", e.Space, uri)
	}
	return fmt.Sprintf("xmlns:%s is not '%s'", e.Space, uri)
}

// Losses returns the lines that tell a user of losses; nothing for none.
func Losses(losses []Loss) string {
	if len(losses) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("the host did not keep:")
	for _, l := range losses {
		fmt.Fprintf(&b, "\n  %s", l)
	}
	return b.String()
}
