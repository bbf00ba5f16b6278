package virt

import (
	"math"
	"strconv"
)

// TypedParam is a named value of one of seven types, as statistics, scheduler
// parameters and the like use them (virTypedParameter).
type TypedParam struct {
	Name  string
	Value TypedValue
}

// TypedParamFieldLength is the room for a name, C's final NUL included
// (VIR_TYPED_PARAM_FIELD_LENGTH).
const TypedParamFieldLength = 80

// TypedValue is the value of a typed parameter. The zero value has no type.
type TypedValue struct {
	typ TypedParameterType
	num uint64
	str string
}

// IntValue returns a value of type VIR_TYPED_PARAM_INT.
func IntValue(v int32) TypedValue { return TypedValue{typ: TypedParamInt, num: uint64(int64(v))} }

// UintValue returns a value of type VIR_TYPED_PARAM_UINT.
func UintValue(v uint32) TypedValue { return TypedValue{typ: TypedParamUint, num: uint64(v)} }

// LlongValue returns a value of type VIR_TYPED_PARAM_LLONG.
func LlongValue(v int64) TypedValue { return TypedValue{typ: TypedParamLlong, num: uint64(v)} }

// UllongValue returns a value of type VIR_TYPED_PARAM_ULLONG.
func UllongValue(v uint64) TypedValue { return TypedValue{typ: TypedParamUllong, num: v} }

// DoubleValue returns a value of type VIR_TYPED_PARAM_DOUBLE.
func DoubleValue(v float64) TypedValue {
	return TypedValue{typ: TypedParamDouble, num: math.Float64bits(v)}
}

// BooleanValue returns a value of type VIR_TYPED_PARAM_BOOLEAN.
func BooleanValue(v bool) TypedValue {
	t := TypedValue{typ: TypedParamBoolean}
	if v {
		t.num = 1
	}
	return t
}

// StringValue returns a value of type VIR_TYPED_PARAM_STRING.
func StringValue(v string) TypedValue { return TypedValue{typ: TypedParamString, str: v} }

// Type returns the type of the value, 0 for the zero value.
func (v TypedValue) Type() TypedParameterType { return v.typ }

// Int64 returns a signed, unsigned or boolean number; ok is false for the other
// types and for what an int64 cannot hold.
func (v TypedValue) Int64() (n int64, ok bool) {
	switch v.typ {
	case TypedParamInt, TypedParamLlong, TypedParamUint, TypedParamBoolean:
		return int64(v.num), true
	case TypedParamUllong:
		return int64(v.num), v.num <= math.MaxInt64
	}
	return 0, false
}

// Uint64 returns a number that is not negative; ok is false for the others.
func (v TypedValue) Uint64() (n uint64, ok bool) {
	switch v.typ {
	case TypedParamUint, TypedParamUllong, TypedParamBoolean:
		return v.num, true
	case TypedParamInt, TypedParamLlong:
		return v.num, int64(v.num) >= 0
	}
	return 0, false
}

// Float64 returns the value of a double.
func (v TypedValue) Float64() (f float64, ok bool) {
	return math.Float64frombits(v.num), v.typ == TypedParamDouble
}

// Bool returns the value of a boolean.
func (v TypedValue) Bool() (b, ok bool) { return v.num != 0, v.typ == TypedParamBoolean }

// Str returns the value of a string.
func (v TypedValue) Str() (s string, ok bool) { return v.str, v.typ == TypedParamString }

// Any returns the value as int32, uint32, int64, uint64, float64, bool or
// string; nil for the zero value.
func (v TypedValue) Any() any {
	switch v.typ {
	case TypedParamInt:
		return int32(v.num)
	case TypedParamUint:
		return uint32(v.num)
	case TypedParamLlong:
		return int64(v.num)
	case TypedParamUllong:
		return v.num
	case TypedParamDouble:
		return math.Float64frombits(v.num)
	case TypedParamBoolean:
		return v.num != 0
	case TypedParamString:
		return v.str
	}
	return nil
}

// String returns the value as virsh prints it: numbers in base 10, doubles with
// six decimals, booleans as yes or no.
func (v TypedValue) String() string {
	switch v.typ {
	case TypedParamInt, TypedParamLlong:
		return strconv.FormatInt(int64(v.num), 10)
	case TypedParamUint, TypedParamUllong:
		return strconv.FormatUint(v.num, 10)
	case TypedParamDouble:
		return strconv.FormatFloat(math.Float64frombits(v.num), 'f', 6, 64)
	case TypedParamBoolean:
		if v.num != 0 {
			return "yes"
		}
		return "no"
	}
	return v.str
}
