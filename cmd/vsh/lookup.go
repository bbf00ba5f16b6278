package vsh

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// By is the ways in which a word may name an object.
type By uint8

// The ways, in the order in which they are tried.
const (
	ByID   By = 1 << iota // running domains
	ByUUID                // in the text form of 36 characters
	ByName

	ByAny = ByID | ByUUID | ByName
)

// uuidTextLen is how long a word must be to be tried as a UUID.
const uuidTextLen = virt.UUIDStringLen - 1

// Domain returns the domain that the option domain names. A word that is a
// number is an ID first; all ways that apply are tried in turn.
func (s *Session) Domain(ctx context.Context, a *Args, by By) (*libvirt.Domain, error) {
	word, err := s.word(a, "domain")
	if err != nil {
		return nil, err
	}
	return s.domain(ctx, a.spec.Name, word, by)
}

// DomainNamed is Domain for a word that is not the value of an option of its
// own, such as one of several.
func (s *Session) DomainNamed(ctx context.Context, a *Args, word string, by By) (*libvirt.Domain, error) {
	return s.domain(ctx, a.spec.Name, word, by)
}

// DomainsNamed is DomainNamed for several words. However many there are, the
// host is asked once: for the list of its domains. The error is that of the
// first word that names none.
func (s *Session) DomainsNamed(ctx context.Context, a *Args, words []string, by By) ([]*libvirt.Domain, error) {
	if len(words) == 1 {
		dom, err := s.DomainNamed(ctx, a, words[0], by)
		return []*libvirt.Domain{dom}, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	all, err := conn.ListAllDomains(ctx, 0)
	if err != nil {
		return nil, Wrapf(err, "Failed to list domains")
	}
	found := make([]*libvirt.Domain, len(words))
	for i, word := range words {
		if found[i] = pick(all, word, by); found[i] == nil {
			return nil, Failf("failed to get domain '%s'", word)
		}
	}
	return found, nil
}

// pick returns the domain that word names, tried in the same ways as by
// Session.domain; nil for none.
func pick(doms []*libvirt.Domain, word string, by By) *libvirt.Domain {
	choose := func(fits func(*libvirt.Domain) bool) *libvirt.Domain {
		if i := slices.IndexFunc(doms, fits); i >= 0 {
			return doms[i]
		}
		return nil
	}
	var dom *libvirt.Domain
	if id, ok := parseInt(word, 32); by&ByID != 0 && ok && id >= 0 {
		dom = choose(func(d *libvirt.Domain) bool { return d.ID() == int(id) })
	}
	if dom == nil && by&ByUUID != 0 && len(word) == uuidTextLen {
		if uuid, err := virt.ParseUUID(word); err == nil {
			dom = choose(func(d *libvirt.Domain) bool { return d.UUID() == uuid })
		}
	}
	if dom == nil && by&ByName != 0 {
		dom = choose(func(d *libvirt.Domain) bool { return d.Name() == word })
	}
	return dom
}

func (s *Session) domain(ctx context.Context, cmd, word string, by By) (*libvirt.Domain, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var dom *libvirt.Domain
	err = errNoWay
	if by&ByID != 0 {
		if id, ok := parseInt(word, 32); ok && id >= 0 {
			s.Debugf(LevelDebug, "%s: <domain> looks like ID", cmd)
			dom, err = conn.LookupDomainByID(ctx, int(id))
		}
	}
	if dom == nil && by&ByUUID != 0 && len(word) == uuidTextLen {
		s.Debugf(LevelDebug, "%s: <domain> trying as domain UUID", cmd)
		dom, err = conn.LookupDomainByUUIDString(ctx, word)
	}
	if dom == nil && by&ByName != 0 {
		s.Debugf(LevelDebug, "%s: <domain> trying as domain NAME", cmd)
		dom, err = conn.LookupDomainByName(ctx, word)
	}
	if err != nil {
		return nil, lookupError(err, "failed to get domain '%s'", word)
	}
	return dom, nil
}

// errNoWay is the error of a word that fits none of the ways that are allowed.
var errNoWay = errors.New("no such object")

// lookupError is the error of a domain that was not found. The host's sentence
// says the same once more and is left out; anything else that went wrong is told.
func lookupError(err error, text, word string) error {
	var e *virt.Error
	if errors.Is(err, errNoWay) || errors.As(err, &e) && !lost(e) {
		return &Error{Lines: []string{fmt.Sprintf(text, word)}, Cause: err}
	}
	return Wrapf(err, text, word)
}

// lost reports whether e is about the connection and not about an object.
func lost(e *virt.Error) bool {
	return e.Code == virt.ErrInternalError || e.Code == virt.ErrSystemError || e.Code == virt.ErrRPC
}

// Network returns the network that the option network names.
func (s *Session) Network(ctx context.Context, a *Args, by By) (*libvirt.Network, error) {
	word, err := s.word(a, "network")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var net *libvirt.Network
	err = errNoWay
	if by&ByUUID != 0 && len(word) == uuidTextLen {
		s.Debugf(LevelDebug, "%s: <network> trying as network UUID", a.spec.Name)
		net, err = conn.LookupNetworkByUUIDString(ctx, word)
	}
	if net == nil && by&ByName != 0 {
		s.Debugf(LevelDebug, "%s: <network> trying as network NAME", a.spec.Name)
		net, err = conn.LookupNetworkByName(ctx, word)
	}
	if err != nil {
		return nil, notFound(err, "failed to get network '%s'", word)
	}
	return net, nil
}

// Pool returns the storage pool that the option pool names.
func (s *Session) Pool(ctx context.Context, a *Args, by By) (*libvirt.StoragePool, error) {
	return s.PoolOf(ctx, a, "pool", by)
}

// PoolOf is Pool for an option of another name.
func (s *Session) PoolOf(ctx context.Context, a *Args, opt string, by By) (*libvirt.StoragePool, error) {
	word, err := s.word(a, opt)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var pool *libvirt.StoragePool
	err = errNoWay
	if by&ByUUID != 0 && len(word) == uuidTextLen {
		s.Debugf(LevelDebug, "%s: <%s> trying as pool UUID", a.spec.Name, opt)
		pool, err = conn.LookupStoragePoolByUUIDString(ctx, word)
	}
	if pool == nil && by&ByName != 0 {
		s.Debugf(LevelDebug, "%s: <%s> trying as pool NAME", a.spec.Name, opt)
		pool, err = conn.LookupStoragePoolByName(ctx, word)
	}
	if err != nil {
		return nil, notFound(err, "failed to get pool '%s'", word)
	}
	return pool, nil
}

// notFound wraps the host's error, if it was asked at all.
func notFound(err error, text string, args ...any) error {
	if errors.Is(err, errNoWay) {
		return Failf(text, args...)
	}
	return Wrapf(err, text, args...)
}

// word returns the value of an option that names an object.
func (s *Session) word(a *Args, opt string) (string, error) {
	word, err := a.String(opt)
	if err == nil {
		s.Debugf(LevelInfo, "%s: found option <%s>: %s", a.spec.Name, opt, word)
	}
	return word, err
}
