package shell

import (
	"errors"
	"io"
	"sync"

	"github.com/chzyer/readline"
)

// An editor reads lines with editing, history and search.
type editor struct {
	rl    *readline.Instance
	keys  *keys
	help  *helper
	close func() error // once
}

// minWidth is the columns below which a line is not wrapped by the editor: the
// prompt alone fills several rows, and a terminal that does not know its size
// has 0.
const minWidth = 10

func (c *Config) newEditor(lines []string) (*editor, error) {
	k := &keys{r: c.In}
	stdin := readline.NewCancelableStdin(k)
	h := &helper{config: c}
	rl, err := readline.NewEx(&readline.Config{
		AutoComplete:           h,
		Painter:                h,
		Stdin:                  stdin,
		Stdout:                 c.Out,
		Stderr:                 c.Err,
		InterruptPrompt:        "^C",
		EOFPrompt:              "\n", // for nothing
		HistoryLimit:           max(c.HistorySize, 1),
		DisableAutoSaveHistory: true,
		FuncGetWidth:           screenWidth,
	})
	if err != nil {
		return nil, err
	}
	h.out = rl.Stdout()
	e := &editor{rl: rl, keys: k, help: h}
	e.close = sync.OnceValue(func() error {
		_ = stdin.Close() // never fails; the instance would wait for the next key
		return rl.Close()
	})
	for _, line := range lines {
		e.Remember(line)
	}
	return e, nil
}

// screenWidth returns the columns that lines are drawn in.
func screenWidth() int {
	const wide = 80
	if w := readline.GetScreenWidth(); w >= minWidth {
		return w
	}
	return wide
}

func (e *editor) Line(prompt, before string) (string, error) {
	e.help.begin(prompt, before)
	e.rl.SetPrompt(prompt)
	line, err := e.rl.Readline()
	cut := e.keys.cut.Swap(false)
	switch {
	case errors.Is(err, readline.ErrInterrupt):
		return "", errInterrupt
	case err != nil:
		return "", err
	case e.keys.gone.Load():
		// What was typed when the terminal went away is not what the user meant
		// to run.
		return "", io.EOF
	case cut:
		return "", errTooLong
	}
	return line, nil
}

func (e *editor) Remember(line string) {
	_ = e.rl.SaveHistory(line) // fails only for files, of which there is none
}

func (e *editor) Close() error { return e.close() }
