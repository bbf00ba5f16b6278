package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// networkUpdate changes an entry of what runs, of what is configured, or of
// both: then neither changes if one cannot.
func (s *session) networkUpdate(_ context.Context, a *protocol.NetworkUpdateArgs) error {
	known := virt.NetworkUpdateAffectLive | virt.NetworkUpdateAffectConfig
	if err := checkFlags(a.Flags, known, "testNetworkUpdate"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.networkWithUUID(a.Net.UUID)
	if err != nil {
		return err
	}
	flags := virt.NetworkUpdateFlags(a.Flags)
	switch {
	case flags != virt.NetworkUpdateAffectCurrent:
	case n.active:
		flags = virt.NetworkUpdateAffectLive
	default:
		flags = virt.NetworkUpdateAffectConfig
	}
	return n.update(flags, model.NetworkUpdate{
		Command: virt.NetworkUpdateCommand(a.Command),
		Section: virt.NetworkUpdateSection(a.Section),
		Parent:  int(a.ParentIndex),
		XML:     a.XML,
	}, s.options)
}

// update changes the network. flags say what of it.
func (n *network) update(flags virt.NetworkUpdateFlags, u model.NetworkUpdate, o model.Options) error {
	onLive, onConfig := flags&virt.NetworkUpdateAffectLive != 0, flags&virt.NetworkUpdateAffectConfig != 0
	switch {
	case onLive && !n.active:
		return virt.Errorf(virt.FromNetwork, virt.ErrOperationInvalid, "network is not running")
	case onConfig && !n.persistent:
		return virt.Errorf(virt.FromNetwork, virt.ErrOperationInvalid, "cannot change persistent config of a transient network")
	}
	var live, config *model.Network
	var err error
	if onLive {
		if live, err = n.def.Update(u, o); err != nil {
			return err
		}
	}
	if onConfig {
		if config, err = n.config().Update(u, o); err != nil {
			return err
		}
	}
	if onConfig && n.active {
		n.next = config
	} else if onConfig {
		n.def = config
	}
	if onLive {
		n.def = live
	}
	return nil
}

// config returns the definition that changes of the configuration start from.
func (n *network) config() *model.Network {
	if n.next != nil {
		return n.next
	}
	return n.def
}
