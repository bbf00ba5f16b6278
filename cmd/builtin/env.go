package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func envSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "env", Help: "show which host commands go to, and why",
		Description: "Show the URI of the host that commands go to and where it comes from, the\n" +
			"settings that are in force for it, the aliases and the default of the\n" +
			"configuration file, and the variables of the environment that count. The host is\n" +
			"not asked.",
		Examples:  []string{"env", "env -o json # as a document"},
		NoConnect: true,
		Run:       runEnv,
	}
}

// environmentVariables are the variables that commands look at.
func environmentVariables() []string {
	return []string{
		"VIRSH_DEFAULT_CONNECT_URI", defaultURIVariable, "VIRSH_DEBUG", "VIRSH_LOG_FILE",
		"VISUAL", "EDITOR", "NO_COLOR", "TERM",
	}
}

// defaultURIVariable is the variable that libvirt's clients have in common.
const defaultURIVariable = "LIBVIRT_DEFAULT_URI"

// environment is the connection in effect and what decides it.
type environment struct {
	URI            string        `json:"uri,omitempty"` // left out where the local daemon chooses
	From           string        `json:"from"`          // an option, a variable, a file
	Alias          string        `json:"alias,omitempty"`
	Connected      bool          `json:"connected"`
	ReadOnly       bool          `json:"readOnly"`
	TimeoutSeconds *float64      `json:"timeoutSeconds"` // of connecting; null for no limit
	KeepAlive      envKeepAlive  `json:"keepAlive"`
	Config         envConfig     `json:"config"`
	Variables      []envVariable `json:"variables"` // those that are set
}

type envKeepAlive struct {
	IntervalSeconds int `json:"intervalSeconds"` // 0: none
	Count           int `json:"count"`
}

type envConfig struct {
	File    string     `json:"file"`
	Found   bool       `json:"found"`
	Default string     `json:"default,omitempty"`
	Aliases []envAlias `json:"aliases"`
}

type envAlias struct {
	Name string `json:"name"`
	URI  string `json:"uri"`
}

type envVariable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func runEnv(_ context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
	c, err := libvirt.LoadClientConfig(s.ConfigFile)
	if err != nil {
		return nil, err
	}
	uri, err := c.Resolve(s.URI, s.Getenv)
	if err != nil {
		return nil, err
	}
	conn := s.Connected()
	e := &environment{
		URI: uri, Connected: conn != nil && conn.Err() == nil, ReadOnly: s.ReadOnly,
		KeepAlive: envKeepAlive{s.KeepAlive.Interval, s.KeepAlive.Count},
		Config:    envConfig{File: c.File, Found: c.Found, Default: c.Default},
	}
	if s.Timeout > 0 {
		seconds := s.Timeout.Seconds()
		e.TimeoutSeconds = &seconds
	}
	named := s.URI
	switch {
	case s.URI != "":
		e.From = s.URIFrom
	case s.Getenv(defaultURIVariable) != "":
		e.From, named = defaultURIVariable, s.Getenv(defaultURIVariable)
	case c.Default != "":
		e.From, named = c.File, c.Default
	default:
		e.From = "the local daemon"
	}
	if named != uri {
		e.Alias = named
	}
	for _, a := range c.Aliases {
		e.Config.Aliases = append(e.Config.Aliases, envAlias(a))
	}
	for _, name := range environmentVariables() {
		if value := s.Getenv(name); value != "" {
			e.Variables = append(e.Variables, envVariable{name, value})
		}
	}
	return e, nil
}

// Text prints a line for each fact.
func (e *environment) Text(p *format.Printer) error {
	line := func(key, text string, args ...any) { p.KeyValue(20, key+":", text, args...) }
	uri := e.URI
	if uri == "" {
		uri = "chosen by the local daemon"
	}
	line("URI", "%s", uri)
	line("From", "%s", e.From)
	if e.Alias != "" {
		line("Alias", "%s", e.Alias)
	}
	line("Connected", "%s", vsh.YesNo(e.Connected))
	line("Read-only", "%s", vsh.YesNo(e.ReadOnly))
	if e.TimeoutSeconds != nil {
		line("Timeout", "%g s", *e.TimeoutSeconds)
	} else {
		line("Timeout", "none")
	}
	if e.KeepAlive.IntervalSeconds > 0 {
		line("Keepalive", "every %d s, %d times", e.KeepAlive.IntervalSeconds, e.KeepAlive.Count)
	} else {
		line("Keepalive", "none")
	}
	if e.Config.Found {
		line("Configuration file", "%s", e.Config.File)
	} else {
		line("Configuration file", "%s (missing)", e.Config.File)
	}
	if e.Config.Default != "" {
		line("Default URI", "%s", e.Config.Default)
	}
	for _, a := range e.Config.Aliases {
		line("Alias "+a.Name, "%s", a.URI)
	}
	for _, v := range e.Variables {
		line(v.Name, "%s", v.Value)
	}
	return nil
}
