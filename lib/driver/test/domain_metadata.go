package test

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainMetadata(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetMetadata, s.domainGetMetadata)
	driver.Handle(m, &protocol.DomainSetMetadata, s.domainSetMetadata)
}

// impact settles which of a domain's definitions a client means: the running
// one, the one kept, or, by default, that of its present state.
func (d *domain) impact(flags uint32) (onLive, onConfig bool, err error) {
	onLive = flags&uint32(virt.DomainAffectLive) != 0
	onConfig = flags&uint32(virt.DomainAffectConfig) != 0
	if !onLive && !onConfig {
		onLive, onConfig = d.active(), !d.active()
	}
	switch {
	case onLive && !d.active():
		return false, false, errNotRunning()
	case onConfig && !d.persistent:
		return false, false, virt.Errorf(virt.FromDomain, virt.ErrOperationInvalid, "transient domains do not have any persistent config")
	}
	return onLive, onConfig, nil
}

// checkOneDef refuses flags that name both definitions.
func checkOneDef(flags uint32) error {
	if both := uint32(virt.DomainAffectLive | virt.DomainAffectConfig); flags&both == both {
		return errExclusive("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG")
	}
	return nil
}

// oneDef returns the one definition that a client asks about.
func (d *domain) oneDef(flags uint32) (*model.Domain, error) {
	if err := checkOneDef(flags); err != nil {
		return nil, err
	}
	onLive, _, err := d.impact(flags)
	if err != nil {
		return nil, err
	}
	if onLive {
		return d.def, nil
	}
	return d.config(), nil
}

func (s *session) domainGetMetadata(_ context.Context, a *protocol.DomainGetMetadataArgs) (*protocol.DomainGetMetadataReply, error) {
	if err := checkMetadataArgs("virDomainGetMetadata", a.Type, a.URI); err != nil {
		return nil, err
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive|virt.DomainAffectConfig, "testDomainGetMetadata"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	def, err := d.oneDef(a.Flags)
	if err != nil {
		return nil, err
	}
	var text string
	switch virt.DomainMetadataType(a.Type) {
	case virt.DomainMetadataTitle:
		text = def.Title()
	case virt.DomainMetadataDescription:
		text = def.Description()
	case virt.DomainMetadataElement:
		text = def.Metadata(*a.URI)
	default:
		return nil, errMetadataType(a.Type)
	}
	if text == "" {
		return nil, virt.Errorf(virt.FromDomain, virt.ErrNoDomainMetadata, "Requested metadata element is not present")
	}
	return &protocol.DomainGetMetadataReply{Metadata: text}, nil
}

func (s *session) domainSetMetadata(_ context.Context, a *protocol.DomainSetMetadataArgs) error {
	if err := checkSetMetadataArgs(a); err != nil {
		return err
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive|virt.DomainAffectConfig, "testDomainSetMetadata"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	onLive, onConfig, err := d.impact(a.Flags)
	if err != nil {
		return err
	}
	if onLive {
		if err := setMetadata(d.def, a); err != nil {
			return err
		}
	}
	if onConfig {
		if err := setMetadata(d.config(), a); err != nil {
			return err
		}
	}
	s.events.Publish(metadataEvent{d.ref(), a.Type, optional(a.URI)})
	return nil
}

// checkMetadataArgs demands a namespace of metadata that has one, and of no
// other.
func checkMetadataArgs(function string, typ int32, uri *string) error {
	switch virt.DomainMetadataType(typ) {
	case virt.DomainMetadataTitle, virt.DomainMetadataDescription:
		return nullArgument(function, "uri", uri, true)
	case virt.DomainMetadataElement:
		return nullArgument(function, "uri", uri, false)
	}
	return nil
}

func checkSetMetadataArgs(a *protocol.DomainSetMetadataArgs) error {
	const function = "virDomainSetMetadata"
	if virt.DomainMetadataType(a.Type) == virt.DomainMetadataTitle && strings.Contains(optional(a.Metadata), "\n") {
		return argument(virt.FromDomain, "metadata title can't contain newlines", function, "metadata")
	}
	if err := checkMetadataArgs(function, a.Type, a.URI); err != nil {
		return err
	}
	switch virt.DomainMetadataType(a.Type) {
	case virt.DomainMetadataTitle, virt.DomainMetadataDescription:
		return nullArgument(function, "key", a.Key, true)
	case virt.DomainMetadataElement:
		if a.Metadata != nil {
			return nullArgument(function, "key", a.Key, false)
		}
	}
	return nil
}

// nullArgument demands that an argument is absent, or that it is there.
func nullArgument(function, name string, v *string, absent bool) error {
	switch {
	case absent && v != nil:
		return argument(virt.FromDomain, name+" in "+function+" must be NULL", function, name)
	case !absent && v == nil:
		return argument(virt.FromDomain, name+" in "+function+" must not be NULL", function, name)
	}
	return nil
}

func setMetadata(def *model.Domain, a *protocol.DomainSetMetadataArgs) error {
	switch virt.DomainMetadataType(a.Type) {
	case virt.DomainMetadataTitle:
		def.SetTitle(optional(a.Metadata))
	case virt.DomainMetadataDescription:
		def.SetDescription(optional(a.Metadata))
	case virt.DomainMetadataElement:
		if a.Metadata == nil {
			def.RemoveMetadata(*a.URI)
			return nil
		}
		return def.SetMetadata(*a.Key, *a.URI, *a.Metadata)
	default:
		return errMetadataType(a.Type)
	}
	return nil
}

func optional(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func errMetadataType(typ int32) error {
	return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "unknown metadata type '%d'", typ)
}
