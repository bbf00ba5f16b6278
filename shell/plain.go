package shell

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
)

// A plain reader leaves the editing of lines to the system's terminal driver.
type plain struct {
	out    io.Writer
	want   chan struct{} // a line is wanted
	lines  chan plainLine
	closed chan struct{}
	close  func() // once
	asked  bool   // for the line that is being read
}

type plainLine struct {
	text string
	err  error
}

func newPlain(in io.Reader, out io.Writer) *plain {
	p := &plain{out: out, want: make(chan struct{}), lines: make(chan plainLine, 1), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	go p.read(bufio.NewReader(in))
	return p
}

// read reads a line whenever one is wanted and not before: a command that runs
// may read the terminal, too.
func (p *plain) read(in *bufio.Reader) {
	for {
		select {
		case <-p.want:
		case <-p.closed:
			return
		}
		text, err := in.ReadString('\n')
		if err != nil {
			text = "" // half a line is not what the user meant to run
		}
		p.lines <- plainLine{strings.TrimSuffix(text, "\n"), err}
	}
}

func (p *plain) Line(prompt, _ string) (string, error) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	if _, err := io.WriteString(p.out, prompt); err != nil {
		return "", err
	}
	want := p.want
	if p.asked { // Ctrl-C left a read behind
		want = nil
	}
	for {
		select {
		case want <- struct{}{}:
			want, p.asked = nil, true
		case line := <-p.lines:
			p.asked = false
			if line.err != nil { // the end, or the terminal has gone
				_, _ = io.WriteString(p.out, "\n") // nobody may be there to see it
				return "", io.EOF
			}
			return line.text, nil
		case <-interrupts:
			_, err := io.WriteString(p.out, "\n")
			return "", errors.Join(errInterrupt, err)
		case <-p.closed:
			return "", io.EOF
		}
	}
}

// Remember does nothing: there is no going back.
func (p *plain) Remember(string) {}

func (p *plain) Close() error {
	p.close()
	return nil
}
