package protocol

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// TestTruncated decodes every beginning of random messages of every kind: none
// is taken for a whole message, and none panics.
func TestTruncated(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, k := range messages() {
		m := k.make()
		fill(r, reflect.ValueOf(m).Elem())
		b, err := Marshal(nil, m)
		if err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
		for n := range len(b) {
			var truncated *TruncatedError
			if err := Unmarshal(b[:n], k.make()); !errors.As(err, &truncated) {
				t.Fatalf("%s: %d of %d bytes: error %v, want a *TruncatedError", k.name, n, len(b), err)
			}
		}
		var trailing *TrailingError
		if err := Unmarshal(append(b, 0, 0, 0, 0), k.make()); !errors.As(err, &trailing) || trailing.Left != 4 {
			t.Fatalf("%s: 4 bytes more: error %v", k.name, err)
		}
	}
}

// allocated returns the bytes that f allocates. The runtime counts those of the
// whole process, so what seems too much is measured again.
func allocated(limit uint64, f func()) uint64 {
	least := uint64(math.MaxUint64)
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
		if least <= limit {
			break
		}
	}
	return least
}

// TestHugeCounts puts impossible numbers in the place of each word of random
// messages of every kind. Whatever the decoder makes of that, it allocates no
// more than a small multiple of the message: no length is believed.
func TestHugeCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, k := range messages() {
		m := k.make()
		fill(r, reflect.ValueOf(m).Elem())
		b, err := Marshal(nil, m)
		if err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
		for at := 0; at < min(len(b), 400); at += 4 {
			for _, v := range []uint32{math.MaxUint32, math.MaxInt32, 1 << 31, 16384, uint32(len(b))} {
				bad := slices.Clone(b)
				binary.BigEndian.PutUint32(bad[at:], v)
				got := k.make()
				limit := uint64(16*len(b) + 2048)
				if n := allocated(limit, func() { _ = Unmarshal(bad, got) }); n > limit {
					t.Fatalf("%s: %#x at byte %d of %d: %d bytes allocated, more than %d", k.name, v, at, len(b), n, limit)
				}
			}
		}
	}
}

// TestGrowth decodes messages that are nothing but the longest lists of the
// smallest elements that their bytes allow, and checks how much memory a byte
// of message can take.
func TestGrowth(t *testing.T) {
	for _, k := range messages() {
		typ := reflect.TypeOf(k.make()).Elem()
		for i := range typ.NumField() {
			if typ.Field(i).Type.Kind() != reflect.Slice {
				continue
			}
			m := k.make()
			list := reflect.ValueOf(m).Elem().Field(i)
			// 16 is the smallest limit of a list.
			list.Set(reflect.MakeSlice(list.Type(), 16, 16))
			if params, ok := list.Interface().([]virt.TypedParam); ok {
				for i := range params {
					params[i].Value = virt.IntValue(0) // one without a type cannot be sent
				}
			}
			b, err := Marshal(nil, m)
			if err != nil {
				t.Errorf("%s: %v", k.name, err)
				continue
			}
			got := k.make()
			limit := uint64(16*len(b) + 2048)
			n := allocated(limit, func() { err = Unmarshal(b, got) })
			if err != nil {
				t.Errorf("%s: %v", k.name, err)
			}
			if n > limit {
				t.Errorf("%s.%s: %d bytes allocated for %d", k.name, typ.Field(i).Name, n, len(b))
			}
		}
	}
}

