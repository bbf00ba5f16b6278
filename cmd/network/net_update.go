package network

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netUpdateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-update", Help: "change a part of a network's configuration",
		Description: "Add an entry to a section of a network, or modify or delete it, without a restart of the network.",
		Examples:    []string{`net-update default add ip-dhcp-host '<host mac="52:54:00:00:00:01" ip="192.168.77.9"/>' --live --config`},
		Opts: []vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks"),
			vsh.StringArg("command", "what to do: add-first, add-last (or add), delete or modify", "network-update-commands"),
			vsh.StringArg("section", "the section to change", "network-update-sections"),
			vsh.StringArg("xml", "the XML of the entry, or the name of a file with it", "files"),
			vsh.IntOpt("parent-index", "index of the element that has the section, where several have one", "int32").Loose(),
			vsh.BoolOpt("config", "affect the next start"),
			vsh.BoolOpt("live", "affect the running network"),
			vsh.BoolOpt("current", "affect the network as it is now: running, else the next start"),
		},
		Run: runNetUpdate,
	}
}

func runNetUpdate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	command, section, err := updateTarget(a)
	if err != nil {
		return nil, err
	}
	parent := int32(-1)
	if a.Has("parent-index") {
		if parent, err = a.Int32("parent-index"); err != nil {
			return nil, err
		}
	}
	xml, err := a.String("xml")
	if err == nil && !strings.HasPrefix(xml, "<") {
		xml, err = s.ReadXMLFile(xml)
	}
	if err != nil {
		return nil, err
	}
	flags := virt.NetworkUpdateFlags(impact) // the bits are the same
	if err := net.Update(ctx, command, section, int(parent), xml, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update network %s", net.Name())
	}
	u := updated{Live: flags&virt.NetworkUpdateAffectLive != 0, Config: flags&virt.NetworkUpdateAffectConfig != 0}
	if !u.Live && !u.Config {
		active, err := net.IsActive(ctx)
		u.Live = active || err != nil
		u.Config = !u.Live
	}
	u.Action = format.Done("updated", format.Ref(net.Ref()), "Updated network %s %s", net.Name(), u.affected())
	return u, nil
}

// updateTarget returns the command and the section that the options name.
func updateTarget(a *vsh.Args) (virt.NetworkUpdateCommand, virt.NetworkUpdateSection, error) {
	word, err := a.String("command")
	if err != nil {
		return 0, 0, err
	}
	commands := map[string]virt.NetworkUpdateCommand{
		"add":       virt.NetworkUpdateCommandAddLast,
		"add-last":  virt.NetworkUpdateCommandAddLast,
		"add-first": virt.NetworkUpdateCommandAddFirst,
		"delete":    virt.NetworkUpdateCommandDelete,
		"modify":    virt.NetworkUpdateCommandModify,
	}
	command, ok := commands[word]
	if !ok {
		return 0, 0, vsh.Failf("unrecognized command name '%s'", word)
	}
	if word, err = a.String("section"); err != nil {
		return 0, 0, err
	}
	for section := virt.NetworkSectionBridge; section <= virt.NetworkSectionDNSSRV; section++ {
		if section.String() == word {
			return command, section, nil
		}
	}
	return 0, 0, vsh.Failf("unrecognized section name '%s'", word)
}

// updated is a network that was changed, and what of it.
type updated struct {
	format.Action
	Live   bool `json:"live"`
	Config bool `json:"config"`
}

func (u *updated) affected() string {
	var parts []string
	if u.Config {
		parts = append(parts, "persistent config")
	}
	if u.Live {
		parts = append(parts, "live state")
	}
	return strings.Join(parts, " and ")
}
