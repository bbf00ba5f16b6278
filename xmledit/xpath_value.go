package xmledit

import (
	"math"
	"strconv"
	"strings"
)

// toBool converts a value as the function boolean does.
func toBool(v any) bool {
	switch v := v.(type) {
	case nodeSet:
		return len(v) > 0
	case float64:
		return v != 0 && !math.IsNaN(v)
	case string:
		return v != ""
	}
	return v.(bool)
}

// toString converts a value as the function string does. Of nodes the first one
// counts.
func toString(v any) string {
	switch v := v.(type) {
	case nodeSet:
		if len(v) == 0 {
			return ""
		}
		return v[0].value()
	case float64:
		return formatNumber(v)
	case bool:
		return strconv.FormatBool(v)
	}
	return v.(string)
}

func formatNumber(n float64) string {
	switch {
	case math.IsNaN(n):
		return "NaN"
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0" // -0 too
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// toNumber converts a value as the function number does.
func toNumber(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return parseNumber(toString(v))
}

// parseNumber reads a number of XPath's own form: no exponent, no plus sign.
func parseNumber(s string) float64 {
	s = strings.Trim(s, xmlSpace)
	unsigned := strings.TrimPrefix(s, "-")
	if unsigned == "" || unsigned == "." || numberLength(unsigned) != len(unsigned) {
		return math.NaN()
	}
	n, _ := strconv.ParseFloat(s, 64) // of this form; beyond its range it is infinite
	return n
}

// compare compares two values (XPath 1.0, section 3.4). For node sets it is true
// if it is for any of the nodes.
func compare(operator string, left, right any) bool {
	if l, ok := left.(nodeSet); ok {
		if _, ok := right.(bool); ok {
			return compareAtoms(operator, toBool(left), right)
		}
		for _, n := range l {
			if compare(operator, n.value(), right) {
				return true
			}
		}
		return false
	}
	if r, ok := right.(nodeSet); ok {
		if _, ok := left.(bool); ok {
			return compareAtoms(operator, left, toBool(right))
		}
		for _, n := range r {
			if compareAtoms(operator, left, n.value()) {
				return true
			}
		}
		return false
	}
	return compareAtoms(operator, left, right)
}

// compareAtoms compares values that are no node sets.
func compareAtoms(operator string, left, right any) bool {
	if operator == "=" || operator == "!=" {
		return equal(left, right) == (operator == "=")
	}
	l, r := toNumber(left), toNumber(right)
	switch operator {
	case "<":
		return l < r
	case "<=":
		return l <= r
	case ">":
		return l > r
	}
	return l >= r
}

func equal(left, right any) bool {
	switch {
	case either[bool](left, right):
		return toBool(left) == toBool(right)
	case either[float64](left, right):
		return toNumber(left) == toNumber(right)
	}
	return toString(left) == toString(right)
}

func either[T any](left, right any) bool {
	_, l := left.(T)
	_, r := right.(T)
	return l || r
}