// TestLimits checks that a list or a text beyond the protocol's limit is an error
// of its own when written and when read.
func TestLimits(t *testing.T) {
	var e Encoder
	e.Count("field", AuthTypeListMax+1, AuthTypeListMax)
	want := LimitError{What: "field", Size: 21, Limit: 20}
	var limit *LimitError
	if !errors.As(e.Err(), &limit) || *limit != want {
		t.Errorf("writing: %v", e.Err())
	}
	if _, err := Marshal(nil, &AuthListReply{Types: make([]AuthType, AuthTypeListMax+1)}); !errors.As(err, &limit) {
		t.Errorf("writing a long list: %v", err)
	}
	if _, err := Marshal(nil, &DomainGetSecurityLabelReply{Label: make([]byte, SecurityLabelMax+1)}); !errors.As(err, &limit) {
		t.Errorf("writing a long label: %v", err)
	}
	long := strings.Repeat("a", StringMax+1)
	for _, m := range []Message{&ConnectGetHostnameReply{Hostname: long}, &ConnectOpenArgs{Name: &long}} {
		if _, err := Marshal(nil, m); !errors.As(err, &limit) {
			t.Errorf("writing a long text in %T: %v", m, err)
		}
	}
	b := binary.BigEndian.AppendUint32(nil, AuthTypeListMax+1)
	b = append(b, make([]byte, 4*(AuthTypeListMax+1))...)
	if err := Unmarshal(b, new(AuthListReply)); !errors.As(err, &limit) || limit.What != "AuthListReply.types" {
		t.Errorf("reading: %v", err)
	}
}

// TestBadValues checks the words whose types do not have all values.
func TestBadValues(t *testing.T) {
	word := func(vs ...uint32) (b []byte) {
		for _, v := range vs {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		return b
	}
	info := func(state, vcpus uint32) []byte { return word(state, 0, 1, 0, 1, vcpus, 0, 0) }
	if err := Unmarshal(info(255, 65535), new(DomainGetInfoReply)); err != nil {
		t.Errorf("the highest values: %v", err)
	}
	var value *ValueError
	for name, c := range map[string]struct {
		b  []byte
		m  Message
		at int
	}{
		"unsigned char 256":   {info(256, 1), new(DomainGetInfoReply), 0},
		"unsigned char -1":    {info(math.MaxUint32, 1), new(DomainGetInfoReply), 0},
		"unsigned short":      {info(1, 65536), new(DomainGetInfoReply), 20},
		"char 256":            {word(256, 0, 0, 0, 0), new(StorageVolGetInfoReply), 0},
		"char -129":           {word(math.MaxUint32-128, 0, 0, 0, 0), new(StorageVolGetInfoReply), 0},
		"char in an array":    {word(2, 'a', 256, 1), new(DomainGetSecurityLabelReply), 8},
		"optional flag":       {word(2, 0, 0), new(ConnectOpenArgs), 0},
		"padding":             {append(word(1), 'a', 0, 1, 0), new(ConnectGetHostnameReply), 6},
		"typed param type 0":  {word(1, 0, 0, 0), new(DomainGetSchedulerParametersReply), 8},
		"typed param type 8":  {word(1, 0, 8, 0), new(DomainGetSchedulerParametersReply), 8},
		"typed param bool 2":  {word(1, 0, 6, 2), new(DomainGetSchedulerParametersReply), 12},
		"typed param type -1": {word(1, 0, math.MaxUint32, 0), new(DomainGetSchedulerParametersReply), 8},
	} {
		if err := Unmarshal(c.b, c.m); !errors.As(err, &value) || value.Offset != c.at {
			t.Errorf("%s: %v, want a wrong value at byte %d", name, err, c.at)
		}
	}
	// A char from a host whose char has no sign.
	label := new(DomainGetSecurityLabelReply)
	if err := Unmarshal(word(1, 0xc3, 0), label); err != nil || string(label.Label) != "\xc3" {
		t.Errorf("char 195: %q, %v", label.Label, err)
	}
	if _, err := Marshal(nil, &DomainSetSchedulerParametersArgs{Params: make([]virt.TypedParam, 1)}); !errors.As(err, &value) {
		t.Errorf("writing a typed parameter without a type: %v", err)
	}
}

// TestNUL checks that a text with a NUL, which a C peer would cut short without
// a word, is neither written nor read.
func TestNUL(t *testing.T) {
	var bad *ValueError
	if _, err := Marshal(nil, &DomainLookupByNameArgs{Name: "vm\x00disk"}); !errors.As(err, &bad) {
		t.Errorf("writing: %v", err)
	}
	if err := Unmarshal([]byte("\x00\x00\x00\x04vm\x00k"), new(DomainLookupByNameArgs)); !errors.As(err, &bad) {
		t.Errorf("reading: %v", err)
	}
}
