package protocol

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"testing"
)

// TestWords writes and reads each kind of word and compares with bytes made by
// hand from RFC 4506.
func TestWords(t *testing.T) {
	absent, present := (*string)(nil), "né"
	var e Encoder
	e.Int32(-2)
	e.Uint32(math.MaxUint32)
	e.Int64(-2)
	e.Uint64(1 << 40)
	e.Float64(-1.5)
	e.Bool(true)
	e.String("s", "hello", 5)
	e.OptionalString("s", absent, 9)
	e.OptionalString("s", &present, 9)
	e.Opaque("o", []byte{1, 2, 3, 4}, 4)
	e.Fixed([]byte{0xaa})
	e.Chars("c", []byte{0x41, 0xff}, 2)
	e.FixedChars([]byte{0x7f})
	want := strings.Join([]string{
		"fffffffe", "ffffffff", "fffffffffffffffe", "0000010000000000", "bff8000000000000", "00000001",
		"00000005" + "68656c6c6f000000", "00000000", "00000001" + "00000003" + "6ec3a900",
		"00000004" + "01020304", "aa000000", "00000002" + "00000041" + "ffffffff", "0000007f",
	}, "")
	if got := hex.EncodeToString(e.Buf); e.Err() != nil || got != want {
		t.Fatalf("wrote %s, %v; want %s", got, e.Err(), want)
	}

	d := NewDecoder(e.Buf)
	for i, ok := range []bool{
		d.Int32() == -2,
		d.Uint32() == math.MaxUint32,
		d.Int64() == -2,
		d.Uint64() == 1<<40,
		d.Float64() == -1.5,
		d.Bool(),
		d.String("s", 5) == "hello",
		d.OptionalString("s", 9) == nil,
		*d.OptionalString("s", 9) == present,
		bytes.Equal(d.Opaque("o", 4), []byte{1, 2, 3, 4}),
		func() bool { b := make([]byte, 1); d.Fixed(b); return b[0] == 0xaa }(),
		bytes.Equal(d.Chars("c", 2), []byte{0x41, 0xff}),
		func() bool { b := make([]byte, 1); d.FixedChars(b); return b[0] == 0x7f }(),
	} {
		if !ok {
			t.Errorf("read %d is wrong", i)
		}
	}
	if d.Left() != 0 || d.Close() != nil {
		t.Errorf("%d bytes left, %v", d.Left(), d.Err())
	}
}

// TestSticky checks that the first error stays, and that nothing is read or
// written after it.
func TestSticky(t *testing.T) {
	d := NewDecoder([]byte{0, 0, 0, 2, 0, 0, 0, 7})
	if d.Bool() || d.Uint32() != 0 || d.String("s", 9) != "" || d.Left() != 0 {
		t.Error("reads after an error return something")
	}
	var value *ValueError
	if err := d.Close(); !errors.As(err, &value) || value.Value != 2 {
		t.Errorf("the error is %v", err)
	}
	var e Encoder
	e.String("first", "abc", 2)
	n := len(e.Buf)
	e.String("second", "abcd", 2)
	e.Opaque("third", []byte("abcd"), 2)
	var limit *LimitError
	if !errors.As(e.Err(), &limit) || limit.What != "first" {
		t.Errorf("the error is %v", e.Err())
	}
	if len(e.Buf) > n+8 {
		t.Errorf("%d bytes were written after an error", len(e.Buf)-n)
	}
	e.Reset(e.Buf)
	if e.Err() != nil || len(e.Buf) != 0 {
		t.Errorf("after Reset: %v, %d bytes", e.Err(), len(e.Buf))
	}
}

// TestDecoderCopies checks that what is decoded does not change with the buffer
// that it came from.
func TestDecoderCopies(t *testing.T) {
	b, err := Marshal(nil, &DomainMemoryPeekReply{Buffer: []byte("abcd")})
	if err != nil {
		t.Fatal(err)
	}
	text, err := Marshal(nil, &ConnectGetHostnameReply{Hostname: "host"})
	if err != nil {
		t.Fatal(err)
	}
	var peek DomainMemoryPeekReply
	var host ConnectGetHostnameReply
	if err := errors.Join(Unmarshal(b, &peek), Unmarshal(text, &host)); err != nil {
		t.Fatal(err)
	}
	clear(b)
	clear(text)
	if string(peek.Buffer) != "abcd" || host.Hostname != "host" {
		t.Errorf("decoded parts changed: %q, %q", peek.Buffer, host.Hostname)
	}
}

func TestCString(t *testing.T) {
	for in, want := range map[string]string{"": "", "x86_64": "x86_64", "x86_64\x00\x00junk": "x86_64", "\x00": ""} {
		if got := CString([]byte(in)); got != want {
			t.Errorf("CString(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&LimitError{"Domain.name", 5, 4}, "Domain.name has length 5, above the protocol's limit of 4"},
		{&TruncatedError{8, 4, 2}, "message ends at byte 8: 4 bytes needed, 2 left"},
		{&TrailingError{3}, "3 bytes after the end of the message"},
		{&ValueError{4, "optional flag", 2}, "optional flag at byte 4 has the impossible value 2"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
