package host

import (
	"context"
	"encoding/xml"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func maxvcpusSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "maxvcpus", Help: "print how many virtual CPUs a guest can have",
		Examples: []string{
			"maxvcpus",
			"maxvcpus kvm",
		},
		Opts: []vsh.Opt{vsh.StringOpt("type", "how guests are run, as in <domain type=…>", "virt-types").Loose()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			typ, err := a.String("type")
			if err != nil {
				return nil, err
			}
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			n, ok := capableVcpus(ctx, conn, typ)
			if !ok {
				if n, err = conn.MaxVcpus(ctx, typ); err != nil {
					return nil, err
				}
			}
			return format.Value("maxVcpus", n), nil
		},
	}
}

// capableVcpus returns the number that the capabilities of domains have, if they
// have one. It can be lower than what the host says outright, since it is that
// of the default machine type.
func capableVcpus(ctx context.Context, conn *libvirt.Conn, typ string) (int, bool) {
	doc, err := conn.DomainCapabilities(ctx, "", "", "", typ, 0)
	if err != nil {
		return 0, false // many hosts have none
	}
	var caps struct {
		Vcpu []struct {
			Max string `xml:"max,attr"`
		} `xml:"vcpu"`
	}
	if err := xml.Unmarshal([]byte(doc), &caps); err != nil || len(caps.Vcpu) == 0 {
		return 0, false
	}
	max, ok := vsh.ParseInt32(caps.Vcpu[0].Max, false)
	return int(max), ok && max >= 0
}
