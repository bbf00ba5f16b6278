package vsh

import (
	"fmt"
	"io"
	"time"
)

// Level is how much a line of the debug log matters. The numbers are those of
// the option --debug.
type Level int

// The levels.
const (
	LevelDebug   Level = 0
	LevelInfo    Level = 1
	LevelNotice  Level = 2
	LevelWarning Level = 3
	LevelError   Level = 4
)

func (l Level) name() string {
	switch l {
	case LevelDebug:
		return "DEBUG"
	case LevelInfo, LevelNotice:
		return "INFO"
	case LevelWarning:
		return "WARNING"
	}
	return "ERROR"
}

// A Log takes what helps to see what a command does. A nil Log drops all of it.
type Log struct {
	Level Level     // lines below it are dropped
	Out   io.Writer // gets the lines as they are
	File  io.Writer // gets them with time and level; nil for no file
	PID   int       // of this process, for File
	Now   func() time.Time
}

// Printf writes one line.
func (l *Log) Printf(level Level, text string, args ...any) {
	if l == nil || level < l.Level {
		return
	}
	line := fmt.Sprintf(text, args...)
	fmt.Fprintln(l.Out, line)
	l.toFile(level, line)
}

// Failure records an error that the user has seen already.
func (l *Log) Failure(line string) {
	if l != nil {
		l.toFile(LevelError, line)
	}
}

func (l *Log) toFile(level Level, line string) {
	if l.File != nil {
		fmt.Fprintf(l.File, "[%s virgo %d] %s %s\n",
			l.Now().Format("2006.01.02 15:04:05"), l.PID, level.name(), line)
	}
}
