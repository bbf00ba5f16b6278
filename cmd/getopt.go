package cmd

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// A flag is one global option. The grammar is that of GNU getopt_long, since
// scripts may rely on all of it: clusters of short options, values with or
// without a blank, and long names shortened as far as they are unambiguous.
type flag struct {
	short byte // 0 for none
	long  string
	value need
	ours  bool // unknown to virsh
}

// need tells whether an option has a value.
type need uint8

const (
	noValue    need = iota
	mustValue       // --x=V, --x V, -xV or -x V
	maybeValue      // --x or --x=V
)

func flags() []flag {
	return []flag{
		{'c', "connect", mustValue, false},
		{'d', "debug", mustValue, false},
		{'e', "escape", mustValue, false},
		{'h', "help", noValue, false},
		{'k', "keepalive-interval", mustValue, false},
		{'K', "keepalive-count", mustValue, false},
		{'l', "log", mustValue, false},
		{'q', "quiet", noValue, false},
		{'r', "readonly", noValue, false},
		{'t', "timing", noValue, false},
		{'v', "version", maybeValue, false},
		{'V', "", noValue, false},
		{'o', "output", mustValue, true},
		{0, "columns", mustValue, true},
		{0, "sort", mustValue, true},
		{0, "color", mustValue, true},
		{0, "stop-on-error", noValue, true},
		{0, "timeout", mustValue, true},
		{0, "trace", noValue, true},
	}
}

// A setting is one global option as it was given.
type setting struct {
	flag  *flag
	typed string // -c or --connect, in full, for messages
	value string
}

// parseFlags reads global options, each of which it passes to set, until the
// first word that is none. It returns the words from there on. It stops at the
// first error, set's included.
func parseFlags(words []string, set func(setting) error) (rest []string, err error) {
	p := flagParser{flags: flags(), words: words, set: set}
	for len(p.words) > 0 && err == nil {
		word := p.words[0]
		switch {
		case word == "--":
			return p.words[1:], nil
		case strings.HasPrefix(word, "--"):
			p.words = p.words[1:]
			err = p.long(word)
		case len(word) > 1 && word[0] == '-':
			p.words = p.words[1:]
			err = p.cluster(word[1:])
		default:
			return p.words, nil
		}
	}
	return nil, err
}

type flagParser struct {
	flags []flag
	words []string
	set   func(setting) error
}

func (p *flagParser) cluster(letters string) error {
	for letters != "" {
		c, typed := letters[0], "-"+letters[:1]
		letters = letters[1:]
		i := slices.IndexFunc(p.flags, func(f flag) bool { return f.short == c })
		if i < 0 {
			return unsupported(typed)
		}
		s := setting{flag: &p.flags[i], typed: typed}
		switch s.flag.value {
		case maybeValue:
			letters, s.value = "", letters
		case mustValue:
			if letters != "" {
				letters, s.value = "", letters
			} else if err := p.next(&s); err != nil {
				return err
			}
		}
		if err := p.set(s); err != nil {
			return err
		}
	}
	return nil
}

func (p *flagParser) long(word string) error {
	name, value, hasValue := strings.Cut(word[2:], "=")
	f := p.find(name)
	if f == nil {
		return unsupported(word)
	}
	s := setting{flag: f, typed: "--" + f.long, value: value}
	switch {
	case hasValue && f.value == noValue:
		if f.short != 0 {
			return unsupported("-" + string(rune(f.short)))
		}
		return unsupported(word)
	case !hasValue && f.value == mustValue:
		if err := p.next(&s); err != nil {
			return err
		}
	}
	return p.set(s)
}

// find returns the option that name is or abbreviates. virsh's abbreviations
// stay what they were, whatever options of ours begin the same way.
func (p *flagParser) find(name string) *flag {
	for _, ours := range []bool{false, true} {
		var found []*flag
		for i := range p.flags {
			f := &p.flags[i]
			if f.ours != ours || f.long == "" {
				continue
			}
			if f.long == name {
				return f
			}
			if strings.HasPrefix(f.long, name) {
				found = append(found, f)
			}
		}
		if len(found) > 0 {
			if len(found) > 1 {
				return nil
			}
			return found[0]
		}
	}
	return nil
}

// next takes the next word as the value of s.
func (p *flagParser) next(s *setting) error {
	if len(p.words) == 0 {
		if s.flag.short == 0 {
			return vsh.Failf("option '--%s' requires an argument", s.flag.long)
		}
		return vsh.Failf("option '-%c'/'--%s' requires an argument", s.flag.short, s.flag.long)
	}
	s.value, p.words = p.words[0], p.words[1:]
	return nil
}

func unsupported(typed string) error {
	return vsh.Failf("unsupported option '%s'. See --help.", typed)
}
