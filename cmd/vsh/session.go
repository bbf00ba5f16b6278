package vsh

import (
	"context"
	"io"
	"os/exec"
	"time"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// A Session is what a command may use: the connection, the writers, the global
// options and the parts of the process it runs in. It serves one command at a
// time.
type Session struct {
	Options

	Program string // what the user calls us

	In  io.Reader // the user's input
	Out io.Writer // results, written by who called the command
	Err io.Writer // errors and progress

	// Width is the columns of the terminal that Out is, 0 if it is none.
	Width int
	// ErrWidth returns the columns of the terminal that Err is, 0 if it is none;
	// nil is a function that returns 0.
	ErrWidth func() int
	// ColorTerminal tells that Out is a terminal that shows colours.
	ColorTerminal bool

	// Size returns the columns and rows of that terminal as they are now; nil if it
	// is none, or takes no control codes.
	Size func() (columns, rows int, err error)

	// Advise tells that somebody reads Err on a terminal, who is told what scripts
	// do not care for.
	Advise bool

	// Interactive tells that commands come from a prompt or a pipe, one after the
	// other, and not from the command line.
	Interactive bool
	// Long tells that a command runs which wants signs of life from its host, see
	// Spec.Long.
	Long bool
	// Catalog is all commands there are.
	Catalog Catalog
	// Report shows an error at once.
	Report func(error)
	// Completer finds candidates for half-typed lines.
	Completer Completer
	// Ask answers questions for credentials; nil where nobody can be asked.
	Ask driver.Authenticator
	// Key asks the user a question that one key answers; nil where nobody can be
	// asked.
	Key func(ctx context.Context, question string) (byte, error)
	// Foreground runs a program that has the user's terminal until it ends: what
	// the keyboard sends is for it alone.
	Foreground func(*exec.Cmd) error
	// Open connects to a host; libvirt.Open if nil.
	Open func(ctx context.Context, uri string, opts ...libvirt.Option) (*libvirt.Conn, error)
	// Tracer sees the calls of connections opened from now on; nil for none.
	Tracer *driver.Tracer

	// ConfigFile is the client's configuration file; empty: the library's default.
	ConfigFile string
	Getenv     func(name string) string
	Getwd      func() (string, error)
	Chdir      func(dir string) error
	Now        func() time.Time
	Log        *Log

	link link
}

// A Completer finds what the last word of a half-typed line may become. What
// goes wrong with that is a lack of candidates.
type Completer interface {
	// Virsh returns the candidates for what virsh passes from a shell: words of a
	// line of commands. They are escaped as virsh does it.
	Virsh(ctx context.Context, words []string) []string
	// Shell returns what the script of a shell is to show, line by line.
	Shell(ctx context.Context, shell string, args []string) []string
	// Script returns what makes a shell complete lines; ok is false for a shell
	// that is not known.
	Script(shell string) (script string, ok bool)
}

// Options are the global options in force for a command.
type Options struct {
	URI       string // of -c or of the environment; empty: the library's default
	URIFrom   string // where URI was given; empty if it is
	ReadOnly  bool   // of the connections opened from now on
	Quiet     bool
	Timing    bool
	Trace     bool
	Format    format.Format
	Columns   []string // the fields of lists that are shown; nil: all
	Sort      string   // the field that lists are sorted by; empty: the command's order
	Color     ColorMode
	Timeout   time.Duration // for connecting; 0: no limit
	KeepAlive KeepAlive
	Escape    string // of consoles
}

// ColorMode is what --color asks for.
type ColorMode uint8

// The modes.
const (
	ColorAuto   ColorMode = iota // on a terminal that shows colours
	ColorAlways                  // also into a pipe or a file
	ColorNever
)

// ColorModes returns the values that --color takes, by mode.
func ColorModes() []string { return []string{"auto", "always", "never"} }

// Colored reports whether what goes to an output is coloured that may be by
// itself.
func (m ColorMode) Colored(may bool) bool {
	return m == ColorAlways || m == ColorAuto && may
}

// KeepAlive is how a dead connection is noticed.
type KeepAlive struct {
	Interval int  // seconds between pings; 0: none
	Count    int  // unanswered pings until the connection counts as lost
	Explicit bool // asked for by the user, so that failing to set it is an error
}

// The keepalive of virsh.
const (
	DefaultKeepAliveInterval = 5
	DefaultKeepAliveCount    = 6
)

// Printer returns what the formats need to know of the output.
func (s *Session) Printer() format.PrinterOptions {
	return format.PrinterOptions{
		Quiet: s.Quiet, Color: s.Color.Colored(s.ColorTerminal), Width: s.Width,
		Columns: s.Columns, Sort: s.Sort,
	}
}

// Errorf shows an error at once, for commands that go on after it. A command
// that fails returns its error instead.
func (s *Session) Errorf(text string, args ...any) { s.Report(Failf(text, args...)) }

// Debugf writes a line to the debug log.
func (s *Session) Debugf(level Level, text string, args ...any) {
	s.Log.Printf(level, text, args...)
}
