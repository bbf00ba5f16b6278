package xmledit

import (
	"strings"

	"github.com/beevik/etree"
)

// SetLinkState returns the interface of a domain that has a MAC address, in any
// case of letters, or a target, as an element of XML with its link in the given
// state. The rest of the element is as it stands in doc. It is empty if the
// domain has no such interface; of several, it is the first.
func SetLinkState(doc, name, state string) (element string, err error) {
	interfaces, err := devices(doc, "interface")
	if err != nil {
		return "", err
	}
	for _, i := range interfaces {
		if !interfaceCalled(i, name) {
			continue
		}
		link := i.SelectElement("link")
		if link == nil {
			link = i.CreateElement("link")
		}
		link.CreateAttr("state", state)
		return verbatim(i), nil
	}
	return "", nil
}

func interfaceCalled(i *etree.Element, name string) bool {
	return strings.EqualFold(childAttr(i, "mac", "address"), name) || childAttr(i, "target", "dev") == name
}

// verbatim returns an element as it stands, with all blanks.
func verbatim(e *etree.Element) string {
	var v viewer
	n := v.add(nil, &node{kind: elementNode, token: e})
	v.attributes(n, e)
	v.children(n, e, true)
	var s serializer
	s.node(n, -1, nil)
	return s.String()
}
