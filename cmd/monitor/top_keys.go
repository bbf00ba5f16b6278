package monitor

import (
	"unicode"
	"unicode/utf8"

	"github.com/virgo-vm/virgo/lib/virt"
)

// The keys that are no characters, as keysOf names them.
const (
	keyUp        = -1 - iota // ↑
	keyDown                  // ↓
	keyPageUp                // a page up
	keyPageDown              // a page down
	keyUnknown               // any other sequence
	keyInterrupt = 3         // Ctrl-C, which is no signal in raw mode
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

// keysOf returns the keys of what one read of the terminal returned.
func keysOf(typed []byte) []rune {
	var keys []rune
	for len(typed) > 0 {
		if len(typed) > 2 && typed[0] == keyEscape && (typed[1] == '[' || typed[1] == 'O') {
			n := 2
			for n < len(typed)-1 && (typed[n] < '@' || typed[n] > '~') { // up to the final byte
				n++
			}
			key, ok := map[string]rune{"A": keyUp, "B": keyDown, "5~": keyPageUp, "6~": keyPageDown}[string(typed[2:n+1])]
			if !ok {
				key = keyUnknown
			}
			keys, typed = append(keys, key), typed[n+1:]
			continue
		}
		r, n := utf8.DecodeRune(typed)
		keys, typed = append(keys, r), typed[n:]
	}
	return keys
}

// key does what a key is for. It returns an action that was confirmed, if any, and
// whether the user wants to quit.
func (v *topView) key(k rune) (confirmed *topAction, quit bool) {
	if k == keyInterrupt {
		return nil, true
	}
	v.message = ""
	switch {
	case v.question != nil:
		asked := v.question
		v.question = nil
		if k == 'y' || k == 'Y' {
			return asked, false
		}
	case v.typing:
		v.typeFilter(k)
	default:
		return nil, v.command(k)
	}
	return nil, false
}

// typeFilter takes a key of the filter.
func (v *topView) typeFilter(k rune) {
	switch {
	case k == '\r', k == '\n':
		v.typing = false
	case k == keyEscape:
		v.typing, v.filter = false, ""
	case k == keyDelete, k == '\b':
		_, last := utf8.DecodeLastRuneInString(v.filter)
		v.filter = v.filter[:len(v.filter)-last]
	case k > 0 && unicode.IsPrint(k):
		v.filter += string(k)
	}
}

// command takes a key that stands for itself, and reports whether it is the last.
func (v *topView) command(k rune) (quit bool) {
	const page = 10
	switch k {
	case 'q', 'Q':
		return true
	case keyUp:
		v.move(-1)
	case keyDown:
		v.move(1)
	case keyPageUp:
		v.move(-page)
	case keyPageDown:
		v.move(page)
	case '1', '2', '3', '4', '5':
		v.order = topOrder(k - '1')
	case '/':
		v.typing = true
	case 'a':
		v.all = !v.all
	default:
		v.ask(k)
	}
	return false
}

// ask asks whether the action of a key is wanted, if it has one and there is a
// domain.
func (v *topView) ask(k rune) {
	list := v.visible()
	if len(list) == 0 {
		return
	}
	d := list[v.at(list)]
	v.chosen = d.dom.UUID() // what is asked about stays chosen
	action := &topAction{domain: d}
	switch k {
	case 's':
		action.question, action.done, action.do = "Start", "started", d.dom.Create
	case 'p':
		action.question, action.done, action.do = "Pause", "paused", d.dom.Suspend
		if d.state == virt.DomainPaused {
			action.question, action.done, action.do = "Resume", "resumed", d.dom.Resume
		}
	case 'r':
		action.question, action.done, action.do = "Reboot", "is rebooting", rebooter(d.dom)
	case 'd':
		action.question, action.done, action.do = "Shut down", "is shutting down", d.dom.Shutdown
	case 'k':
		action.question, action.done, action.do = "Destroy", "destroyed", d.dom.Destroy
	default:
		return
	}
	v.question = action
}
