package vsh

import (
	"fmt"
	"time"
)

// Args is the options that one call of a command was given. The getters take
// the name of an option of the command's Spec and panic on any other, since that
// is a mistake in the program.
type Args struct {
	spec  *Spec
	given []given // in the order of the line
	notes []string
}

// given is one option with its value; flags have none.
type given struct {
	opt   *Opt
	value string
}

// checkRequired returns an error with one line for each required option that is
// missing.
func (a *Args) checkRequired() error {
	var e Error
	for i := range a.spec.Opts {
		o := &a.spec.Opts[i]
		if !o.Required || a.Has(o.Name) {
			continue
		}
		how := "--" + o.Name
		if o.Positional && o.Kind == String || o.Kind == Argv {
			how = "<" + o.Name + ">"
		}
		e.Lines = append(e.Lines, fmt.Sprintf("command '%s' requires %s option", a.spec.Name, how))
	}
	if e.Lines != nil {
		return &e
	}
	return nil
}

// Spec returns the command that was called.
func (a *Args) Spec() *Spec { return a.spec }

// Notes returns what the parser had to say about a line it accepted.
func (a *Args) Notes() []string { return a.notes }

// Trace returns one line for each option given, for the debug log.
func (a *Args) Trace() []string {
	lines := make([]string, len(a.given))
	for i, g := range a.given {
		kind, value := "optdata", g.value
		if g.opt.Kind == Bool {
			kind, value = "bool", "(none)"
		}
		lines[i] = fmt.Sprintf("%s: %s(%s): %s", a.spec.Name, g.opt.Name, kind, value)
	}
	return lines
}

// find returns the option called name with its value. It panics when the Spec
// has no such option.
func (a *Args) find(name string) (value string, ok bool) {
	for i := range a.given {
		if a.given[i].opt.Name == name {
			return a.given[i].value, true
		}
	}
	if a.spec.opt(name) == nil {
		panic("vsh: command " + a.spec.Name + " has no option " + name)
	}
	return "", false
}

// Has reports whether the option was given.
func (a *Args) Has(name string) bool {
	_, ok := a.find(name)
	return ok
}

// Bool returns the value of a flag: whether it was given.
func (a *Args) Bool(name string) bool { return a.Has(name) }

// String returns the value of a string option, or "" when it was not given. An
// empty value is an error unless the option has EmptyOK.
func (a *Args) String(name string) (string, error) {
	v, ok := a.find(name)
	if ok && v == "" && !a.spec.opt(name).EmptyOK {
		return "", Failf("Failed to get option '%s': Option argument is empty", name)
	}
	return v, nil
}

// Raw returns the value of an option as it was given, however it looks.
func (a *Args) Raw(name string) string {
	v, _ := a.find(name)
	return v
}

// Argv returns all values of an option that takes several, in order.
func (a *Args) Argv(name string) []string {
	if !a.Has(name) {
		return nil
	}
	var values []string
	for _, g := range a.given {
		if g.opt.Name == name {
			values = append(values, g.value)
		}
	}
	return values
}

// Int32 returns the value of a number option, or 0 when it was not given.
func (a *Args) Int32(name string) (int32, error) {
	n, err := a.signed(name, 32)
	return int32(n), err
}

// Int64 returns the value of a number option, or 0 when it was not given.
func (a *Args) Int64(name string) (int64, error) { return a.signed(name, 64) }

// Uint32 returns the value of a number option that is not negative, or 0 when
// it was not given.
func (a *Args) Uint32(name string) (uint32, error) {
	n, err := a.unsigned(name, 32, false)
	return uint32(n), err
}

// Uint64 returns the value of a number option that is not negative, or 0 when
// it was not given.
func (a *Args) Uint64(name string) (uint64, error) { return a.unsigned(name, 64, false) }

// Uint64Wrap is Uint64 for the options whose negative values count down from the
// greatest number.
func (a *Args) Uint64Wrap(name string) (uint64, error) { return a.unsigned(name, 64, true) }

func (a *Args) signed(name string, bits int) (int64, error) {
	v, ok := a.find(name)
	if !ok {
		return 0, nil
	}
	n, ok := parseInt(v, bits)
	if !ok {
		return 0, badNumber(name, v)
	}
	return n, nil
}

func (a *Args) unsigned(name string, bits int, wrap bool) (uint64, error) {
	v, ok := a.find(name)
	if !ok {
		return 0, nil
	}
	n, ok := parseUint(v, bits, wrap)
	if !ok {
		return 0, badNumber(name, v)
	}
	return n, nil
}

func badNumber(name, value string) error {
	return Failf("Numeric value '%s' for <%s> option is malformed or out of range", value, name)
}

// Scaled returns the value in bytes of a size option, or 0 when it was not
// given. A number without a suffix counts units of unit bytes. A size over limit
// is an error.
func (a *Args) Scaled(name string, unit, limit uint64) (uint64, error) {
	v, ok := a.find(name)
	if !ok {
		return 0, nil
	}
	n, err := ParseScaled(v, unit, limit)
	if err != nil {
		return 0, Wrapf(err, "Scaled numeric value '%s' for <%s> option is malformed or out of range", v, name)
	}
	return n, nil
}

// maxSeconds is the longest time that fits into 31 bits of milliseconds.
const maxSeconds = 2147483

// Seconds returns the value of a time option, or 0 when it was not given. Zero
// seconds are an error.
func (a *Args) Seconds(name string) (time.Duration, error) {
	v, ok := a.find(name)
	if !ok {
		return 0, nil
	}
	n, ok := parseInt(v, 32)
	if !ok || n < 1 || n > maxSeconds {
		return 0, badNumber(name, v)
	}
	return time.Duration(n) * time.Second, nil
}
