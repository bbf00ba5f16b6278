package protocol

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// Message is one structure of the protocol: the arguments or the reply of a
// procedure, an event, or a part of one of those. Only pointer types implement
// it. Encode and Decode are generated; neither uses reflection.
type Message interface {
	// Encode appends the XDR form of the message to e. A field that is beyond
	// its limit of the protocol makes e.Err non-nil.
	Encode(e *Encoder)
	// Decode replaces the message by the one that starts at d's position.
	// After an error (d.Err) the message's contents are unspecified.
	Decode(d *Decoder)
}

// Encoder appends XDR to a buffer. The first error sticks: what is appended
// after it does not matter, and Err tells it. The zero value is ready to use.
type Encoder struct {
	Buf []byte
	err error
}

// Err returns the first error met.
func (e *Encoder) Err() error { return e.err }

// Reset makes e append to buf again from its beginning, without an error.
func (e *Encoder) Reset(buf []byte) { e.Buf, e.err = buf[:0], nil }

func (e *Encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// Uint32 appends an unsigned int.
func (e *Encoder) Uint32(v uint32) { e.Buf = binary.BigEndian.AppendUint32(e.Buf, v) }

// Int32 appends an int or an enum.
func (e *Encoder) Int32(v int32) { e.Uint32(uint32(v)) }

// Uint64 appends an unsigned hyper.
func (e *Encoder) Uint64(v uint64) { e.Buf = binary.BigEndian.AppendUint64(e.Buf, v) }

// Int64 appends a hyper.
func (e *Encoder) Int64(v int64) { e.Uint64(uint64(v)) }

// Float64 appends a double.
func (e *Encoder) Float64(v float64) { e.Uint64(math.Float64bits(v)) }

// Bool appends the flag before an optional value.
func (e *Encoder) Bool(v bool) {
	if v {
		e.Uint32(1)
	} else {
		e.Uint32(0)
	}
}

// Count appends the length of a variable array. what names the field for the
// error when n is above limit.
func (e *Encoder) Count(what string, n, limit int) {
	if n > limit {
		e.fail(&LimitError{What: what, Size: n, Limit: limit})
	}
	e.Uint32(uint32(n))
}

// String appends a string of at most limit bytes, padded to a multiple of 4. A
// NUL in it is an error: the peer's C string would end there.
func (e *Encoder) String(what, s string, limit int) {
	if i := strings.IndexByte(s, 0); i >= 0 && e.err == nil {
		e.err = &ValueError{Offset: i, What: "character of " + what, Value: 0}
	}
	e.Count(what, len(s), limit)
	if e.err != nil {
		return
	}
	e.Buf = append(e.Buf, s...)
	e.pad(len(s))
}

// OptionalString appends a string that may be absent.
func (e *Encoder) OptionalString(what string, s *string, limit int) {
	e.Bool(s != nil)
	if s != nil {
		e.String(what, *s, limit)
	}
}

// Opaque appends variable opaque data of at most limit bytes.
func (e *Encoder) Opaque(what string, b []byte, limit int) {
	e.Count(what, len(b), limit)
	if e.err != nil {
		return
	}
	e.Fixed(b)
}

// Fixed appends opaque data of a length that both sides know.
func (e *Encoder) Fixed(b []byte) {
	e.Buf = append(e.Buf, b...)
	e.pad(len(b))
}

// Chars appends a variable array of char. In XDR each is a word of its own.
func (e *Encoder) Chars(what string, b []byte, limit int) {
	e.Count(what, len(b), limit)
	if e.err == nil {
		e.FixedChars(b)
	}
}

// FixedChars appends an array of char of a length that both sides know.
func (e *Encoder) FixedChars(b []byte) {
	for _, c := range b {
		e.Int32(int32(int8(c)))
	}
}

func (e *Encoder) pad(n int) {
	var zero [4]byte
	e.Buf = append(e.Buf, zero[:-n&3]...)
}

// Decoder is a cursor over the XDR form of a message. The first error sticks;
// after it every read returns a zero value.
//
// The strings that it returns share one copy of the message, so decoding a list
// of a thousand names costs one allocation, and keeping one name keeps the text
// of its message.
type Decoder struct {
	data string
	off  int
	err  error
}

// NewDecoder returns a cursor at the start of a copy of b.
func NewDecoder(b []byte) *Decoder { return &Decoder{data: string(b)} }

// Err returns the first error met.
func (d *Decoder) Err() error { return d.err }

// Left returns the number of bytes not read yet.
func (d *Decoder) Left() int { return len(d.data) - d.off }

func (d *Decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.off = len(d.data)
}

func (d *Decoder) take(n int) string {
	if n > d.Left() {
		d.fail(&TruncatedError{Offset: d.off, Need: n, Left: d.Left()})
		return ""
	}
	s := d.data[d.off : d.off+n]
	d.off += n
	return s
}

// Uint32 reads an unsigned int.
func (d *Decoder) Uint32() uint32 {
	s := d.take(4)
	if s == "" {
		return 0
	}
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}

// Int32 reads an int or an enum.
func (d *Decoder) Int32() int32 { return int32(d.Uint32()) }

// Int8 reads a char. Senders whose char has no sign write 128 to 255 for -128
// to -1, so both are taken.
func (d *Decoder) Int8(what string) int8 { return int8(d.small(what, math.MinInt8, math.MaxUint8)) }

// Uint8 reads an unsigned char.
func (d *Decoder) Uint8(what string) uint8 { return uint8(d.small(what, 0, math.MaxUint8)) }

// Uint16 reads an unsigned short.
func (d *Decoder) Uint16(what string) uint16 { return uint16(d.small(what, 0, math.MaxUint16)) }

// small reads a word whose type has only the values from lo to hi.
func (d *Decoder) small(what string, lo, hi int32) int32 {
	at := d.off
	v := d.Int32()
	if v < lo || v > hi {
		d.fail(&ValueError{Offset: at, What: what, Value: int64(v)})
		return 0
	}
	return v
}

// Uint64 reads an unsigned hyper.
func (d *Decoder) Uint64() uint64 {
	hi := uint64(d.Uint32())
	return hi<<32 | uint64(d.Uint32())
}

// Int64 reads a hyper.
func (d *Decoder) Int64() int64 { return int64(d.Uint64()) }

// Float64 reads a double.
func (d *Decoder) Float64() float64 { return math.Float64frombits(d.Uint64()) }

// Bool reads the flag before an optional value, 0 or 1.
func (d *Decoder) Bool() bool {
	at := d.off
	v := d.Uint32()
	if v > 1 {
		d.fail(&ValueError{Offset: at, What: "optional flag", Value: int64(v)})
		return false
	}
	return v == 1
}

// Count reads the length of a variable array whose elements take at least size
// bytes each. It fails when the length is above limit or the elements cannot be
// in what is left of the message, so the caller may allocate as many.
func (d *Decoder) Count(what string, limit, size int) int {
	n := d.Uint32()
	if uint64(n) > uint64(limit) {
		d.fail(&LimitError{What: what, Size: int(n), Limit: limit})
		return 0
	}
	if need := uint64(n) * uint64(size); need > uint64(d.Left()) {
		d.fail(&TruncatedError{Offset: d.off, Need: int(need), Left: d.Left()})
		return 0
	}
	return int(n)
}

// String reads a string of at most limit bytes, without a NUL.
func (d *Decoder) String(what string, limit int) string {
	at := d.off
	s := d.padded(d.Count(what, limit, 1))
	if i := strings.IndexByte(s, 0); i >= 0 {
		d.fail(&ValueError{Offset: at + 4 + i, What: "character of " + what, Value: 0})
		return ""
	}
	return s
}

// OptionalString reads a string that may be absent.
func (d *Decoder) OptionalString(what string, limit int) *string {
	if !d.Bool() {
		return nil
	}
	s := d.String(what, limit)
	return &s
}

// Opaque reads variable opaque data of at most limit bytes into a new slice.
func (d *Decoder) Opaque(what string, limit int) []byte {
	n := d.Count(what, limit, 1)
	if n == 0 {
		return nil
	}
	return []byte(d.padded(n))
}

// Fixed fills b with opaque data of a length that both sides know.
func (d *Decoder) Fixed(b []byte) { copy(b, d.padded(len(b))) }

// Chars reads a variable array of char.
func (d *Decoder) Chars(what string, limit int) []byte {
	n := d.Count(what, limit, 4)
	if n == 0 {
		return nil
	}
	b := make([]byte, n)
	d.FixedChars(b)
	return b
}

// FixedChars fills b from an array of char.
func (d *Decoder) FixedChars(b []byte) {
	for i := range b {
		b[i] = byte(d.Int8("char"))
	}
}

// padded takes n bytes and the zero bytes that fill them up to a whole word.
func (d *Decoder) padded(n int) string {
	whole := d.take((n + 3) &^ 3)
	if len(whole) < n {
		return ""
	}
	for i := n; i < len(whole); i++ {
		if whole[i] != 0 {
			d.fail(&ValueError{Offset: d.off - len(whole) + i, What: "padding byte", Value: int64(whole[i])})
			return ""
		}
	}
	return whole[:n]
}

// Close reports the first error, or bytes that no field has read.
func (d *Decoder) Close() error {
	if d.err == nil && d.Left() > 0 {
		d.err = &TrailingError{Left: d.Left()}
	}
	return d.err
}

// Marshal appends the XDR form of m to b.
func Marshal(b []byte, m Message) ([]byte, error) {
	e := Encoder{Buf: b}
	m.Encode(&e)
	return e.Buf, e.err
}

// Unmarshal decodes the whole of b into m. Bytes that are left are an error.
func Unmarshal(b []byte, m Message) error {
	d := NewDecoder(b)
	m.Decode(d)
	return d.Close()
}

// CString returns the text of an array of char up to its first NUL.
func CString(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

// LimitError is a length above the protocol's limit for the field.
type LimitError struct {
	What        string // the field, as in the protocol: DomainStats.params
	Size, Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s has length %d, above the protocol's limit of %d", e.What, e.Size, e.Limit)
}

// TruncatedError is a message that ends before its fields do.
type TruncatedError struct{ Offset, Need, Left int }

func (e *TruncatedError) Error() string {
	return fmt.Sprintf("message ends at byte %d: %d bytes needed, %d left", e.Offset, e.Need, e.Left)
}

// TrailingError is a message with bytes after its last field.
type TrailingError struct{ Left int }

func (e *TrailingError) Error() string {
	return fmt.Sprintf("%d bytes after the end of the message", e.Left)
}

// ValueError is a word whose value its type does not have.
type ValueError struct {
	Offset int
	What   string
	Value  int64
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s at byte %d has the impossible value %d", e.What, e.Offset, e.Value)
}
