package cmd

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/completion"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// completer finds candidates for a session. It asks the host over the session's
// connection, if there is one, else over a read-only one of its own, and never
// asks the user anything.
type completer struct {
	main *vsh.Session
	own  *vsh.Session // nil before it is needed
}

func newCompleter(main *vsh.Session) *completer { return &completer{main: main} }

// completionTimeout is how long connecting may take. Who waits is typing.
const completionTimeout = time.Second

// session returns the session in which a host is asked.
func (c *completer) session(o vsh.Options) *vsh.Session {
	if conn := c.main.Connected(); conn != nil && conn.Err() == nil && o.URI == c.main.URI {
		s := c.newSession(o)
		s.Open = func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) { return conn, nil }
		return s
	}
	if c.own == nil || c.own.URI != o.URI {
		c.close(context.Background())
		c.own = c.newSession(o)
	}
	return c.own
}

// newSession returns a session that asks and tells the user nothing.
func (c *completer) newSession(o vsh.Options) *vsh.Session {
	return &vsh.Session{
		Options: vsh.Options{URI: o.URI, ReadOnly: true, Timeout: completionTimeout},
		Report:  func(error) {},
		Getenv:  c.main.Getenv,
		Open:    c.main.Open,
	}
}

// close ends the connection that was opened for candidates alone.
func (c *completer) close(ctx context.Context) {
	if c.own == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, closeTime)
	defer cancel()
	_ = c.own.Close(ctx) // nothing was done with it
	c.own = nil
}

func (c *completer) engine(o vsh.Options) *completion.Engine {
	return &completion.Engine{
		Catalog: c.main.Catalog,
		Session: func() *vsh.Session { return c.session(o) },
		Files:   listFiles,
	}
}

// Virsh is vsh.Completer's. virsh joins the words it is given and reads them as
// a line.
func (c *completer) Virsh(ctx context.Context, words []string) []string {
	before := completion.Before(vsh.ParsePartialLine(strings.Join(words, " ")))
	var found []string
	for _, candidate := range c.engine(c.main.Options).Virsh(ctx, before) {
		found = append(found, strings.ReplaceAll(candidate.Word, " ", `\ `))
	}
	return found
}

// Shell is vsh.Completer's.
func (c *completer) Shell(ctx context.Context, shell string, args []string) []string {
	s := completion.Shell(shell)
	if !s.Known() {
		return nil
	}
	line, ok := s.Line(args)
	if !ok {
		return nil
	}
	return line.Answer(c.commandLine(ctx, line.Words))
}

// Script is vsh.Completer's.
func (c *completer) Script(shell string) (script string, ok bool) {
	s := completion.Shell(shell)
	if !s.Known() {
		return "", false
	}
	script, err := s.Script()
	return script, err == nil
}

// commandLine returns the candidates for the last of the words after the
// program's name.
func (c *completer) commandLine(ctx context.Context, words []string) []completion.Candidate {
	last := len(words) - 1
	o := c.main.Options
	const cursor = "\x00" // stands for the last word, and cannot be one
	var at *flag
	rest, err := parseFlags(append(slices.Clone(words[:last]), cursor), func(s setting) error {
		switch {
		case s.value == cursor:
			at = s.flag
		case s.flag.long == "connect":
			o.URI = s.value
		}
		return nil
	})
	switch {
	case err != nil:
		return nil
	case at != nil:
		return flagValues(at, words[last])
	case len(rest) == 1 && strings.HasPrefix(words[last], "-"):
		return flagNames(words[last])
	}
	rest[len(rest)-1] = words[last]
	return c.words(ctx, o, rest)
}

// words returns the candidates for the last of the words of a command.
func (c *completer) words(ctx context.Context, o vsh.Options, words []string) []completion.Candidate {
	if n := len(words); n > 2 {
		switch words[n-2] {
		case "-o", "--output":
			return flagValues(flagNamed("output"), words[n-1])
		case "--color":
			return flagValues(flagNamed("color"), words[n-1])
		}
	}
	return c.engine(o).Complete(ctx, words)
}

// flagValues returns what the value of a global option may be.
func flagValues(f *flag, prefix string) []completion.Candidate {
	switch f.long {
	case "connect":
		return fitting(prefix, completion.URIs()...)
	case "debug":
		return fitting(prefix, "0", "1", "2", "3", "4")
	case "output":
		return fitting(prefix, format.Names()...)
	case "color":
		return fitting(prefix, vsh.ColorModes()...)
	case "log":
		return []completion.Candidate{{Word: prefix, Kind: completion.File}}
	}
	return nil
}

// flagNames returns the global options that begin with prefix.
func flagNames(prefix string) []completion.Candidate {
	var names []string
	for _, f := range flags() {
		if f.long != "" {
			names = append(names, "--"+f.long)
		}
	}
	return fitting(prefix, names...)
}

func flagNamed(long string) *flag {
	all := flags()
	return &all[slices.IndexFunc(all, func(f flag) bool { return f.long == long })]
}

func fitting(prefix string, words ...string) []completion.Candidate {
	var found []completion.Candidate
	for _, word := range words {
		if strings.HasPrefix(word, prefix) {
			found = append(found, completion.Candidate{Word: word, Kind: completion.Value})
		}
	}
	return found
}

func listFiles(dir string) ([]completion.Entry, error) {
	files, err := os.ReadDir(dir)
	entries := make([]completion.Entry, len(files))
	for i, f := range files {
		entries[i] = completion.Entry{Name: f.Name(), Dir: isDir(dir, f)}
	}
	return entries, err
}

// isDir follows symbolic links.
func isDir(dir string, f os.DirEntry) bool {
	if f.Type()&os.ModeSymlink == 0 {
		return f.IsDir()
	}
	info, err := os.Stat(dir + "/" + f.Name())
	return err == nil && info.IsDir()
}

// prompt returns how a line at the prompt may go on, for shell.Config.Complete.
func (c *completer) prompt(text string) (rest []string, shown int) {
	line := vsh.ParsePartialLine(text)
	before := completion.Before(line)
	if before == nil {
		return nil, 0
	}
	found := c.words(context.Background(), c.main.Options, before)
	for _, candidate := range found {
		more := vsh.QuoteRest(candidate.Word[len(line.Last):], line.Quote, !candidate.Open)
		if !candidate.Open {
			more += " "
		}
		rest = append(rest, more)
	}
	return rest, len(line.Raw)
}

// hint returns what the next word may be, for shell.Config.Hint.
func (c *completer) hint(text string) string {
	line := vsh.ParsePartialLine(text)
	if line.Comment || line.Raw != "" {
		return ""
	}
	return completion.Hint(c.main.Catalog, line.Words)
}
