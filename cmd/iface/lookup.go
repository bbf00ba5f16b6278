package iface

import (
	"context"
	"regexp"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// ifaceArg is the required interface. complete names the interfaces to offer.
func ifaceArg(complete string) vsh.Opt {
	return vsh.StringArg("interface", "name or MAC address of the interface", complete)
}

// by is the ways in which a word may name an interface.
type by uint8

const (
	byName by = 1 << iota // unless it is a MAC address
	byMAC
)

// lookup returns the interface that the option interface names.
func lookup(ctx context.Context, s *vsh.Session, a *vsh.Args, by by) (*libvirt.Interface, error) {
	return lookupOf(ctx, s, a, "interface", by)
}

// lookupOf is lookup for an option of another name.
func lookupOf(ctx context.Context, s *vsh.Session, a *vsh.Args, opt string, by by) (*libvirt.Interface, error) {
	word, err := a.String(opt)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var iface *libvirt.Interface
	switch mac := isMAC(word); {
	case mac && by&byMAC != 0:
		iface, err = conn.LookupInterfaceByMACString(ctx, word)
	case !mac && by&byName != 0:
		iface, err = conn.LookupInterfaceByName(ctx, word)
	default:
		return nil, vsh.Failf("failed to get interface '%s'", word)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get interface '%s'", word)
	}
	return iface, nil
}

// isMAC reports whether a word is a MAC address, the way libvirt reads one.
func isMAC(word string) bool {
	return regexp.MustCompile(`^(?i)([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$`).MatchString(word)
}
