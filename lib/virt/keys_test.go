package virt_test

import (
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// TestLinuxKeys looks at the ends of the runs of codes, as Linux's header has
// them.
func TestLinuxKeys(t *testing.T) {
	keys := virt.KeycodeSetLinux.Keys()
	if len(keys) != 439 {
		t.Errorf("%d keys, virsh has 439", len(keys))
	}
	codes := map[string]uint32{}
	for _, k := range keys {
		if _, twice := codes[k.Name]; twice {
			t.Errorf("%s stands there twice", k.Name)
		}
		codes[k.Name] = k.Code
	}
	for name, want := range map[string]uint32{
		"KEY_RESERVED": 0, "KEY_ESC": 1, "KEY_1": 2, "KEY_ENTER": 28, "KEY_LEFTCTRL": 29, "KEY_A": 30, "KEY_KPDOT": 83,
		"KEY_ZENKAKUHANKAKU": 85, "KEY_DELETE": 111, "KEY_LEFTMETA": 125, "KEY_F24": 194, "KEY_PLAYCD": 200,
		"KEY_UNKNOWN": 240, "KEY_OK": 352, "KEY_FN_ESC": 465, "KEY_BRL_DOT1": 497, "KEY_NUMERIC_0": 512,
		"KEY_NUMERIC_POUND": 523, "KEY_RFKILL": 524,
	} {
		if got, ok := codes[name]; !ok || got != want {
			t.Errorf("%s is %d (%v), want %d", name, got, ok, want)
		}
	}
}

// TestKeys looks for a key of each codeset by its name.
func TestKeys(t *testing.T) {
	for _, c := range []struct {
		set  virt.KeycodeSet
		name string
		code uint32
	}{
		{virt.KeycodeSetLinux, "KEY_LEFTCTRL", 29},
		{virt.KeycodeSetOsx, "ANSI_1", 18},
		{virt.KeycodeSetWin32, "VK_SELECT", 41},
	} {
		if code, ok := c.set.Key(c.name); !ok || code != c.code {
			t.Errorf("%s of codeset %s is %d (%v), want %d", c.name, c.set.Name(), code, ok, c.code)
		}
	}
	if _, ok := virt.KeycodeSetXt.Key("KEY_A"); ok {
		t.Error("codeset xt has a name for a key")
	}
	for set := virt.KeycodeSetLinux; set <= virt.KeycodeSetQNum; set++ {
		if got, ok := virt.ParseKeycodeSet(set.Name()); !ok || got != set {
			t.Errorf("%q is codeset %v (%v), want %v", set.Name(), got, ok, set)
		}
	}
	if _, ok := virt.ParseKeycodeSet("osx"); ok {
		t.Error("osx is the name of a codeset, virsh says os_x")
	}
}
