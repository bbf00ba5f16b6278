package uri

import (
	"bytes"
	"math"

	"github.com/virgo-vm/virgo/lib/virt"
)

// confValue is a string, a number or a list of values.
type confValue struct {
	kind confKind
	str  string
	num  int64
	list []confValue
}

type confKind uint8

const (
	confString confKind = iota
	confNumber
	confList
)

// maxConfDepth bounds lists within lists; libvirt has no use for more than one.
const maxConfDepth = 16

// ParseConfig reads the text of a configuration file: statements NAME = VALUE,
// ended by a newline, a ';' or a comment. A value is a string in single quotes,
// double quotes or three double quotes (which may span lines), without escapes;
// a number; or a list in brackets. The first of several statements for a name
// counts. file is for messages.
func ParseConfig(file string, data []byte) (*Config, error) {
	c := &Config{file: file, values: make(map[string]confValue)}
	p := confParser{rest: data, line: 1}
	for {
		p.skip(" \t\r\n")
		switch {
		case len(p.rest) == 0:
			return c, nil
		case p.rest[0] == '#':
			p.comment()
			continue
		}
		name, v, problem := p.statement()
		if problem != "" {
			return nil, virt.Errorf(virt.FromConf, virt.ErrConfSyntax, "%s:%d: %s", file, p.line, problem)
		}
		if _, ok := c.values[name]; !ok {
			c.values[name] = v
		}
	}
}

// confParser takes tokens off the front of rest. Its methods return what is
// wrong in libvirt's words, or nothing.
type confParser struct {
	rest []byte
	line int
}

func (p *confParser) statement() (name string, v confValue, problem string) {
	n := 0
	for n < len(p.rest) && (isAlpha(p.rest[n]) || n > 0 && (isDigit(p.rest[n]) || p.rest[n] == '_')) {
		n++
	}
	if n == 0 {
		return "", v, "expecting a name"
	}
	name = string(p.rest[:n])
	p.rest = p.rest[n:]
	p.skip(" \t")
	if !p.accept("=") {
		return "", v, "expecting an assignment"
	}
	p.skip(" \t")
	if v, problem = p.value(0); problem != "" {
		return "", v, problem
	}
	p.skip(" \t")
	switch {
	case len(p.rest) == 0, p.rest[0] == '\n', p.rest[0] == '\r', p.accept(";"):
	case p.rest[0] == '#':
		p.comment()
	default:
		return "", v, "expecting a separator"
	}
	return name, v, ""
}

func (p *confParser) value(depth int) (confValue, string) {
	if len(p.rest) == 0 {
		return confValue{}, "expecting a value"
	}
	switch c := p.rest[0]; {
	case c == '"' || c == '\'':
		return p.quoted()
	case c == '[':
		if depth == maxConfDepth {
			return confValue{}, "lists are nested too deeply"
		}
		return p.listOf(depth + 1)
	case isDigit(c) || c == '-' || c == '+':
		return p.number()
	}
	return confValue{}, "expecting a value"
}

func (p *confParser) quoted() (confValue, string) {
	if p.accept(`"""`) {
		end := bytes.Index(p.rest, []byte(`"""`))
		if end < 0 {
			p.line += bytes.Count(bytes.TrimSuffix(p.rest, []byte("\n")), []byte("\n"))
			return confValue{}, "unterminated string"
		}
		s := p.rest[:end]
		p.line += bytes.Count(s, []byte("\n"))
		p.rest = p.rest[end+3:]
		return confValue{str: string(s)}, ""
	}
	end := bytes.IndexByte(p.rest[1:], p.rest[0]) + 1
	eol := bytes.IndexAny(p.rest, "\r\n")
	if end == 0 || eol >= 0 && eol < end {
		return confValue{}, "unterminated string"
	}
	s := string(p.rest[1:end])
	p.rest = p.rest[end+1:]
	return confValue{str: s}, ""
}

// number saturates: no key of ours is a number, so that its size cannot matter.
func (p *confParser) number() (confValue, string) {
	sign := int64(1)
	if p.accept("-") {
		sign = -1
	} else {
		p.accept("+")
	}
	var n int64
	digits := 0
	for ; len(p.rest) > 0 && isDigit(p.rest[0]); digits++ {
		d := int64(p.rest[0] - '0')
		if n > (math.MaxInt64-d)/10 {
			n = math.MaxInt64
		} else {
			n = n*10 + d
		}
		p.rest = p.rest[1:]
	}
	if digits == 0 {
		return confValue{}, "unterminated number"
	}
	return confValue{kind: confNumber, num: sign * n}, ""
}

func (p *confParser) listOf(depth int) (confValue, string) {
	v := confValue{kind: confList}
	p.accept("[")
	p.skip(" \t\r\n")
	for len(p.rest) > 0 && p.rest[0] != ']' {
		e, problem := p.value(depth)
		if problem != "" {
			return v, problem
		}
		v.list = append(v.list, e)
		p.skip(" \t\r\n")
		if p.accept(",") {
			p.skip(" \t\r\n")
		} else if len(p.rest) > 0 && p.rest[0] != ']' {
			return v, "expecting a separator in list"
		}
	}
	if !p.accept("]") {
		return v, "list is not closed with ]"
	}
	return v, ""
}

func (p *confParser) skip(set string) {
	rest := bytes.TrimLeft(p.rest, set)
	p.line += bytes.Count(p.rest[:len(p.rest)-len(rest)], []byte("\n"))
	p.rest = rest
}

func (p *confParser) accept(token string) bool {
	if !bytes.HasPrefix(p.rest, []byte(token)) {
		return false
	}
	p.rest = p.rest[len(token):]
	return true
}

// comment takes the rest of the line, without its end.
func (p *confParser) comment() {
	if i := bytes.IndexAny(p.rest, "\r\n"); i >= 0 {
		p.rest = p.rest[i:]
	} else {
		p.rest = nil
	}
}
