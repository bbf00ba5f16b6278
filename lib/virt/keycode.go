package virt

// Keys returns the keys of s that have names, in the order in which virsh offers
// them. Only those of KeycodeSetLinux, KeycodeSetOsx and KeycodeSetWin32 have. A
// name may stand there twice.
func (s KeycodeSet) Keys() []Key {
	switch s {
	case KeycodeSetLinux:
		return linuxKeys()
	case KeycodeSetOsx:
		return osxKeys()
	case KeycodeSetWin32:
		return win32Keys()
	}
	return nil
}

// Key returns the number of the key of s with a name.
func (s KeycodeSet) Key(name string) (code uint32, ok bool) {
	for _, k := range s.Keys() {
		if k.Name == name {
			return k.Code, true
		}
	}
	return 0, false
}

// ParseKeycodeSet returns the codeset that virsh calls name.
func ParseKeycodeSet(name string) (set KeycodeSet, ok bool) {
	for set := KeycodeSetLinux; set <= KeycodeSetQNum; set++ {
		if set.Name() == name {
			return set, true
		}
	}
	return 0, false
}

// Name returns what virsh calls s, which for some codesets is not the word that
// String returns.
func (s KeycodeSet) Name() string {
	switch s {
	case KeycodeSetOsx:
		return "os_x"
	case KeycodeSetXtKbd:
		return "xt_kbd"
	}
	return s.String()
}
