package format

import (
	"encoding/json"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// Mode is a string with a text form of its own.
type Mode int

func (m Mode) MarshalText() ([]byte, error) { return []byte("mode" + string(rune('0'+m))), nil }

type Inner struct {
	Name  string `json:"name"`
	Inner string `json:"inner"`
}

func compact(t *testing.T, v any) string {
	t.Helper()
	n, err := walk(v)
	if err != nil {
		t.Fatalf("%T: %v", v, err)
	}
	return string(appendJSON(nil, n, -1))
}

func TestWalk(t *testing.T) {
	seven := 7
	for _, c := range []struct {
		value any
		want  string
	}{
		{nil, `null`},
		{true, `true`},
		{int8(-5), `-5`},
		{uint64(math.MaxUint64), `18446744073709551615`},
		{0.1, `0.1`}, {float32(0.1), `0.1`}, {1e300, `1e+300`}, {1e-7, `1e-07`}, {math.NaN(), `null`}, {math.Inf(-1), `null`},
		{json.Number("12345678901234567890123"), `12345678901234567890123`},
		{"a\xff\"\\\n\u0001<&>\u2028\u007f", `"a` + "\ufffd" + `\"\\\n\u0001<&>` + "\u2028" + `\u007f"`},
		{[]string(nil), `[]`}, {[]byte("hi"), `"aGk="`}, {[2]bool{true}, `[true,false]`},
		{map[string]int(nil), `{}`}, {map[Mode]int{2: 1, 1: 2}, `{"mode1":2,"mode2":1}`},
		{&seven, `7`}, {(*int)(nil), `null`}, {[]*int{nil, &seven}, `[null,7]`},
		{Mode(3), `"mode3"`}, {netip.MustParseAddr("::1"), `"::1"`}, {(*netip.Addr)(nil), `null`},
		{time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), `"2024-01-02T03:04:05Z"`},
		{Object{{"b", 1}, {"a", nil}, {"b", []any{}}}, `{"b":[],"a":null}`},
		{struct {
			A int `json:"-"`
			B int
			c int
			D int     `json:",omitempty"`
			E *int    `json:"e,omitempty"`
			F []int   `json:"f,omitempty"`
			G Inner   `json:"g,omitempty"`
			H Inner   `json:"h,omitzero"`
			I float64 `json:"i,string"`
		}{c: 1}, `{"B":0,"g":{"name":"","inner":""},"i":0}`},
		{struct {
			Inner
			Name string `json:"name"`
		}{Inner{"hidden", "i"}, "n"}, `{"inner":"i","name":"n"}`},
		{struct {
			*Inner
			X int `json:"x"`
		}{}, `{"x":0}`},
		{struct {
			*Inner `json:"in"`
		}{&Inner{"n", "i"}}, `{"in":{"name":"n","inner":"i"}}`},
		{struct {
			M Mode
			Object
		}{2, Object{{"k", "v"}, {"M", 1}, {"", 2}}}, `{"M":"mode2","k":"v","":2}`},
		{XML("<a/>"), `{"xml":"<a/>"}`},
	} {
		if got := compact(t, c.value); got != c.want {
			t.Errorf("%#v: %s, want %s", c.value, got, c.want)
		}
	}
}

func TestWalkManyFields(t *testing.T) {
	var o Object
	for range 3 {
		for i := range 100 {
			o = append(o, Field{strings.Repeat("x", i), i})
		}
	}
	n, err := walk(o)
	if err != nil {
		t.Fatal(err)
	}
	if len(n.keys) != 100 {
		t.Errorf("%d fields, want each name once: 100", len(n.keys))
	}
}

type cycle struct {
	Next *cycle `json:"next"`
}

func TestWalkErrors(t *testing.T) {
	loop := &cycle{}
	loop.Next = loop
	for want, value := range map[string]any{
		"f: a func() has no output format": Object{{"f", func() {}}},
		"c: a chan int has no output format": struct {
			C chan int `json:"c"`
		}{},
		"nested more than 100 deep": loop,
		`"0x1" is not a number`:     json.Number("0x1"),
		`"true" is not a number`:    json.Number("true"),
		`"" is not a number`:        []any{json.Number("")},
	} {
		if _, err := walk(value); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: error %v, want %s", value, err, want)
		}
	}
}
