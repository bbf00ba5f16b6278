package uri

import (
	"math"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// Transports lists the transports that libvirt knows, in the order in which its
// error names them.
func Transports() []string {
	return []string{"tls", "unix", "ssh", "ext", "tcp", "libssh2", "libssh"}
}

// Parse reads a URI. What is no URI fails with virt.ErrInternalError; a URI
// without a scheme, with virt.ErrNoConnect; a '+' without a transport after it,
// with virt.ErrInvalidArg. The errors name the URI.
//
// differs from virsh: a NUL (%00) is refused, where the C library cuts the text
// off; and an empty user ("//@host") is no user.
func Parse(s string) (*URI, error) {
	p := parser{rest: s}
	scheme, ok := p.scheme()
	if !ok {
		if p.relative() {
			return nil, virt.Errorf(virt.FromNone, virt.ErrNoConnect, "URI '%s' does not include a driver name", s)
		}
		return nil, unparsable(s)
	}
	if !p.hierarchy() {
		return nil, unparsable(s)
	}
	p.u.Scheme = scheme
	if i := strings.IndexByte(scheme, '+'); i >= 0 {
		p.u.Scheme, p.u.Transport = scheme[:i], strings.ToLower(scheme[i+1:])
		if p.u.Transport == "" {
			return nil, virt.Errorf(virt.FromRemote, virt.ErrInvalidArg,
				"URI '%s': transport in URL not recognised (should be %s)", s, strings.Join(Transports(), "|"))
		}
	}
	return &p.u, nil
}

func unparsable(s string) error {
	return virt.Errorf(virt.FromURI, virt.ErrInternalError, "Unable to parse URI %s", s)
}

// parser takes one part after the other off the front of rest. Its methods
// report whether the text is as the grammar of RFC 3986 has it.
type parser struct {
	rest string
	u    URI
}

func (p *parser) scheme() (string, bool) {
	for i := 0; i < len(p.rest); i++ {
		c := p.rest[i]
		switch {
		case isAlpha(c), i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			scheme := p.rest[:i]
			p.rest = p.rest[i+1:]
			return scheme, true
		default:
			return "", false
		}
	}
	return "", false
}

// relative accepts a reference without a scheme, whose first segment has no
// colon.
func (p *parser) relative() bool {
	first := p.rest
	if i := strings.IndexAny(first, "/?#"); i >= 0 {
		first = first[:i]
	}
	return !strings.Contains(first, ":") && p.hierarchy()
}

// hierarchy accepts what follows the scheme, to the end.
func (p *parser) hierarchy() bool {
	if strings.HasPrefix(p.rest, "//") {
		p.rest = p.rest[2:]
		if !p.authority() {
			return false
		}
		if p.rest != "" && !strings.ContainsRune("/?#", rune(p.rest[0])) {
			return false
		}
	}
	var ok bool
	if p.u.Path, ok = p.take(pathChars); !ok {
		return false
	}
	if strings.HasPrefix(p.rest, "?") {
		p.rest = p.rest[1:]
		p.u.raw = p.span(queryChars)
		if !validEscapes(p.u.raw) {
			return false
		}
		if p.u.Query, ok = parseQuery(p.u.raw); !ok {
			return false
		}
	}
	if strings.HasPrefix(p.rest, "#") {
		p.rest = p.rest[1:]
		if p.u.Fragment, ok = p.take(fragmentChars); !ok {
			return false
		}
	}
	return p.rest == ""
}

func (p *parser) authority() bool {
	end := strings.IndexAny(p.rest, "/?#")
	if end < 0 {
		end = len(p.rest)
	}
	var ok bool
	if at := strings.IndexByte(p.rest[:end], '@'); at >= 0 && !strings.HasPrefix(p.rest, "[") {
		if user := p.span(userChars); len(user) != at {
			return false
		} else if p.u.User, ok = unescape(user); !ok {
			return false
		}
		p.rest = p.rest[1:]
	}
	if !p.host() {
		return false
	}
	if !strings.HasPrefix(p.rest, ":") {
		return true
	}
	p.rest = p.rest[1:]
	if !p.port() {
		return false
	}
	if p.u.Host == "" {
		p.u.Port = 0 // as libvirt does: a port of no host is dropped
	}
	return true
}

// host accepts a registered name, an IPv4 address, or an address in brackets.
// Brackets are taken off only around what has a colon, as libvirt does.
func (p *parser) host() bool {
	var ok bool
	if strings.HasPrefix(p.rest, "[") {
		end := strings.IndexByte(p.rest, ']')
		if end < 0 {
			return false
		}
		raw := p.rest[:end+1]
		p.rest = p.rest[end+1:]
		// A zone may follow '%' as it is, where '%25' is meant.
		p.u.Host, ok = unescapeLoosely(raw)
	} else {
		p.u.Host, ok = p.take(hostChars)
	}
	if h := p.u.Host; len(h) > 2 && h[0] == '[' && h[len(h)-1] == ']' && strings.Contains(h, ":") {
		p.u.Host = h[1 : len(h)-1]
	}
	return ok
}

func (p *parser) port() bool {
	n, digits := 0, 0
	for p.rest != "" && isDigit(p.rest[0]) {
		n = n*10 + int(p.rest[0]-'0')
		if n > math.MaxInt32 {
			return false
		}
		p.rest = p.rest[1:]
		digits++
	}
	p.u.Port = n
	return digits > 0
}

// span takes the longest run of unreserved characters, '%' and those of extra.
func (p *parser) span(extra string) string {
	n := 0
	for n < len(p.rest) && (isUnreserved(p.rest[n]) || strings.IndexByte(extra, p.rest[n]) >= 0) {
		n++
	}
	s := p.rest[:n]
	p.rest = p.rest[n:]
	return s
}

// take is span with the percent-encoding taken off.
func (p *parser) take(extra string) (string, bool) { return unescape(p.span(extra)) }

// The characters of each part beside isUnreserved. libxml2 lets brackets stand
// in a fragment.
const (
	subDelims     = "!$&'()*+,;="
	hostChars     = "%" + subDelims
	userChars     = "%:" + subDelims
	pathChars     = "%:@/" + subDelims
	queryChars    = "%:@/?" + subDelims
	fragmentChars = "%:@/?[]" + subDelims
)

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isUnreserved(c byte) bool {
	return isAlpha(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}
