package protocol

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// FuzzDecodeAnyMessage decodes any bytes as the arguments or the reply of any
// procedure. What is taken must be written again as it was.
func FuzzDecodeAnyMessage(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for p := range AllProcs() {
		if p.Reply == nil || p.Number%16 != 0 {
			continue
		}
		m := p.Reply()
		fill(r, reflect.ValueOf(m).Elem())
		f.Add(p.Program, p.Number, true, mustMarshal(f, m))
	}
	f.Fuzz(func(t *testing.T, program uint32, number int32, reply bool, body []byte) {
		p := Lookup(program, number)
		if p == nil {
			return
		}
		m := newArgs(p)
		if reply {
			if p.Reply == nil {
				return
			}
			m = p.Reply()
		}
		if m == nil || Unmarshal(body, m) != nil {
			return
		}
		again, err := Marshal(nil, m)
		if err != nil {
			t.Fatalf("%s: %+v cannot be encoded: %v", p, m, err)
		}
		if !sameWords(body, again) {
			t.Fatalf("%s: read % x, wrote % x", p, body, again)
		}
	})
}

// sameWords compares messages word by word. A char of 128 to 255, from a host
// whose char has no sign, counts as the same with one.
func sameWords(a, b []byte) bool {
	if len(a) != len(b) || len(a)%4 != 0 {
		return false
	}
	for ; len(a) > 0; a, b = a[4:], b[4:] {
		v, w := binary.BigEndian.Uint32(a), binary.BigEndian.Uint32(b)
		if v != w && (v <= math.MaxInt8 || v > math.MaxUint8 || w != uint32(int32(int8(v)))) {
			return false
		}
	}
	return true
}
