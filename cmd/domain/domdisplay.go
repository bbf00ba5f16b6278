package domain

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domdisplaySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domdisplay", Help: "print the URI of a domain's display",
		Description: "Print the URI at which a viewer reaches the display of a running domain.",
		Examples: []string{
			"domdisplay web",
			"domdisplay web --all --include-password",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("include-password", "with the display's password in it, if it has one"),
			vsh.StringOpt("type", "of the display of this type: vnc, spice, rdp or dbus", "none").Pos(),
			vsh.BoolOpt("all", "of all displays"),
		},
		Run: runDomdisplay,
	}
}

func runDomdisplay(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "all", "type"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	only, err := a.String("type")
	if err != nil {
		return nil, err
	}
	all, err := displays(ctx, dom, a.Bool("include-password"))
	if err != nil {
		return nil, err
	}
	l := &displayList{all: a.Bool("all")}
	for _, typ := range []string{"vnc", "spice", "rdp", "dbus"} {
		if only != "" && typ != only || !l.all && len(l.Displays) > 0 {
			continue
		}
		g := all.of(typ)
		if typ == "dbus" && g.Address != "" && !strings.HasPrefix(g.Address, dbusUnix) {
			s.Errorf("'%s' D-Bus address is not handled", g.Address)
			continue
		}
		uri := g.uri(func() string { return remoteHost(ctx, dom.Conn()) })
		if uri != "" {
			l.Displays = append(l.Displays, display{Type: typ, URI: uri})
		}
	}
	switch {
	case len(l.Displays) > 0:
		return l, nil
	case only != "":
		return nil, vsh.Failf("No graphical display with type '%s' found", only)
	}
	return nil, vsh.Failf("No graphical display found")
}

// dbusUnix is how D-Bus begins the address of a unix socket with a path.
const dbusUnix = "unix:path="

// uri returns where a viewer reaches the display, or nothing where it cannot.
// host tells the name of the host for displays that are at all its addresses.
func (g *graphics) uri(host func() string) string {
	if g.Type == "dbus" {
		path, ok := strings.CutPrefix(g.Address, dbusUnix)
		if !ok {
			return ""
		}
		return "dbus+unix://" + path
	}
	user := ""
	if g.Type == "vnc" && g.Password != "" {
		user = ":" + g.Password + "@"
	}
	port, _ := vsh.ParseInt32(g.Port, false)
	tlsPort, _ := vsh.ParseInt32(g.TLSPort, false)
	if port == 0 && tlsPort == 0 {
		if socket := g.socket(); socket != "" {
			return g.Type + "+unix://" + user + socket
		}
		return ""
	}
	address := g.address()
	switch address {
	case "", "0.0.0.0", "::":
		address = host()
	}
	if strings.Contains(address, ":") {
		address = "[" + address + "]"
	}
	uri := g.Type + "://" + user + address
	if port != 0 {
		if g.Type == "vnc" {
			port -= vncPort
		}
		uri += fmt.Sprintf(":%d", port)
	}
	separator := "?"
	if tlsPort != 0 {
		uri += fmt.Sprintf("?tls-port=%d", tlsPort)
		separator = "&"
	}
	if g.Type == "spice" && g.Password != "" {
		uri += separator + "password=" + g.Password
	}
	return uri
}

// remoteHost returns the name by which the host is reached, localhost if it is
// this one.
func remoteHost(ctx context.Context, conn interface {
	URI(context.Context) (string, error)
}) string {
	if text, err := conn.URI(ctx); err == nil {
		if uri, err := url.Parse(text); err == nil && uri.Hostname() != "" {
			return uri.Hostname()
		}
	}
	return "localhost"
}

// displayList is the displays of a domain.
type displayList struct {
	Displays []display `json:"displays"`

	all bool
}

type display struct {
	Type string `json:"type"`
	URI  string `json:"uri"`
}

// Text prints the URIs, a line each if all were asked for.
func (l *displayList) Text(p *format.Printer) error {
	for _, d := range l.Displays {
		p.Print(d.URI)
		if l.all {
			p.Print("\n")
		}
	}
	return nil
}
