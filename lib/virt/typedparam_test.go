package virt

import (
	"math"
	"testing"
)

func TestTypedValue(t *testing.T) {
	type nums struct {
		i   int64
		iok bool
		u   uint64
		uok bool
	}
	for _, c := range []struct {
		v    TypedValue
		typ  TypedParameterType
		any  any
		text string
		nums
	}{
		{IntValue(-7), TypedParamInt, int32(-7), "-7", nums{-7, true, math.MaxUint64 - 6, false}},
		{IntValue(math.MaxInt32), TypedParamInt, int32(math.MaxInt32), "2147483647", nums{math.MaxInt32, true, math.MaxInt32, true}},
		{UintValue(math.MaxUint32), TypedParamUint, uint32(math.MaxUint32), "4294967295", nums{math.MaxUint32, true, math.MaxUint32, true}},
		{LlongValue(math.MinInt64), TypedParamLlong, int64(math.MinInt64), "-9223372036854775808", nums{math.MinInt64, true, 1 << 63, false}},
		{LlongValue(5), TypedParamLlong, int64(5), "5", nums{5, true, 5, true}},
		{UllongValue(math.MaxUint64), TypedParamUllong, uint64(math.MaxUint64), "18446744073709551615", nums{-1, false, math.MaxUint64, true}},
		{UllongValue(3), TypedParamUllong, uint64(3), "3", nums{3, true, 3, true}},
		{DoubleValue(1.5), TypedParamDouble, 1.5, "1.500000", nums{}},
		{BooleanValue(true), TypedParamBoolean, true, "yes", nums{1, true, 1, true}},
		{BooleanValue(false), TypedParamBoolean, false, "no", nums{0, true, 0, true}},
		{StringValue("x y"), TypedParamString, "x y", "x y", nums{}},
		{TypedValue{}, 0, nil, "", nums{}},
	} {
		if c.v.Type() != c.typ || c.v.Any() != c.any || c.v.String() != c.text {
			t.Errorf("got type %v, value %#v, text %q; want %v, %#v, %q", c.v.Type(), c.v.Any(), c.v, c.typ, c.any, c.text)
		}
		var got nums
		got.i, got.iok = c.v.Int64()
		got.u, got.uok = c.v.Uint64()
		if got != c.nums {
			t.Errorf("%v %v as numbers: %+v, want %+v", c.typ, c.v, got, c.nums)
		}
		_, isFloat := c.v.Float64()
		_, isBool := c.v.Bool()
		_, isStr := c.v.Str()
		if isFloat != (c.typ == TypedParamDouble) || isBool != (c.typ == TypedParamBoolean) || isStr != (c.typ == TypedParamString) {
			t.Errorf("%v %v: Float64 %t, Bool %t, Str %t", c.typ, c.v, isFloat, isBool, isStr)
		}
	}
	if f, _ := DoubleValue(math.Inf(-1)).Float64(); !math.IsInf(f, -1) {
		t.Errorf("a double became %v", f)
	}
	if s, _ := StringValue("s").Str(); s != "s" {
		t.Errorf("a string became %q", s)
	}
	if b, _ := BooleanValue(true).Bool(); !b {
		t.Error("true became false")
	}
}
