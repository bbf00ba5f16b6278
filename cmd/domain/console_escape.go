package domain

import (
	"bytes"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// An escape finds in what is typed what is not for the guest.
type escape interface {
	// scan takes the next bytes typed. It returns those for the guest, which may
	// lie in typed, and whether the user asked for help or for the end.
	scan(typed []byte) (forGuest []byte, help, end bool)
	// announce prints how the console is left.
	announce(p *format.Printer)
}

// escapeStyles are the values of --escape-style.
const (
	escapeVirsh = "virsh"
	escapeSSH   = "ssh"
)

// escapeOf returns the escape of a style; character is the text of the one that
// style virsh takes.
func escapeOf(style, character string) (escape, error) {
	switch style {
	case "", escapeVirsh:
		return &escapeCharacter{character}, nil
	case escapeSSH:
		return &tilde{lineStart: true}, nil
	}
	return nil, vsh.Failf("unknown escape style '%s', must be one of: %s, %s", style, escapeVirsh, escapeSSH)
}

// An escapeCharacter ends the console wherever it is typed.
//
// differs from virsh: there it must be the first byte of what one read returns,
// so that it is missed when it is typed too fast.
type escapeCharacter struct{ text string }

func (e *escapeCharacter) scan(typed []byte) (forGuest []byte, help, end bool) {
	forGuest, _, end = bytes.Cut(typed, []byte{e.code()})
	return forGuest, false, end
}

// code returns the byte that the text stands for: itself, or for ^ and a letter
// the control code of that letter.
func (e *escapeCharacter) code() byte {
	if e.text[0] != '^' {
		return e.text[0]
	}
	const controlBits = 0x1f
	return e.text[1] & controlBits
}

func (e *escapeCharacter) announce(p *format.Printer) {
	p.Message("Escape character is %s", e.text)
	if e.text[0] == '^' {
		p.Message(" (Ctrl + %c)", e.text[1])
	}
	p.Message("\n")
}

// A tilde is the escape that ssh has: it counts at the start of a line only, and
// the key after it says what is wanted.
type tilde struct {
	lineStart bool // nothing was typed in this line
	pending   bool // a tilde was, and waits for the next key
}

// tildeHelp is what ~? shows.
const tildeHelp = "Supported escape sequences, at the start of a line:\r\n" +
	" ~.  end the console\r\n" +
	" ~~  send one ~\r\n" +
	" ~?  this message\r\n"

func (e *tilde) scan(typed []byte) (forGuest []byte, help, end bool) {
	for _, key := range typed {
		if e.pending {
			e.pending = false
			switch key {
			case '.':
				return forGuest, help, true
			case '?':
				help = true
				continue // at the start of the line still
			case '~':
			default:
				forGuest = append(forGuest, '~')
			}
		} else if e.lineStart && key == '~' {
			e.pending = true
			continue
		}
		forGuest = append(forGuest, key)
		e.lineStart = key == '\r' || key == '\n'
	}
	return forGuest, help, false
}

func (e *tilde) announce(p *format.Printer) {
	p.Message("Escape sequence is ~. at the start of a line (~? for help)\n")
}
