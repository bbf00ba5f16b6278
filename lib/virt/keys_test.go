package virt_test

import (
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// TestLinuxKeys looks at the ends of the runs of codes, as Linux's header has
// them.
func TestLinuxKeys(t *testing.T) {
	keys := virt.LinuxKeys()
	if len(keys) != 439 {
		t.Errorf("%d keys, virsh has 439", len(keys))
	}
	codes := map[string]uint16{}
	for _, k := range keys {
		if _, twice := codes[k.Name]; twice {
			t.Errorf("%s stands there twice", k.Name)
		}
		codes[k.Name] = k.Code
	}
	for name, want := range map[string]uint16{
		"KEY_RESERVED": 0, "KEY_ESC": 1, "KEY_1": 2, "KEY_ENTER": 28, "KEY_LEFTCTRL": 29, "KEY_A": 30, "KEY_KPDOT": 83,
		"KEY_ZENKAKUHANKAKU": 85, "KEY_DELETE": 111, "KEY_LEFTMETA": 125, "KEY_F24": 194, "KEY_PLAYCD": 200,
		"KEY_UNKNOWN": 240, "KEY_OK": 352, "KEY_FN_ESC": 465, "KEY_BRL_DOT1": 497, "KEY_NUMERIC_0": 512,
		"KEY_NUMERIC_POUND": 523, "KEY_RFKILL": 247,
	} {
		if got, ok := codes[name]; !ok || got != want {
			t.Errorf("%s is %d (%v), want %d", name, got, ok, want)
		}
	}
}
