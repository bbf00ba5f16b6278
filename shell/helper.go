package shell

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/chzyer/readline"
)

// A helper shows what may come next: candidates after Tab, and a word about the
// next argument behind the cursor.
type helper struct {
	config *Config
	out    io.Writer // above the prompt

	prompt string
	before string // the text that the line continues
}

func (h *helper) begin(prompt, before string) { h.prompt, h.before = prompt, before }

// bell says that there is nothing to say.
const bell = "\a"

// Do implements readline.AutoCompleter. It returns at most one way to go on: as
// far as all candidates agree. Where they do not, it lists them above the prompt.
// The editor's own lists are not made for more candidates than the screen has
// rows, or wider ones than it has columns.
func (h *helper) Do(line []rune, pos int) (more [][]rune, length int) {
	if h.config.Complete == nil {
		return nil, 0
	}
	text := h.before + string(line[:pos])
	rest, shown := h.config.Complete(text)
	switch common := commonPrefix(rest); {
	case len(rest) == 0:
		h.write(bell)
	case common != "":
		return [][]rune{[]rune(common)}, 0
	default:
		start := max(len(text)-shown, 0)
		h.write(columns(text[start:], rest, screenWidth()))
	}
	return nil, 0
}

func (h *helper) write(text string) {
	_, _ = io.WriteString(h.out, text) // the prompt tells when the terminal has gone
}

// commonPrefix returns what all words begin with, in whole characters.
func commonPrefix(words []string) string {
	if len(words) == 0 {
		return ""
	}
	common := words[0]
	for _, w := range words[1:] {
		n := 0
		for n < len(common) && n < len(w) {
			_, size := utf8.DecodeRuneInString(common[n:])
			if !strings.HasPrefix(w[n:], common[n:n+size]) {
				break
			}
			n += size
		}
		common = common[:n]
	}
	return common
}

// columns returns the words, each after lead, as a table of the given width that
// is read downwards.
func columns(lead string, words []string, width int) string {
	const gap = 2
	cells, widest := make([]string, len(words)), 0
	for i, w := range words {
		cells[i] = strings.ReplaceAll(lead+strings.TrimRight(w, " "), "\n", " ")
		widest = max(widest, columnsOf(cells[i]))
	}
	perRow := max((width-1)/(widest+gap), 1)
	rows := (len(cells) + perRow - 1) / perRow
	var b strings.Builder
	for row := range rows {
		for i := row; i < len(cells); i += rows {
			b.WriteString(cells[i])
			if i+rows < len(cells) {
				b.WriteString(strings.Repeat(" ", widest+gap-columnsOf(cells[i])))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// columnsOf returns how many columns of the screen a text takes.
func columnsOf(text string) int { return readline.Runes{}.WidthAll([]rune(text)) }

// Paint implements readline.Painter. It adds the hint to a line that ends in a
// blank, and takes the cursor back to where the line ends. Where the hint would
// not fit into the row there is none.
func (h *helper) Paint(line []rune, pos int) []rune {
	if h.config.Hint == nil || len(line) == 0 || pos != len(line) || line[pos-1] != ' ' {
		return line
	}
	hint := h.config.Hint(h.before + string(line))
	room := screenWidth() - 1 - columnsOf(h.prompt) - columnsOf(string(line))
	width := columnsOf(hint)
	if hint == "" || width > room {
		return line
	}
	return append(line[:pos:pos], []rune(fmt.Sprintf("\x1b[2m%s\x1b[0m\x1b[%dD", hint, width))...)
}
