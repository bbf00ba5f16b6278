package virt

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseCPUMap(t *testing.T) {
	// What virsh 9.0.0 makes of the same lists in vcpupin.
	for _, c := range []struct{ in, want string }{
		{"0", "0"},
		{"0-1", "0-1"},
		{"0,1", "0-1"},
		{"0 , 1", "0-1"},
		{" 0 - 1 ", "0-1"},
		{"0 -1", "0-1"},
		{"0- 1", "0-1"},
		{"0-0", "0"},
		{"0-1,", "0-1"},
		{"0, ", "0"},
		{"0-1,^0", "1"},
		{"0-1, ^0", "1"},
		{"0-1,^1 ,", "0"},
		{"0-1,^5", "0-1"},
		{"0,^5,", "0"},
		{"^1,0-1", "0-1"},
		{"0,0", "0"},
		{"00", "0"},
		{"01", "1"},
		{"\t0\r\n", "0"},
		{"7,0-3,1023", "0-3,7,1023"},
		{"^0", ""},
		{"0,^0", ""},
	} {
		m, err := ParseCPUMap(c.in)
		if err != nil || m.String() != c.want {
			t.Errorf("ParseCPUMap(%q) = %q, %v; want %q", c.in, m, err, c.want)
		}
		if want := (m.Last() + 8) / 8; len(m) != want {
			t.Errorf("ParseCPUMap(%q) has %d bytes, want %d", c.in, len(m), want)
		}
	}
	for _, in := range []string{
		"", " ", ",", " ,", ",0", "0,,1", "0,,", "0 ,  , 1", "0-", "-1", "1-0", "0-1-2", "0 - - 1", "0-1,^0-1",
		"^", "0-1,^", "0-1,^ 0", "0 1", "0-1 ^0", "0-1;", "+0", "0x1", "a", "0\v", "1024", "0-1024", "0,^1024",
		"4294967296", "99999999999999999999999",
	} {
		m, err := ParseCPUMap(in)
		if !errors.Is(err, ErrInvalidArg) || m != nil {
			t.Errorf("ParseCPUMap(%q) = %q, %v; want an invalid argument", in, m, err)
		}
		if want := "invalid argument: Failed to parse bitmap '" + in + "'"; err.Error() != want {
			t.Errorf("ParseCPUMap(%q) says %q, want %q", in, err, want)
		}
	}
}

func TestCPUMapBits(t *testing.T) {
	m := NewCPUMap(17)
	if len(m) != 3 || m.Len() != 24 {
		t.Fatalf("NewCPUMap(17) has %d bytes for %d CPUs, want 3 for 24", len(m), m.Len())
	}
	for _, cpu := range []int{0, 9, 10, 16, 23} {
		m.Set(cpu)
	}
	if want := (CPUMap{0x01, 0x06, 0x81}); !slices.Equal(m, want) {
		t.Errorf("bytes are % x, want % x", []byte(m), []byte(want))
	}
	if m.Count() != 5 || m.Last() != 23 || m.String() != "0,9-10,16,23" {
		t.Errorf("%d CPUs, last %d, list %q", m.Count(), m.Last(), m)
	}
	m.Clear(23)
	m.Clear(0)
	if m.Has(23) || m.Has(0) || !m.Has(16) || m.String() != "9-10,16" {
		t.Errorf("after Clear: %q", m)
	}
	before := slices.Clone(m)
	for _, cpu := range []int{-1, -9, 24, 1 << 40} {
		m.Set(cpu)
		m.Clear(cpu)
		if m.Has(cpu) {
			t.Errorf("has CPU %d", cpu)
		}
	}
	if !slices.Equal(m, before) {
		t.Errorf("CPUs out of range changed % x to % x", []byte(before), []byte(m))
	}
	for _, empty := range []CPUMap{nil, NewCPUMap(0), NewCPUMap(-5), NewCPUMap(8)} {
		if empty.Count() != 0 || empty.Last() != -1 || empty.String() != "" || empty.Has(0) {
			t.Errorf("%#v is not empty", empty)
		}
	}
}

func TestCPUMaps(t *testing.T) {
	m := NewCPUMaps([]byte{1, 0, 2, 0, 4, 0, 9}, 2)
	if m.Rows() != 3 {
		t.Fatalf("Rows() = %d, want 3", m.Rows())
	}
	for vcpu, want := range []string{"0", "1", "2"} {
		if got := m.Row(vcpu).String(); got != want {
			t.Errorf("Row(%d) = %q, want %q", vcpu, got, want)
		}
	}
	m.Row(0).Set(9)
	if m.Row(0).String() != "0,9" {
		t.Error("a row does not share its bytes")
	}
	if row := append(m.Row(0), 0xff); len(row) != 3 || m.Row(1).String() != "1" {
		t.Error("appending to a row wrote into the next")
	}
	for _, vcpu := range []int{-1, 3, 1 << 40} {
		if m.Row(vcpu) != nil {
			t.Errorf("Row(%d) is not nil", vcpu)
		}
	}
	for _, maplen := range []int{0, -1} {
		if m := NewCPUMaps([]byte{1}, maplen); m.Rows() != 0 || m.Row(0) != nil {
			t.Errorf("rows of %d bytes exist", maplen)
		}
	}
}

func FuzzParseCPUMap(f *testing.F) {
	for _, s := range []string{"0", "0-3,7", "0-1,^0", " 0 - 1 , ", "^1,0-1", "1023", "1024", "0,,1", "0-1-2", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseCPUMap(s)
		if err != nil {
			return
		}
		if m.Last() >= CPUListMax || len(m) > CPUListMax/8 {
			t.Fatalf("ParseCPUMap(%q) has CPU %d in %d bytes", s, m.Last(), len(m))
		}
		if m.Count() == 0 {
			if !strings.Contains(s, "^") {
				t.Fatalf("ParseCPUMap(%q) has no CPUs", s)
			}
			return // has no list form
		}
		again, err := ParseCPUMap(m.String())
		if err != nil || !slices.Equal(again, m) {
			t.Fatalf("ParseCPUMap(%q) = %q, which reads as %q, %v", s, m, again, err)
		}
	})
}
