package test

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainChanges(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainRename, s.domainRename)
	driver.Handle(m, &protocol.DomainSetLifecycleAction, s.domainSetLifecycleAction)
}

func (s *session) domainRename(_ context.Context, a *protocol.DomainRenameArgs) (*protocol.DomainRenameReply, error) {
	const function = "virDomainRename"
	if err := nullArgument(function, "new_name", a.NewName, false); err != nil {
		return nil, err
	}
	name := *a.NewName
	if name == "" {
		return nil, argument(virt.FromDomain, "string new_name in "+function+" must not be empty", function, "new_name")
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainRename"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	switch {
	case err != nil:
		return nil, err
	case d.active():
		return nil, errorf(virt.ErrOperationInvalid, "cannot rename active domain")
	case strings.Contains(name, "/"):
		return nil, errorf(virt.ErrXMLError, "name %s cannot contain '/'", name)
	case name == d.def.Name():
		return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationInvalid, "Can't rename domain to itself")
	case s.domainByName(name) != nil:
		return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationInvalid, "domain with name '%s' already exists", name)
	}
	s.publishDomain(d, virt.DomainEventUndefined, int32(virt.DomainEventUndefinedRenamed))
	d.def.SetName(name)
	s.publishDomain(d, virt.DomainEventDefined, int32(virt.DomainEventDefinedRenamed))
	return &protocol.DomainRenameReply{}, nil
}

// domainSetLifecycleAction sets what happens on an event in each definition that
// the flags name.
func (s *session) domainSetLifecycleAction(_ context.Context, a *protocol.DomainSetLifecycleActionArgs) error {
	wrong := func(format string, args ...any) error {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, format, args...)
	}
	events, actions := model.LifecycleEvents(), model.LifecycleActions()
	switch {
	case int64(a.Type) >= int64(len(events)):
		return wrong("invalid lifecycle type '%d'", a.Type)
	case int64(a.Action) >= int64(len(actions)):
		return wrong("invalid lifecycle action '%d'", a.Action)
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetLifecycleAction"); err != nil {
		return err
	}
	event, action := events[a.Type], actions[a.Action]
	if !model.LifecycleAllowed(event, action) {
		return virt.Errorf(virt.FromDomain, virt.ErrConfigUnsupported, "Lifecycle event '%s' doesn't support '%s' action", event, action)
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
		d.def.SetLifecycle(event, action)
	}
	if onConfig {
		d.config().SetLifecycle(event, action)
	}
	return nil
}
