package test

import (
	"cmp"
	"slices"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// affect are the flags that name a domain's definitions.
const affect = virt.DomainAffectLive | virt.DomainAffectConfig

// paramTypes are the parameters that a function takes, with their types.
type paramTypes map[string]virt.TypedParameterType

// check refuses parameters that are not among the known ones, that come twice or
// are of another type. They are looked at in the order of their names.
func (known paramTypes) check(params []virt.TypedParam) error {
	byName := slices.SortedStableFunc(slices.Values(params), func(a, b virt.TypedParam) int { return cmp.Compare(a.Name, b.Name) })
	for i, p := range byName {
		want, ok := known[p.Name]
		switch {
		case !ok:
			return virt.Errorf(virt.FromNone, virt.ErrArgumentUnsupported, "parameter '%s' not supported", p.Name)
		case i > 0 && byName[i-1].Name == p.Name:
			return virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "parameter '%s' occurs multiple times", p.Name)
		case p.Value.Type() != want:
			return virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "invalid type '%s' for parameter '%s', expected '%s'",
				p.Value.Type(), p.Name, want)
		}
	}
	return nil
}

// paramSet is parameters that paramTypes.check has accepted, by name. What is
// not in it is zero.
type paramSet map[string]virt.TypedValue

func paramSetOf(params []virt.TypedParam) paramSet {
	set := paramSet{}
	for _, p := range params {
		set[p.Name] = p.Value
	}
	return set
}

func (s paramSet) has(name string) bool {
	_, ok := s[name]
	return ok
}

func (s paramSet) number(name string) uint64 {
	n, _ := s[name].Uint64() // of the type that was checked
	return n
}

// A question asks for the parameters of a domain.
type question struct {
	dom      protocol.Domain
	room     int32 // how many the client takes; 0 asks how many there are
	flags    uint32
	function string // the C function that libvirt names for unknown flags
	count    int    // how many there are
	read     func(*model.Domain) ([]virt.TypedParam, error)
}

// ask answers a question with the parameters or, where there is no room for any,
// with their number. Texts are for clients only that say they know them.
func (s *session) ask(q question) ([]virt.TypedParam, int32, error) {
	if err := checkFlags(q.flags, uint32(affect)|uint32(virt.TypedParamStringOkay), q.function); err != nil {
		return nil, 0, err
	}
	if q.room == 0 {
		return nil, int32(q.count), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(q.dom)
	if err != nil {
		return nil, 0, err
	}
	def, err := d.oneDef(q.flags)
	if err != nil {
		return nil, 0, err
	}
	params, err := q.read(def)
	if err != nil {
		return nil, 0, err
	}
	return withoutTexts(firstN(params, q.room), q.flags), 0, nil
}

// withoutTexts drops the texts, unless the flags say that the client knows them.
func withoutTexts(params []virt.TypedParam, flags uint32) []virt.TypedParam {
	if flags&uint32(virt.TypedParamStringOkay) != 0 {
		return params
	}
	return slices.DeleteFunc(params, func(p virt.TypedParam) bool { return p.Value.Type() == virt.TypedParamString })
}

// tune changes the one definition of a domain that the flags name.
func (s *session) tune(ref protocol.Domain, flags uint32, set func(d *domain, def *model.Domain) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return err
	}
	def, err := d.oneDef(flags)
	if err != nil {
		return err
	}
	return set(d, def)
}
