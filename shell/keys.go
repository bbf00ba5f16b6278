package shell

import (
	"io"
	"sync/atomic"
)

const (
	// maxLine is how many bytes of one line may be pasted: what Linux's terminal
	// driver takes as one. The line editor draws the whole line for each character,
	// so time grows with the square of it.
	maxLine = 4 << 10
	// typed is how many bytes come at once from somebody who types: a character
	// or a function key.
	typed = 16
)

// Control characters of the keyboard.
const (
	keyNull      = 0
	keyInterrupt = 3 // Ctrl-C
	keyTab       = 9
)

// keys is the keyboard. It remembers what the line editor does not tell: that
// the terminal has gone, and that a line was too long.
type keys struct {
	r      io.Reader
	pasted int // bytes of the line that came faster than anybody types
	gone   atomic.Bool
	cut    atomic.Bool
}

// Read implements io.Reader. It leaves out null characters, which the editor
// takes for the end of input, and what goes beyond maxLine.
func (k *keys) Read(p []byte) (int, error) {
	for {
		n, err := k.r.Read(p)
		if err != nil {
			k.gone.Store(true)
			return n, err
		}
		if n <= typed {
			k.pasted = 0
		}
		paste := n > typed
		kept := p[:0]
		for i, c := range p[:n] {
			switch c {
			case '\r', '\n', keyInterrupt:
				k.pasted = 0
			case keyNull:
				continue
			case keyTab:
				if paste && i < n-1 { // it parts words, and asks for nothing
					c = ' '
				}
			default:
				if paste {
					k.pasted++
				}
				if k.pasted > maxLine {
					k.cut.Store(true)
					continue
				}
			}
			kept = append(kept, c)
		}
		if len(kept) > 0 {
			return len(kept), nil
		}
	}
}
