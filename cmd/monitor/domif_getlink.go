package monitor

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domifGetlinkSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domif-getlink", Help: "show whether a network cable is plugged in",
		Description: "Show whether the link of one of a domain's network interfaces is up or down.",
		Examples:    []string{"domif-getlink web web0"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.StringArg("interface", "target or MAC address of the interface", "domain-interfaces"),
			vsh.AliasOpt("persistent", "config"),
			vsh.BoolOpt("config", "that of the next boot instead of the running domain"),
		},
		Run: runDomifGetlink,
	}
}

func runDomifGetlink(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	name, err := a.String("interface")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	var flags virt.DomainXMLFlags
	if a.Bool("config") {
		flags = virt.DomainXMLInactive
	}
	devs, err := devicesOf(ctx, dom, flags)
	if err != nil {
		return nil, err
	}
	mac := macAddress(name)
	var found []interfaceXML
	for _, i := range devs.Interfaces {
		if i.Target.Dev == name || mac != "" && i.MAC.Address == mac {
			found = append(found, i)
		}
	}
	switch {
	case len(found) > 1:
		return nil, vsh.Failf("multiple matching interfaces found")
	case len(found) == 1:
		return &linkState{Interface: name, State: cmp.Or(found[0].Link.State, "up")}, nil
	case mac != "":
		return nil, vsh.Failf("Interface (mac: %s) not found.", mac)
	}
	return nil, vsh.Failf("Interface (dev: %s) not found.", name)
}

// macAddress returns the MAC address that a word is, in the form that XML of
// hosts has; empty for another word. Leading zeros may be missing; a blank ends
// it.
func macAddress(word string) string {
	if i := strings.IndexAny(word, " \t\n\v\f\r"); i >= 0 {
		word = word[:i]
	}
	parts := strings.Split(word, ":")
	if len(parts) != 6 {
		return ""
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 16, 8)
		if err != nil || len(part) > 2 {
			return ""
		}
		parts[i] = fmt.Sprintf("%02x", n)
	}
	return strings.Join(parts, ":")
}

// linkState is the state of an interface's link.
type linkState struct {
	Interface string `json:"interface"` // as the user called it
	State     string `json:"state"`     // up or down
}

// Text prints both.
func (l *linkState) Text(p *format.Printer) error {
	p.Printf("%s %s", l.Interface, l.State)
	return nil
}
