package domain

import (
	"context"
	"math"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func sendKeySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "send-key", Help: "press keys of a guest's keyboard",
		Description: "Press keys of a guest's keyboard, all at once, and let go of them. A key is a number of the\n" +
			"codeset, or, in the codesets linux, os_x and win32, a name.",
		Examples: []string{
			"send-key web KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE",
			"send-key web --holdtime 1000 KEY_ENTER",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("codeset", "how the keys are numbered (default: linux)", "codesets"),
			vsh.IntOpt("holdtime", "milliseconds until the keys are let go", "uint32"),
			vsh.ArgvOpt("keycode", "name or number of a key", "keycodes").Req(),
		},
		Run: runSendKey,
	}
}

func runSendKey(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	hold, err := a.Uint32("holdtime")
	if err != nil {
		return nil, err
	}
	set := virt.KeycodeSetLinux
	if name := a.Raw("codeset"); name != "" {
		var ok bool
		if set, ok = virt.ParseKeycodeSet(name); !ok {
			return nil, vsh.Failf("unknown codeset: '%s'", name)
		}
	}
	keys := a.Argv("keycode")
	if len(keys) > virt.DomainSendKeyMaxKeys {
		return nil, vsh.Failf("too many keycodes")
	}
	codes := make([]uint32, len(keys))
	for i, key := range keys {
		code, ok := keycode(set, key)
		if !ok {
			return nil, vsh.Failf("invalid keycode: '%s'", key)
		}
		codes[i] = code
	}
	if err := dom.SendKey(ctx, set, time.Duration(hold)*time.Millisecond, codes, 0); err != nil {
		return nil, err
	}
	return format.Done("sent", ref(dom), ""), nil
}

// keycode returns the number of a key, of which a word is the name or the number,
// in base 16 or 8 with a prefix of C.
func keycode(set virt.KeycodeSet, word string) (code uint32, ok bool) {
	if code, ok := set.Key(word); ok {
		return code, true
	}
	n, ok := vsh.ParseInt32(word, true)
	return uint32(n), ok && n >= 0 && n <= math.MaxUint16
}
