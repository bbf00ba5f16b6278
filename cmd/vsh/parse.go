package vsh

import (
	"slices"
	"strings"
)

// A Call is one command with its arguments, ready to run.
type Call struct {
	Spec *Spec
	Args *Args
	// Overrides are our global options that stood after the command, for this
	// command only.
	Overrides []Override
}

// An Override is one global option that stood after a command.
type Override struct {
	Name  string // in full: output, columns, sort, color, timeout, trace
	Value string
}

// helpName is the command that CMD --help turns into.
const helpName = "help"

// ParseLine parses text as a line of commands: quoting, comments and several
// commands parted by ; are possible. All of it is parsed before the first can
// run. The calls that came before an error are returned with it.
func ParseLine(lookup func(name string) *Spec, text string) ([]*Call, error) {
	var calls []*Call
	for _, seg := range split(text) {
		call, err := parseSegment(lookup, seg)
		if err != nil {
			return calls, err
		}
		if call != nil {
			calls = append(calls, call)
		}
	}
	return calls, nil
}

// ParseWords parses words as one command, each taken as it is. It returns nil
// for a comment and for no words.
func ParseWords(lookup func(name string) *Spec, words []string) (*Call, error) {
	return parseSegment(lookup, segment{words: words})
}

// parseSegment returns nil where there is no command but a comment, as which a
// first word counts that begins with #, however it was quoted.
func parseSegment(lookup func(string) *Spec, seg segment) (*Call, error) {
	if len(seg.words) == 0 || strings.HasPrefix(seg.words[0], "#") {
		return nil, seg.err
	}
	spec := lookup(seg.words[0])
	if spec == nil {
		return nil, &UnknownError{Word: seg.words[0]}
	}
	seg.words = seg.words[1:]
	call, err := parseArgs(lookup, spec, seg)
	if err == nil && spec.Name != helpName || seg.err != nil {
		return call, err
	}
	// Our options may stand after a command only where the grammar without them
	// refuses the line, so they never change what a line meant before; or where it
	// ignores them, as help does.
	words, overrides := takeOverrides(spec, seg.words)
	if len(overrides) == 0 {
		return call, err
	}
	call, err2 := parseArgs(lookup, spec, segment{words: words})
	if err2 != nil {
		return nil, err
	}
	call.Overrides = overrides
	return call, nil
}

// takeOverrides parts our options from the other words. What the command has an
// option of the same name for is the command's.
func takeOverrides(spec *Spec, words []string) (rest []string, found []Override) {
	for len(words) > 0 {
		word := words[0]
		if word == "--" {
			break
		}
		words = words[1:]
		name, value, hasValue := strings.Cut(word, "=")
		switch {
		case word == "--trace":
			found = append(found, Override{Name: "trace"})
		case word == "-o", movable(name) && spec.opt(name[2:]) == nil:
			if word == "-o" {
				name = "--output"
			}
			if !hasValue {
				if len(words) == 0 {
					return append(rest, word), found
				}
				value, words = words[0], words[1:]
			}
			found = append(found, Override{Name: name[2:], Value: value})
		case strings.HasPrefix(word, "-o"):
			found = append(found, Override{Name: "output", Value: word[2:]})
		default:
			rest = append(rest, word)
		}
	}
	return append(rest, words...), found
}

// movable reports whether name is one of our global options with a value.
func movable(name string) bool {
	switch name {
	case "--output", "--columns", "--sort", "--color", "--timeout":
		return true
	}
	return false
}

func parseArgs(lookup func(string) *Spec, spec *Spec, seg segment) (*Call, error) {
	p := argParser{spec: spec, words: seg.words, end: seg.err, forgiving: spec.Name == helpName}
	if err := p.run(); err != nil {
		return nil, err
	}
	if p.help {
		help := lookup(helpName)
		if help == nil {
			return nil, Failf("unknown command: '%s'", helpName)
		}
		return &Call{Spec: help, Args: &Args{spec: help, given: []given{{&help.Opts[0], spec.Name}}}}, nil
	}
	args := &Args{spec: spec, given: p.given, notes: p.notes}
	if err := args.checkRequired(); err != nil {
		return nil, err
	}
	return &Call{Spec: spec, Args: args}, nil
}

// An argParser reads the words after the name of a command.
type argParser struct {
	spec      *Spec
	words     []string
	end       error // what follows the words: nil, or broken text
	forgiving bool  // ignores options and words that do not fit

	given    []given
	notes    []string
	dataOnly bool // after --
	help     bool
}

func (p *argParser) run() error {
	for len(p.words) > 0 {
		word := p.words[0]
		p.words = p.words[1:]
		var err error
		switch {
		case p.dataOnly:
			err = p.data(word)
		case isOption(word):
			err = p.option(word[2:])
		case word == "--":
			p.dataOnly = true
		default:
			err = p.data(word)
		}
		if err != nil {
			return err
		}
	}
	return p.end
}

// isOption reports whether a word is an option: two dashes and a letter or digit.
// Words such as -x and ---x are data.
func isOption(word string) bool {
	if len(word) < 3 || word[:2] != "--" {
		return false
	}
	c := word[2] | 0x20
	return 'a' <= c && c <= 'z' || '0' <= word[2] && word[2] <= '9'
}

func (p *argParser) option(text string) error {
	name, value, hasValue := strings.Cut(text, "=")
	if name == helpName {
		if hasValue {
			return Failf("invalid '=' after option --%s", name)
		}
		p.help = true
		return nil
	}
	o := p.spec.opt(name)
	if o != nil && o.Kind == Alias {
		if o.AliasValue != "" {
			if hasValue {
				return Failf("invalid '=' after option --%s", name)
			}
			value, hasValue = o.AliasValue, true
		}
		name = o.AliasOf
		o = p.spec.opt(name)
	}
	switch {
	case o == nil && p.forgiving:
		return nil
	case o == nil:
		return &UnknownError{Spec: p.spec, Word: "--" + name}
	case !o.repeats() && p.has(o):
		if p.forgiving {
			p.notes = append(p.notes, "option --"+name+" already seen")
			return nil
		}
		return Failf("option --%s already seen", name)
	case o.Kind == Bool:
		if hasValue {
			return Failf("invalid '=' after option --%s", name)
		}
	case !hasValue:
		if len(p.words) == 0 {
			if p.end != nil {
				return p.end
			}
			return Failf("expected syntax: --%s <%s>", name, o.ValueWord())
		}
		value, p.words = p.words[0], p.words[1:]
	}
	p.given = append(p.given, given{o, value})
	return nil
}

// ValueWord is what help and errors call the value of o.
func (o *Opt) ValueWord() string {
	if o.Kind == Int {
		return "number"
	}
	return "string"
}

// data gives a bare word to the first option that takes one and has none.
func (p *argParser) data(word string) error {
	for i := range p.spec.Opts {
		o := &p.spec.Opts[i]
		if o.positional() && (o.repeats() || !p.has(o)) {
			p.given = append(p.given, given{o, word})
			return nil
		}
	}
	if p.forgiving {
		return nil
	}
	return Failf("unexpected data '%s'", word)
}

func (p *argParser) has(o *Opt) bool {
	return slices.ContainsFunc(p.given, func(g given) bool { return g.opt == o })
}
