package vsh

import "github.com/virgo-vm/virgo/lib/virt"

// word returns the entry of words for a value, or unknown for a value that has
// none, such as one of a newer host.
func word(words []string, value int, unknown string) string {
	if value < 0 || value >= len(words) || words[value] == "" {
		return unknown
	}
	return words[value]
}

// DomainStateWord returns virsh's word for the state of a domain.
func DomainStateWord(s virt.DomainState) string {
	return word([]string{
		virt.DomainNostate:     "no state",
		virt.DomainRunning:     "running",
		virt.DomainBlocked:     "idle",
		virt.DomainPaused:      "paused",
		virt.DomainShutdown:    "in shutdown",
		virt.DomainShutoff:     "shut off",
		virt.DomainCrashed:     "crashed",
		virt.DomainPMSuspended: "pmsuspended",
	}, int(s), "no state")
}

// YesNo returns the word for a boolean that most texts use.
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// YesNoOr is YesNo for a boolean that may be unknown, which has a word of its own.
func YesNoOr(b *bool, unknown string) string {
	if b == nil {
		return unknown
	}
	return YesNo(*b)
}

// ActiveWord returns the word for whether a network or a pool is active.
func ActiveWord(active bool) string {
	if active {
		return "active"
	}
	return "inactive"
}
