package rpc_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestAuthenticate(t *testing.T) {
	noAgent := virt.Errorf(virt.FromPolkit, virt.ErrAuthUnavailable, "no polkit agent available")
	tests := []struct {
		name   string
		offers []protocol.AuthType
		method string
		polkit *virt.Error // the answer to AUTH_POLKIT
		code   virt.ErrorNumber
		texts  []string // in the error; none means none
	}{
		{name: "nothing offered"},
		{name: "none", offers: []protocol.AuthType{protocol.AuthTypeNone}},
		{name: "none is first", offers: []protocol.AuthType{protocol.AuthTypeNone, protocol.AuthTypeSASL}},
		{name: "polkit", offers: []protocol.AuthType{protocol.AuthTypePolkit}},
		{name: "polkit asked for", offers: []protocol.AuthType{protocol.AuthTypeSASL, protocol.AuthTypePolkit}, method: "polkit"},
		{name: "polkit refused", offers: []protocol.AuthType{protocol.AuthTypePolkit}, polkit: noAgent,
			code: virt.ErrAuthUnavailable, texts: []string{"no polkit agent available"}},
		{name: "SASL", offers: []protocol.AuthType{protocol.AuthTypeSASL},
			code: virt.ErrAuthUnavailable, texts: []string{"the server demands", "SCRAM-SHA-256, DIGEST-MD5", "auth_tcp"}},
		{name: "SASL rejected", offers: []protocol.AuthType{protocol.AuthTypeNone}, method: "sasl.SCRAM",
			code: virt.ErrAuthFailed, texts: []string{"authentication failed: requested authentication type sasl.SCRAM rejected"}},
		{name: "polkit rejected", offers: []protocol.AuthType{protocol.AuthTypeNone}, method: "polkit",
			code: virt.ErrAuthFailed, texts: []string{"authentication failed: requested authentication type polkit rejected"}},
		{name: "a type of the future", offers: []protocol.AuthType{9},
			code: virt.ErrAuthFailed, texts: []string{"the server", "type 9"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, func(p *rpctest.Peer) {
				p.Reply(p.Expect(&protocol.AuthList.Proc, nil), &protocol.AuthListReply{Types: test.offers})
				for {
					call := p.Read()
					switch call.Procedure {
					case protocol.AuthPolkit.Number:
						if test.polkit != nil {
							p.ReplyError(call, test.polkit)
						} else {
							p.Reply(call, &protocol.AuthPolkitReply{Complete: 1})
						}
					case protocol.AuthSASLInit.Number:
						p.Reply(call, &protocol.AuthSASLInitReply{MechList: "SCRAM-SHA-256,DIGEST-MD5"})
					default: // who got through asks for something else
						p.Reply(call, &protocol.ConnectGetVersionReply{})
						return
					}
				}
			})
			err := rpc.Authenticate(t.Context(), c, rpc.Login{Peer: "server", Method: test.method})
			if _, err := version(t.Context(), c); err != nil {
				t.Error(err)
			}
			if len(test.texts) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.Is(err, test.code) {
				t.Errorf("the error is %v, want code %d", err, test.code)
			}
			for _, text := range test.texts {
				if err == nil || !strings.Contains(err.Error(), text) {
					t.Errorf("%q is not in %v", text, err)
				}
			}
		})
	}
	err := rpc.Authenticate(t.Context(), nil, rpc.Login{Method: "magic"}) // before anything is asked
	if !errors.Is(err, virt.ErrAuthFailed) || err.Error() != "authentication failed: unknown authentication type magic" {
		t.Errorf("an unknown method: %v", err)
	}
}
