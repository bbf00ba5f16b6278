package domain

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func attachInterfaceSpec() *vsh.Spec {
	word := func(name, help, complete string) vsh.Opt { return vsh.StringOpt(name, help, complete).Loose() }
	opts := append([]vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.StringArg("type", "network, bridge, direct, hostdev or vhostuser", "interface-types"),
		vsh.StringArg("source", "network, bridge, device, PCI address or socket that it is joined to", "networks"),
		word("target", "name of its device on the host", "none"),
		word("mac", "MAC address; without one the host makes it up", "none"),
		word("script", "script that joins it to the bridge", "files"),
		word("model", "what the guest sees: virtio, e1000", "interface-models"),
		word("alias", "alias of the interface, beginning with ua-", "none"),
		word("inbound", "what it may receive: AVERAGE,PEAK,BURST,FLOOR in KiB/s, BURST in KiB", "none"),
		word("outbound", "what it may send: AVERAGE,PEAK,BURST", "none"),
	}, deviceOpts()...)
	return &vsh.Spec{
		Name: "attach-interface", Help: "give a domain a network interface",
		Description: "Give a domain the network interface that the options describe.",
		Examples:    []string{"attach-interface web network default --model virtio --live --config"},
		Opts: append(opts,
			vsh.BoolOpt("print-xml", "show the interface as XML and attach nothing"),
			vsh.BoolOpt("managed", "take the device of a hostdev from the host and give it back later"),
			word("source-mode", "of a vhostuser: client or server", "interface-source-modes"),
		),
		Run: runAttachInterface,
	}
}

func runAttachInterface(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := readDeviceImpact(a)
	if err != nil {
		return nil, err
	}
	i, err := readInterface(a)
	if err != nil {
		return nil, err
	}
	xml := i.XML()
	if a.Bool("print-xml") {
		return format.XML(xml), nil
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := impact.attach(ctx, dom, xml); err != nil {
		return nil, vsh.Wrapf(err, "Failed to attach interface")
	}
	return deviceDone("attached", dom, xmledit.ParseDevice(xml), "Interface attached successfully\n"), nil
}

// readInterface returns the interface that the options of attach-interface
// describe.
func readInterface(a *vsh.Args) (*xmledit.Interface, error) {
	i := &xmledit.Interface{Managed: a.Bool("managed")}
	var inbound, outbound string
	for _, o := range [...]struct {
		name  string
		value *string
	}{
		{"type", &i.Type}, {"source", &i.Source}, {"target", &i.Target}, {"mac", &i.MAC}, {"script", &i.Script},
		{"model", &i.Model}, {"alias", &i.Alias}, {"inbound", &inbound}, {"outbound", &outbound}, {"source-mode", &i.SourceMode},
	} {
		var err error
		if *o.value, err = a.String(o.name); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(interfaceTypes(), i.Type) {
		return nil, noSupport(i.Type)
	}
	if i.SourceMode != "" && i.SourceMode != "client" && i.SourceMode != "server" {
		return nil, vsh.Failf("Invalid source mode: %s", i.SourceMode)
	}
	if err := readInterfaceRates(i, inbound, outbound); err != nil {
		return nil, err
	}
	switch i.Type {
	case "network", "bridge", "direct":
	case "hostdev":
		var ok bool
		if i.PCI, ok = parsePCIAddress(i.Source); !ok {
			return nil, vsh.Failf("cannot parse pci address '%s' for network interface", i.Source)
		}
	case "vhostuser":
		if i.SourceMode == "" {
			return nil, vsh.Failf("source-mode is mandatory")
		}
	default:
		return nil, noSupport(i.Type)
	}
	return i, nil
}

func noSupport(typ string) error {
	return vsh.Failf("No support for %s in command 'attach-interface'", typ)
}

// interfaceTypes are the types of interfaces that there are. Of some the options
// do not say enough.
func interfaceTypes() []string {
	return []string{
		"bridge", "client", "direct", "ethernet", "hostdev", "internal", "mcast", "network",
		"null", "server", "udp", "user", "vds", "vdpa", "vhostuser",
	}
}

// readInterfaceRates reads the limits of the traffic of i; an empty word is none.
func readInterfaceRates(i *xmledit.Interface, inbound, outbound string) error {
	if inbound != "" {
		r, err := parseRate(inbound)
		switch {
		case err != nil:
			return err
		case r.Average == 0 && r.Floor == 0:
			return vsh.Failf("either inbound average or floor is mandatory")
		}
		i.Inbound = &r
	}
	if outbound != "" {
		r, err := parseRate(outbound)
		switch {
		case err != nil:
			return err
		case r.Average == 0:
			return vsh.Failf("outbound average is mandatory")
		case r.Floor != 0:
			return vsh.Failf("outbound floor is unsupported yet")
		}
		i.Outbound = &r
	}
	return nil
}
