package cmd

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// config is what the environment and the global options ask for.
type config struct {
	vsh.Options
	connectNow bool // -c was given: connect before the first command
	logLevel   vsh.Level
	logFile    *os.File
	// stopOnError ends a batch with the first command that fails.
	stopOnError bool
	leave       leave
}

// leave is what an option asks for instead of running commands.
type leave uint8

const (
	stay leave = iota
	leaveVersion
	leaveLongVersion
	leaveUsage
)

// defaultTimeout is how long connecting may take.
const defaultTimeout = 15 * time.Second

func newConfig() *config {
	return &config{
		logLevel: vsh.LevelError,
		Options: vsh.Options{
			Timeout: defaultTimeout,
			Escape:  "^]",
			KeepAlive: vsh.KeepAlive{
				Interval: vsh.DefaultKeepAliveInterval,
				Count:    vsh.DefaultKeepAliveCount,
			},
		},
	}
}

// environment reads the variables. warn gets what is wrong with them but does
// not keep the program from running.
func (c *config) environment(p *Process, warn func(error)) error {
	const variable = "VIRSH_DEFAULT_CONNECT_URI"
	if c.URI = p.getenv(variable); c.URI != "" {
		c.URIFrom = variable
	}
	if value, set := p.LookupEnv("VIRSH_DEBUG"); set {
		n, ok := vsh.ParseInt32(value, false)
		if ok && n >= int32(vsh.LevelDebug) && n <= int32(vsh.LevelError) {
			c.logLevel = vsh.Level(n)
		} else {
			// differs from virsh: it says so twice.
			warn(vsh.Failf("VIRSH_DEBUG not set with a valid numeric value"))
		}
	}
	if file := p.getenv("VIRSH_LOG_FILE"); file != "" {
		return c.openLog(file)
	}
	return nil
}

// set takes one global option. warn gets what is wrong with it but is no reason
// to stop.
func (c *config) set(s setting, warn func(error)) error {
	switch s.flag.long {
	case "connect":
		c.URI, c.URIFrom, c.connectNow = s.value, s.typed, true
	case "debug":
		return c.setDebug(s, warn)
	case "escape":
		if !validEscape(s.value) {
			return vsh.Failf("Invalid string '%s' for escape sequence", s.value)
		}
		c.Escape = s.value
	case "help":
		c.leave = leaveUsage
	case "keepalive-interval":
		return c.setKeepAlive(s, &c.KeepAlive.Interval)
	case "keepalive-count":
		return c.setKeepAlive(s, &c.KeepAlive.Count)
	case "log":
		return c.openLog(s.value)
	case "quiet":
		c.Quiet = true
	case "readonly":
		c.ReadOnly = true
	case "stop-on-error":
		c.stopOnError = true
	case "timing":
		c.Timing = true
	case "version":
		c.leave = leaveVersion
		if s.value == "long" && s.typed == "--version" {
			c.leave = leaveLongVersion
		}
	case "":
		c.leave = leaveLongVersion
	default:
		return override(&c.Options, s.flag.long, s.value)
	}
	return nil
}

// override sets the options that are ours and may also stand after a command.
func override(o *vsh.Options, name, value string) (err error) {
	switch name {
	case "output":
		o.Format, err = format.ParseFormat(value)
		if err != nil {
			return vsh.Failf("%s", err)
		}
	case "columns":
		o.Columns = vsh.SplitList(value)
		if len(o.Columns) == 0 || slices.Contains(o.Columns, "") {
			return vsh.Failf("option --columns requires names parted by commas, not '%s'", value)
		}
	case "sort":
		if strings.TrimPrefix(value, "-") == "" {
			return vsh.Failf("option --sort requires the name of a column, not '%s'", value)
		}
		o.Sort = value
	case "color":
		i := slices.Index(vsh.ColorModes(), value)
		if i < 0 {
			return vsh.Failf("unknown colour mode '%s', must be one of: %s", value, strings.Join(vsh.ColorModes(), ", "))
		}
		o.Color = vsh.ColorMode(i)
	case "timeout":
		d, err := time.ParseDuration(value + "s")
		if err != nil || d < 0 {
			return vsh.Failf("option --timeout requires a number of seconds, not '%s'", value)
		}
		o.Timeout = d
	case "trace":
		o.Trace = true
	}
	return nil
}

func (c *config) setDebug(s setting, warn func(error)) error {
	n, ok := vsh.ParseInt32(s.value, false)
	switch {
	case !ok:
		return vsh.Failf("option %s takes a numeric argument", s.typed)
	case n < int32(vsh.LevelDebug) || n > int32(vsh.LevelError):
		warn(vsh.Failf("ignoring debug level %d out of range [%d-%d]", n, vsh.LevelDebug, vsh.LevelError))
	default:
		c.logLevel = vsh.Level(n)
	}
	return nil
}

func (c *config) setKeepAlive(s setting, to *int) error {
	n, ok := vsh.ParseInt32(s.value, true)
	switch {
	case !ok:
		return vsh.Failf("Invalid value for option %s", s.typed)
	case n < 0:
		return vsh.Failf("option %s requires a positive integer argument", s.typed)
	}
	*to = int(n)
	c.KeepAlive.Explicit = true
	return nil
}

// validEscape accepts one character other than ^, or ^ and the letter of a
// control code.
func validEscape(s string) bool {
	switch len(s) {
	case 1:
		return s != "^"
	case 2:
		c := s[1]
		return s[0] == '^' && ('a' <= c && c <= 'z' || '@' <= c && c <= '_')
	}
	return false
}

func (c *config) openLog(name string) error {
	c.closeLog()
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND|os.O_SYNC, 0o600)
	if err != nil {
		return vsh.Failf("failed to open the log file. check the log file path")
	}
	c.logFile = f
	return nil
}

func (c *config) closeLog() {
	if c.logFile != nil {
		_ = c.logFile.Close() // every line has been written through
		c.logFile = nil
	}
}
