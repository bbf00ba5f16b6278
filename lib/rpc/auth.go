package rpc

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Login is how a client proves who it is.
type Login struct {
	// Peer names the server in errors.
	Peer string
	// Method is the one that the user insists on, as the URI parameter auth
	// names it: polkit, sasl, or sasl.MECHANISM. Empty takes what the server asks
	// for first.
	Method string
}

// Authenticate does what the server demands before it lets a client open a
// session. It is the first call of a connection. What the server refuses fails
// with its own error, of a code such as virt.ErrAuthUnavailable for polkit
// without an agent; the caller may then close the connection and try again.
func Authenticate(ctx context.Context, c protocol.Invoker, l Login) error {
	want, err := l.wanted()
	if err != nil {
		return err
	}
	list, err := protocol.AuthList.Call(ctx, c)
	if err != nil {
		return err
	}
	method := protocol.AuthTypeNone
	if len(list.Types) > 0 {
		method = list.Types[0]
	}
	if l.Method != "" {
		if !slices.Contains(list.Types, want) {
			return virt.Errorf(virt.FromRemote, virt.ErrAuthFailed, "requested authentication type %s rejected", l.Method)
		}
		method = want
	}
	switch method {
	case protocol.AuthTypeNone:
		return nil
	case protocol.AuthTypePolkit:
		_, err := protocol.AuthPolkit.Call(ctx, c)
		return err
	case protocol.AuthTypeSASL:
		return l.demandsSASL(ctx, c)
	}
	return virt.Errorf(virt.FromRemote, virt.ErrAuthFailed, "the %s demands an authentication of type %d, which is in none of the protocol's versions up to this program's", l.Peer, method)
}

func (l Login) wanted() (protocol.AuthType, error) {
	switch {
	case l.Method == "polkit":
		return protocol.AuthTypePolkit, nil
	case l.Method == "sasl", strings.HasPrefix(l.Method, "sasl."):
		return protocol.AuthTypeSASL, nil
	case l.Method == "":
		return protocol.AuthTypeNone, nil
	}
	return 0, virt.Errorf(virt.FromRemote, virt.ErrAuthFailed, "unknown authentication type %s", l.Method)
}

// demandsSASL tells what the server wants to see. The question is not an
// attempt: it leaves the connection as it was.
func (l Login) demandsSASL(ctx context.Context, c protocol.Invoker) error {
	mechanisms := "SASL"
	if r, err := protocol.AuthSASLInit.Call(ctx, c); err == nil && r.MechList != "" {
		mechanisms = "SASL (" + strings.ReplaceAll(r.MechList, ",", ", ") + ")"
	}
	return virt.Errorf(virt.FromRemote, virt.ErrAuthUnavailable,
		"the %s demands a name and a password by %s, which this program cannot give; "+
			"use a socket of that host that asks for none or for polkit (auth_unix_rw and auth_tcp in its libvirtd.conf)",
		l.Peer, mechanisms)
}
