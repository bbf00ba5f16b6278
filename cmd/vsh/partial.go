package vsh

import "slices"

// Partial is what is known of a command whose words are still being typed.
type Partial struct {
	Spec     *Spec  // nil: the next word is the name of a command
	Args     *Args  // what was given so far; nil without a Spec
	Pending  *Opt   // the option that the next word is the value of; nil for none
	Next     *Opt   // the option that a bare word would fill; nil for none
	Free     []*Opt // the options that may still be given
	DataOnly bool   // after --, no word is an option
	Unknown  bool   // there is no Spec since the first word names none
}

// Given returns the value of an option, if the command has it and it was given.
func (p *Partial) Given(name string) (value string, ok bool) {
	if p.Spec == nil || p.Spec.opt(name) == nil {
		return "", false
	}
	return p.Args.find(name)
}

// Option returns the option called name, an alias resolved, if it may still be
// given with a value; nil if not.
func (p *Partial) Option(name string) *Opt {
	o := p.Spec.valued(name)
	if o == nil || !slices.Contains(p.Free, o) {
		return nil
	}
	return o
}

// ParsePartial parses the words before the one that is being typed, as far as
// they make sense; what does not is passed over. A word ; ends a command.
func ParsePartial(lookup func(name string) *Spec, words []string) Partial {
	if i := lastBreak(words); i >= 0 {
		words = words[i+1:]
	}
	if len(words) == 0 {
		return Partial{}
	}
	spec := lookup(words[0])
	if spec == nil {
		return Partial{Unknown: true}
	}
	p := argParser{spec: spec, words: words[1:], forgiving: true}
	pending := p.runPartial()
	partial := Partial{Spec: spec, Pending: pending, DataOnly: p.dataOnly,
		Args: &Args{spec: spec, given: p.given, notes: p.notes}}
	for i := range spec.Opts {
		o := &spec.Opts[i]
		free := o.repeats() || !p.has(o)
		if free && partial.Next == nil && o.positional() {
			partial.Next = o
		}
		if free && o.Kind != Alias {
			partial.Free = append(partial.Free, o)
		}
	}
	return partial
}

func lastBreak(words []string) int {
	for i, word := range slices.Backward(words) {
		if word == ";" {
			return i
		}
	}
	return -1
}

// runPartial parses all words and returns the option that still lacks its value.
func (p *argParser) runPartial() *Opt {
	for len(p.words) > 0 {
		last := len(p.words) == 1
		word := p.words[0]
		if last && !p.dataOnly && isOption(word) {
			if o := p.valueless(word[2:]); o != nil {
				return o
			}
		}
		p.words = p.words[1:]
		switch {
		case p.dataOnly:
			_ = p.data(word) // what does not fit is passed over
		case isOption(word):
			_ = p.option(word[2:]) // likewise
		case word == "--":
			p.dataOnly = true
		default:
			_ = p.data(word) // likewise
		}
	}
	return nil
}

// valueless returns the option that text names if its value is yet to come.
func (p *argParser) valueless(name string) *Opt {
	o := p.spec.valued(name)
	if o == nil || o.Kind != Argv && p.has(o) {
		return nil
	}
	return o
}

// valued returns the option that name, an alias perhaps, gives a value; nil for
// none.
func (s *Spec) valued(name string) *Opt {
	o := s.opt(name)
	if o != nil && o.Kind == Alias {
		if o.AliasValue != "" {
			return nil
		}
		o = s.opt(o.AliasOf)
	}
	if o == nil || o.Kind == Bool {
		return nil
	}
	return o
}
