package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ttyconsoleSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "ttyconsole", Help: "print a domain's terminal on the host",
		Examples: []string{"ttyconsole web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			doc, err := dom.XMLDesc(ctx, 0)
			if err != nil {
				return nil, err
			}
			var d struct {
				Consoles []struct {
					TTY string `xml:"tty,attr"`
				} `xml:"devices>console"`
			}
			if err := parse(doc, &d); err != nil {
				return nil, err
			}
			for _, c := range d.Consoles {
				if c.TTY != "" {
					return format.Value("tty", c.TTY), nil
				}
			}
			return nil, vsh.ErrQuiet // virsh says nothing either
		},
	}
}
