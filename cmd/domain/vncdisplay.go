package domain

import (
	"context"
	"fmt"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func vncdisplaySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vncdisplay", Help: "print where a domain's VNC display is",
		Examples: []string{"vncdisplay web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			all, err := displays(ctx, dom, false)
			if err != nil {
				return nil, err
			}
			vnc := all.of("vnc")
			port, ok := vsh.ParseInt32(vnc.Port, false)
			if !ok {
				return nil, vsh.Failf("Failed to get VNC port. Is this domain using VNC?")
			}
			address := vnc.address()
			if address == "0.0.0.0" {
				address = ""
			}
			number := port - vncPort
			return format.ValueText("display", vncDisplay{Address: address, Number: number}, fmt.Sprintf("%s:%d\n", address, number)), nil
		},
	}
}

// vncDisplay is where a domain's VNC server listens.
type vncDisplay struct {
	Address string `json:"address,omitempty"` // all of the host's, if empty
	Number  int32  `json:"number"`
}
