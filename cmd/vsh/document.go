package vsh

import (
	"errors"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

// XPathOpts is the options of commands that print an XML document, see Document.
func XPathOpts() []Opt {
	return []Opt{
		StringOpt("xpath", "print only what an XPath expression matches", "none"),
		BoolOpt("wrap", "put the matches into one element"),
	}
}

// Document returns the result of a command that prints an XML document and has
// the options that XPathOpts makes: the document that fetch returns, or what
// --xpath selects of it.
//
// differs from virsh: an expression that is no XPath is an error.
func Document(a *Args, fetch func() (string, error)) (format.Result, error) {
	expr, err := a.String("xpath")
	if err != nil {
		return nil, ErrQuiet
	}
	doc, err := fetch()
	if err != nil {
		return nil, err
	}
	if !a.Has("xpath") {
		return format.XML(doc), nil
	}
	found, err := xmledit.Select(doc, expr)
	if errors.Is(err, xmledit.ErrNotNodes) {
		return nil, virt.Errorf(virt.FromNone, virt.ErrInternalError, "Incorrect xpath '%s'", expr)
	}
	if err != nil {
		return nil, Failf("%s", err)
	}
	if a.Bool("wrap") {
		return format.XML(found.Wrap() + "\n"), nil
	}
	return &selection{found.Strings()}, nil
}

// selection is what an XPath expression matched, each as XML.
type selection struct {
	Matches []string `json:"matches"`
}

// Text prints the matches, each with a newline.
func (s *selection) Text(p *format.Printer) error {
	for _, match := range s.Matches {
		p.Print(match, "\n")
	}
	return nil
}
