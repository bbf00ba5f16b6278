package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func connectSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "connect", Help: "connect to a host, or to the same one again",
		Description: "Connect to the host that the URI names. Later commands go there. Without a URI\n" +
			"the host stays the same.",
		Examples: []string{"connect test:///default --readonly"},
		Opts: []vsh.Opt{
			vsh.StringOpt("name", "URI of the host", "uris").Pos().Empty(),
			vsh.BoolOpt("readonly", "allow nothing that changes the host"),
		},
		NoConnect: true,
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			uri := s.URI
			if a.Has("name") {
				uri = a.Raw("name")
			}
			if err := s.Connect(ctx, uri, a.Bool("readonly")); err != nil {
				return nil, err
			}
			if a.Has("name") {
				s.URIFrom = "connect"
			}
			return connected{Verb: "connected", URI: uri, ReadOnly: s.ReadOnly}, nil
		},
	}
}

// connected tells which host commands go to.
type connected struct {
	Verb     string `json:"verb"`
	URI      string `json:"uri,omitempty"` // as it was named; left out for the default
	ReadOnly bool   `json:"readOnly"`
}

// Text prints nothing.
func (connected) Text(*format.Printer) error { return nil }
