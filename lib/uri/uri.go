// Package uri reads and writes the URIs that name hosts, and chooses the one to
// use when none is given: aliases and the default of the client's configuration
// file libvirt.conf, and the environment.
//
// It accepts what libvirt accepts, whose parser is libxml2's (RFC 3986), and
// words errors as libvirt does.
package uri

import (
	"slices"
	"strconv"
	"strings"
)

// URI names a host and how to reach it: DRIVER[+TRANSPORT]://[USER@][HOST][:PORT]/PATH[?QUERY].
// All parts are kept without percent-encoding; String puts it back.
type URI struct {
	// Scheme is the driver: what stands before a '+' in the URI's scheme, in the
	// letter case it came in.
	Scheme string
	// Transport is what follows the '+', in lower case; empty when the URI does
	// not name one.
	Transport string
	// User is all that stands before an '@', a colon and password included.
	User string
	// Host is a name or an address, IPv6 without its brackets and with its zone;
	// empty for this machine.
	Host string
	// Port is 0 when the URI has none.
	Port int
	// Path begins with '/' unless it is empty or the URI has no "//".
	Path string
	// Query holds the parameters in their order, repeated ones too.
	Query []Param
	raw   string // the query as it came
	// Fragment is what follows a '#'. It means nothing to libvirt, which passes
	// it on.
	Fragment string
}

// Param is one parameter of a URI. A name without '=' has an empty Value.
type Param struct{ Name, Value string }

// Param returns the value of the parameter called name, the last one when it
// stands there more than once. Letter case does not count in names.
func (u *URI) Param(name string) (value string, ok bool) {
	for _, p := range u.Query {
		if strings.EqualFold(p.Name, name) {
			value, ok = p.Value, true
		}
	}
	return value, ok
}

// String returns the canonical form: Parse of it gives an equal URI. A query
// that was parsed and not changed since is written as it came.
func (u *URI) String() string {
	var b strings.Builder
	b.WriteString(u.Scheme)
	if u.Transport != "" {
		b.WriteByte('+')
		b.WriteString(u.Transport)
	}
	b.WriteByte(':')
	if u.Host != "" || u.User != "" || u.Path == "" || u.Path[0] == '/' {
		b.WriteString("//")
		u.writeAuthority(&b)
	}
	escape(&b, u.Path, inPath)
	if q := u.query(); q != "" {
		b.WriteByte('?')
		b.WriteString(q)
	}
	if u.Fragment != "" {
		b.WriteByte('#')
		escape(&b, u.Fragment, inFragment)
	}
	return b.String()
}

func (u *URI) query() string {
	if params, ok := parseQuery(u.raw); ok && slices.Equal(params, u.Query) {
		return u.raw
	}
	var b strings.Builder
	for i, p := range u.Query {
		if i > 0 {
			b.WriteByte('&')
		}
		escape(&b, p.Name, inParam)
		b.WriteByte('=')
		escape(&b, p.Value, inParam)
	}
	return b.String()
}

func (u *URI) writeAuthority(b *strings.Builder) {
	if u.User != "" {
		escape(b, u.User, inUser)
		b.WriteByte('@')
	}
	if strings.Contains(u.Host, ":") {
		b.WriteByte('[')
		escape(b, u.Host, inAddress)
		b.WriteByte(']')
	} else {
		escape(b, u.Host, inHost)
	}
	if u.Port != 0 {
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(u.Port))
	}
}

// What stands unescaped in each part, beside isUnreserved. Path and fragment
// keep what libxml2 keeps when it writes a URI; parameters, what libvirt keeps.
const (
	inPath     = "/;@&=+$,!*'()"
	inFragment = "/;@&=+$,!*'():?[]"
	inUser     = ";:&=+$,!*'()"
	inHost     = ";&=+$,!*'()"
	inAddress  = ":"
	inParam    = ""
)

// escape writes s with all that is neither unreserved nor in keep
// percent-encoded.
func escape(b *strings.Builder, s, keep string) {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		c := s[i]
		if isUnreserved(c) || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
}
