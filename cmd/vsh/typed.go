package vsh

import (
	"math"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// ParseUint64 reads a number that is not negative, as the options do: all of s
// must be the number.
func ParseUint64(s string) (n uint64, ok bool) { return parseUint(s, 64, false) }

// ParseTyped reads the word that a user gave for a typed parameter. Which type
// it must have is what the host has for the parameter of that name.
func ParseTyped(name, word string, typ virt.TypedParameterType) (virt.TypedParam, error) {
	value, want := typedValue(word, typ)
	if value.Type() == 0 {
		if typ == virt.TypedParamBoolean {
			return virt.TypedParam{}, virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "Invalid boolean value for field '%s'", name)
		}
		return virt.TypedParam{}, virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "Invalid value for field '%s': expected %s", name, want)
	}
	return virt.TypedParam{Name: name, Value: value}, nil
}

// typedValue returns the zero value, and what was expected, for a word that is
// no value of a type. Unsigned numbers may be negative and then wrap.
func typedValue(word string, typ virt.TypedParameterType) (value virt.TypedValue, want string) {
	switch typ {
	case virt.TypedParamInt:
		if n, ok := parseInt(word, 32); ok {
			return virt.IntValue(int32(n)), ""
		}
		return value, "int"
	case virt.TypedParamUint:
		if n, ok := parseUint(word, 32, true); ok {
			return virt.UintValue(uint32(n)), ""
		}
		return value, "unsigned int"
	case virt.TypedParamLlong:
		if n, ok := parseInt(word, 64); ok {
			return virt.LlongValue(n), ""
		}
		return value, "long long"
	case virt.TypedParamUllong:
		if n, ok := parseUint(word, 64, true); ok {
			return virt.UllongValue(n), ""
		}
		return value, "unsigned long long"
	case virt.TypedParamDouble:
		if f, err := strconv.ParseFloat(strings.TrimLeft(word, blanks), 64); err == nil && !math.IsNaN(f) {
			return virt.DoubleValue(f), ""
		}
		return value, "double"
	case virt.TypedParamBoolean:
		switch {
		case strings.EqualFold(word, "true"), word == "1":
			return virt.BooleanValue(true), ""
		case strings.EqualFold(word, "false"), word == "0":
			return virt.BooleanValue(false), ""
		}
		return value, "boolean"
	case virt.TypedParamString:
		return virt.StringValue(word), ""
	}
	return value, "a type that is known"
}

// ParseLimit is ParseScaled for a limit, which a negative number takes away
// whatever suffix it has.
func ParseLimit(s string, unit uint64) (bytes uint64, unlimited bool, err error) {
	negative, digits, suffix := cNumber(s)
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil {
		return 0, false, ErrQuiet
	}
	if negative && n > 0 {
		return 0, true, nil
	}
	bytes, err = ParseScaled(digits+suffix, unit, math.MaxInt64)
	return bytes, false, err
}
