package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func capabilitiesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "capabilities", Help: "print what the host and its guests can be",
		Description: "Print the host's CPU, topology and security models, and the kinds of guests it can run, as XML.",
		Examples: []string{
			"capabilities",
			"capabilities --xpath //host/cpu/model",
		},
		Opts: vsh.XPathOpts(),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) {
				doc, err := conn.Capabilities(ctx)
				if err != nil {
					return "", vsh.Wrapf(err, "failed to get capabilities")
				}
				return doc + "\n", nil // virsh prints one more, whatever the document ends in
			})
		},
	}
}
