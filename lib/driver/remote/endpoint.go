package remote

import (
	"path/filepath"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/lib/virt"
)

// tcpPort is the port of libvirtd without TLS.
const tcpPort = 16509

// systemRunDir is where the daemons of the system have their sockets.
const systemRunDir = "/var/run/libvirt"

// endpoint is what a URI comes down to: where to connect, and what to say.
type endpoint struct {
	name    string   // of CONNECT_OPEN; empty lets the daemon choose
	socket  string   // path of a unix socket, unless host is set
	host    string   // for TCP
	port    int      // for TCP
	auth    string   // the authentication that the URI insists on
	spawn   string   // path of the daemon to start when nobody listens on socket; empty for none
	unknown []string // parameters that are passed on in name
}

// system is what locate looks at beside the URI.
type system struct {
	uid    int // effective; -1 where there are none
	getenv func(string) string
	exists func(path string) bool
	config func(key string) (string, error) // a string of libvirt.conf; empty when it is not set
}

// session reports whether u, nil for none, means the user's own daemon.
func (s system) session(u *uri.URI) bool {
	if s.uid <= 0 {
		return false
	}
	return u == nil || u.Path == "/session" || u.Scheme == "test" && u.Transport != ""
}

// userRunDir is where the user's own daemons have their sockets.
func (s system) userRunDir() string {
	dir := s.getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = s.getenv("XDG_CACHE_HOME")
	}
	if dir == "" {
		dir = filepath.Join(s.getenv("HOME"), ".cache")
	}
	return filepath.Join(dir, "libvirt")
}

// locate finds the endpoint of a URI.
func locate(s system, text string, readOnly bool) (*endpoint, error) {
	if text == "" {
		e := new(endpoint)
		mode, err := s.mode(nil)
		if err != nil {
			return nil, err
		}
		return e, e.locateUnix(s, nil, readOnly, mode)
	}
	u, err := uri.Parse(text)
	if err != nil {
		return nil, err
	}
	e := new(endpoint)
	given, err := e.readParams(u)
	if err != nil {
		return nil, err
	}
	mode, err := s.mode(given)
	if err != nil {
		return nil, err
	}
	kind := u.Transport
	switch {
	case kind == "" && u.Host == "":
		kind = "unix"
	case kind == "":
		kind = "tls"
	}
	switch kind {
	case "unix":
		if u.Host != "" {
			return nil, virt.Errorf(virt.FromRemote, virt.ErrInvalidArg,
				"using unix socket and remote server '%s' is not supported.", u.Host)
		}
		return e, e.locateUnix(s, u, readOnly, mode)
	case "tcp":
		e.host, e.port = u.Host, u.Port
		if e.host == "" {
			e.host = "localhost"
		}
		if e.port == 0 {
			e.port = tcpPort
		}
		return e, nil
	}
	return nil, transportError(u, kind)
}

// The values of the parameter mode, and of remote_mode in libvirt.conf: which
// daemon's socket to take.
const (
	modeAuto   = "auto"   // whichever is there
	modeLegacy = "legacy" // libvirtd's
	modeDirect = "direct" // that of the driver's own daemon
)

// mode returns the mode to use: the URI's, nil for none, else that of
// libvirt.conf, else auto.
func (s system) mode(given *string) (string, error) {
	if given == nil {
		configured, err := s.config(uri.KeyMode)
		if err != nil {
			return "", err
		}
		if configured == "" {
			return modeAuto, nil
		}
		given = &configured
	}
	switch *given {
	case modeAuto, modeLegacy, modeDirect:
		return *given, nil
	}
	return "", virt.Errorf(virt.FromRemote, virt.ErrInvalidArg, "Unknown remote mode '%s'", *given)
}

// readParams takes out of u what is meant for the client, and makes the name
// of the rest. mode is nil if u has none.
func (e *endpoint) readParams(u *uri.URI) (mode *string, err error) {
	rest := *u
	rest.Query = nil
	named := false
	for _, p := range u.Query {
		switch strings.ToLower(p.Name) {
		case "name":
			e.name, named = p.Value, true
		case "socket":
			e.socket = p.Value
		case "auth":
			e.auth = p.Value
		case "mode":
			mode = &p.Value
		case "no_sanity", "no_verify", "no_tty":
			if _, err := strconv.ParseInt(p.Value, 10, 32); err != nil {
				return nil, virt.Errorf(virt.FromRemote, virt.ErrInvalidArg, "Failed to parse value of URI component %s", p.Name)
			}
		case "proxy":
			if p.Value != "auto" && p.Value != "netcat" && p.Value != "native" {
				return nil, virt.Errorf(virt.FromRemote, virt.ErrInvalidArg, "Unknown proxy type '%s'", p.Value)
			}
		case "command", "netcat", "keyfile", "pkipath", "sshauth", "known_hosts", "known_hosts_verify", "tls_priority", "authfile":
			// of the other transports
		default:
			e.unknown = append(e.unknown, p.Name)
			rest.Query = append(rest.Query, p)
		}
	}
	switch {
	case named:
	case strings.EqualFold(u.Scheme, "remote"):
		e.name = ""
	default:
		rest.Transport, rest.User, rest.Host, rest.Port = "", "", "", 0
		e.name = rest.String()
	}
	return mode, nil
}

// locateUnix chooses the socket, and the daemon to start for it. u is nil when
// no URI was given.
func (e *endpoint) locateUnix(s system, u *uri.URI, readOnly bool, mode string) error {
	if e.socket != "" {
		return nil
	}
	driver := ""
	if u != nil {
		driver = u.Scheme
	}
	dir, suffix := systemRunDir, "-sock"
	session := s.session(u)
	switch {
	case session:
		dir = s.userRunDir()
	case readOnly:
		suffix = "-sock-ro"
	}
	legacy := filepath.Join(dir, "libvirt"+suffix)
	direct := filepath.Join(dir, "virt"+driver+"d"+suffix)
	if mode == modeAuto {
		mode = modeLegacy
		if driver != "" && s.exists(direct) {
			mode = modeDirect
		}
	}
	daemon := "libvirtd"
	e.socket = legacy
	if mode == modeDirect {
		if driver == "" {
			return virt.Errorf(virt.FromRemote, virt.ErrOperationUnsupported, "Cannot use direct socket mode if no URI is set")
		}
		e.socket, daemon = direct, "virt"+driver+"d"
	}
	if session && s.getenv("LIBVIRT_AUTOSTART") != "0" {
		e.spawn = s.daemon(daemon)
	}
	return nil
}

// daemon returns the path of a daemon's program; empty if it is not there. Then
// there is nothing to start, and somebody else's daemon may still listen.
func (s system) daemon(name string) string {
	for _, env := range [...]string{"VIRTD_PATH", "LIBVIRTD_PATH"} {
		if path := s.getenv(env); path != "" {
			return path
		}
	}
	dirs := append(filepath.SplitList(s.getenv("PATH")), "/usr/sbin", "/usr/local/sbin", "/sbin")
	for _, dir := range dirs {
		if path := filepath.Join(dir, name); filepath.IsAbs(path) && s.exists(path) {
			return path
		}
	}
	return ""
}
