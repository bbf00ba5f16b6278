package format

// A spill writes out a buffer that has become long and returns an empty one in
// its place; so a long document needs no more memory than a short one. nil keeps
// everything in the buffer.
type spill func(buf []byte) []byte

// when spills buf if it is long.
func (s spill) when(buf []byte) []byte {
	if s == nil || len(buf) < flushAt {
		return buf
	}
	return s(buf)
}
