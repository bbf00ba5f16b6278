package vsh

import "github.com/virgo-vm/virgo/lib/virt"

// Exclusive returns an error if two of the named options were given.
func Exclusive(a *Args, names ...string) error {
	first := ""
	for _, name := range names {
		if !a.Has(name) {
			continue
		}
		if first != "" {
			return Failf("Options --%s and --%s are mutually exclusive", first, name)
		}
		first = name
	}
	return nil
}

// Count returns how many of the named options were given.
func Count(a *Args, names ...string) int {
	n := 0
	for _, name := range names {
		if a.Has(name) {
			n++
		}
	}
	return n
}

// Requires returns an error if the option called name was given, and the one
// called needed was not.
func Requires(a *Args, name, needed string) error {
	if a.Has(name) && !a.Has(needed) {
		return Failf("Option --%s is required by option --%s", needed, name)
	}
	return nil
}

// ConfigLiveCurrent returns what the options that the function ConfigLiveCurrent
// makes say: which part of a domain is meant. --current excludes the other two.
func (a *Args) ConfigLiveCurrent() (virt.DomainModificationImpact, error) {
	if err := Exclusive(a, "current", "live"); err != nil {
		return 0, err
	}
	if err := Exclusive(a, "current", "config"); err != nil {
		return 0, err
	}
	impact := virt.DomainAffectCurrent
	if a.Bool("live") {
		impact |= virt.DomainAffectLive
	}
	if a.Bool("config") {
		impact |= virt.DomainAffectConfig
	}
	return impact, nil
}

// FlagMap maps the names of flag options to bits of an API's flags.
type FlagMap[F ~int32 | ~uint32 | ~int | ~uint] map[string]F

// Of returns the bits of the options that a has.
func (m FlagMap[F]) Of(a *Args) F {
	var flags F
	for name, bit := range m {
		if a.Bool(name) {
			flags |= bit
		}
	}
	return flags
}
