package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func guestinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "guestinfo", Help: "show what a guest says of itself",
		Description: "Show what the agent of a guest says of it: all it can tell, or what is chosen.",
		Examples: []string{
			"guestinfo web",
			"guestinfo web --os --hostname",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("user", "who is logged in"),
			vsh.BoolOpt("os", "the operating system"),
			vsh.BoolOpt("timezone", "the time zone"),
			vsh.BoolOpt("hostname", "the guest's name"),
			vsh.BoolOpt("filesystem", "what is mounted"),
			vsh.BoolOpt("disk", "the disks"),
			vsh.BoolOpt("interface", "the network interfaces"),
		},
		Run: runGuestinfo,
	}
}

func runGuestinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	types := vsh.FlagMap[virt.DomainGuestInfoTypes]{
		"user":       virt.DomainGuestInfoUsers,
		"os":         virt.DomainGuestInfoOS,
		"timezone":   virt.DomainGuestInfoTimezone,
		"hostname":   virt.DomainGuestInfoHostname,
		"filesystem": virt.DomainGuestInfoFilesystem,
		"disk":       virt.DomainGuestInfoDisks,
		"interface":  virt.DomainGuestInfoInterfaces,
	}.Of(a)
	params, err := dom.GuestInfo(ctx, types, 0)
	if err != nil {
		return nil, err
	}
	info := &guestInfo{params: params}
	for _, p := range params {
		info.Info = append(info.Info, format.Field{Name: p.Name, Value: p.Value.Any()})
	}
	return info, nil
}

// guestInfo is what a guest says of itself. The keys are the host's names.
type guestInfo struct {
	Info format.Object `json:"info"`

	params []virt.TypedParam
}

// Text prints a line for each parameter.
func (g *guestInfo) Text(p *format.Printer) error {
	for _, param := range g.params {
		p.Printf("%-20s: %s\n", param.Name, param.Value)
	}
	return nil
}
