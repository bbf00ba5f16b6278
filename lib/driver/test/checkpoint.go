package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// checkpoint is a checkpoint of a domain of the host.
type checkpoint = moment[*model.Checkpoint]

func (s *session) handleCheckpoints(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainCheckpointCreateXML, s.domainCheckpointCreateXML)
	driver.Handle(m, &protocol.DomainCheckpointDelete, s.domainCheckpointDelete)
	driver.Handle(m, &protocol.DomainCheckpointGetXMLDesc, s.domainCheckpointGetXMLDesc)
	driver.Handle(m, &protocol.DomainCheckpointLookupByName, s.domainCheckpointLookupByName)
	driver.Handle(m, &protocol.DomainCheckpointGetParent, s.domainCheckpointGetParent)
	driver.Handle(m, &protocol.DomainListAllCheckpoints, s.domainListAllCheckpoints)
	driver.Handle(m, &protocol.DomainCheckpointListAllChildren, s.domainCheckpointListAllChildren)
}

// checkpointRef returns a checkpoint as it is named on the wire. The domain is as
// the client named it.
func checkpointRef(dom protocol.Domain, x *checkpoint) protocol.DomainCheckpoint {
	return protocol.DomainCheckpoint{Name: x.def.Name(), Dom: dom}
}

// checkpoint finds the checkpoint that a client means.
func (h *host) checkpoint(ref protocol.DomainCheckpoint) (*domain, *checkpoint, error) {
	d, err := h.domain(ref.Dom)
	if err != nil {
		return nil, nil, err
	}
	x := d.checkpoints.find(ref.Name)
	if x == nil {
		return nil, nil, errorf(virt.ErrNoDomainCheckpoint, "no domain checkpoint with matching name '%s'", ref.Name)
	}
	return d, x, nil
}

func (s *session) domainCheckpointCreateXML(_ context.Context, a *protocol.DomainCheckpointCreateXMLArgs) (*protocol.DomainCheckpointCreateXMLReply, error) {
	if err := checkCheckpointCreateFlags(a.Flags); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	switch {
	case err != nil:
		return nil, err
	case len(d.snapshots.root.kids) > 0:
		return nil, errorf(virt.ErrOperationUnsupported, "cannot create checkpoint while snapshot exists")
	case !d.active():
		return nil, errorf(virt.ErrOperationUnsupported, "cannot create checkpoint for inactive domain")
	}
	redefine := a.Flags&uint32(virt.DomainCheckpointCreateRedefine) != 0
	def, err := model.ParseCheckpoint(a.XMLDesc, s.options, redefine)
	if err != nil {
		return nil, err
	}
	var x *checkpoint
	if redefine {
		x, err = d.redefineCheckpoint(def)
	} else {
		def.SetDomain(s.copyOf(d.def))
		if err = def.AlignDisks(); err == nil {
			x, err = d.checkpoints.make(def)
		}
	}
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCheckpointCreateXMLReply{Checkpoint: checkpointRef(a.Dom, x)}, nil
}

// checkCheckpointCreateFlags finds, as libvirt, what contradicts itself before what
// the driver does not have.
func checkCheckpointCreateFlags(flags uint32) error {
	has := func(f virt.DomainCheckpointCreateFlags) bool { return flags&uint32(f) != 0 }
	const redefine = "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE"
	switch {
	case has(virt.DomainCheckpointCreateRedefine) && has(virt.DomainCheckpointCreateQuiesce):
		return errFlags(virt.FromDomainCheckpoint, "Flags '%s' and '%s' are mutually exclusive", redefine, "VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE")
	case has(virt.DomainCheckpointCreateRedefineValidate) && !has(virt.DomainCheckpointCreateRedefine):
		return errFlags(virt.FromDomainCheckpoint, "Flag '%s' is required by flag '%s'", redefine, "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE")
	}
	return checkFlags(flags, virt.DomainCheckpointCreateRedefine|virt.DomainCheckpointCreateQuiesce, "testDomainCheckpointCreateXML")
}

// redefineCheckpoint makes d remember a checkpoint that was made elsewhere, or takes
// a new description of one that it has. It is the current one if it is based on
// that.
func (d *domain) redefineCheckpoint(def *model.Checkpoint) (*checkpoint, error) {
	if err := d.checkpoints.checkParent(def); err != nil {
		return nil, err
	}
	if dom := def.Domain(); dom != nil {
		if dom.UUID() != d.def.UUID() {
			return nil, virt.Errorf(virt.FromDomainCheckpoint, virt.ErrInvalidArg,
				"definition for checkpoint %s must use uuid %s", def.Name(), d.def.UUID())
		}
		if err := def.AlignDisks(); err != nil {
			return nil, err
		}
	}
	current := d.checkpoints.current
	x := d.checkpoints.replace(d.checkpoints.find(def.Name()), def)
	if current == nil || current.def.Name() == def.Parent() {
		d.checkpoints.current = x
	}
	return x, nil
}

func (s *session) domainCheckpointDelete(_ context.Context, a *protocol.DomainCheckpointDeleteArgs) error {
	has := func(f virt.DomainCheckpointDeleteFlags) bool { return a.Flags&uint32(f) != 0 }
	if has(virt.DomainCheckpointDeleteChildren) && has(virt.DomainCheckpointDeleteChildrenOnly) {
		return errFlags(virt.FromDomainCheckpoint, "Flags '%s' and '%s' are mutually exclusive",
			"VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN", "VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY")
	}
	known := virt.DomainCheckpointDeleteChildren | virt.DomainCheckpointDeleteMetadataOnly | virt.DomainCheckpointDeleteChildrenOnly
	if err := checkFlags(a.Flags, known, "testDomainCheckpointDelete"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.checkpoint(a.Checkpoint)
	if err != nil {
		return err
	}
	d.checkpoints.delete(x, has(virt.DomainCheckpointDeleteChildren), has(virt.DomainCheckpointDeleteChildrenOnly))
	return nil
}

// domainCheckpointGetXMLDesc knows no sizes: nothing is ever written.
func (s *session) domainCheckpointGetXMLDesc(_ context.Context, a *protocol.DomainCheckpointGetXMLDescArgs) (*protocol.DomainCheckpointGetXMLDescReply, error) {
	known := virt.DomainCheckpointXMLSecure | virt.DomainCheckpointXMLNoDomain | virt.DomainCheckpointXMLSize
	if err := checkFlags(a.Flags, known, "testDomainCheckpointGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x, err := s.checkpoint(a.Checkpoint)
	if err != nil {
		return nil, err
	}
	secure := a.Flags&uint32(virt.DomainCheckpointXMLSecure) != 0
	whole := a.Flags&uint32(virt.DomainCheckpointXMLNoDomain) == 0
	return &protocol.DomainCheckpointGetXMLDescReply{XML: x.def.XML(secure, whole)}, nil
}

func (s *session) domainCheckpointLookupByName(_ context.Context, a *protocol.DomainCheckpointLookupByNameArgs) (*protocol.DomainCheckpointLookupByNameReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainCheckpointLookupByName"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x, err := s.checkpoint(protocol.DomainCheckpoint{Name: a.Name, Dom: a.Dom})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCheckpointLookupByNameReply{Checkpoint: checkpointRef(a.Dom, x)}, nil
}

func (s *session) domainCheckpointGetParent(_ context.Context, a *protocol.DomainCheckpointGetParentArgs) (*protocol.DomainCheckpointGetParentReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainCheckpointGetParent"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.checkpoint(a.Checkpoint)
	if err != nil {
		return nil, err
	}
	parent := d.checkpoints.parentOf(x)
	if parent == nil {
		return nil, errorf(virt.ErrNoDomainCheckpoint, "checkpoint '%s' does not have a parent", x.def.Name())
	}
	return &protocol.DomainCheckpointGetParentReply{Parent: checkpointRef(a.Checkpoint.Dom, parent)}, nil
}

// checkpointFilters are groups of flags that pick checkpoints.
func checkpointFilters() [][]filter[checkpoint] {
	return leafFilters[*model.Checkpoint](uint32(virt.DomainCheckpointListLeaves), uint32(virt.DomainCheckpointListNoLeaves))
}

// checkCheckpointFilters refuses the flags that no list of checkpoints has.
func checkCheckpointFilters(flags uint32, function string) error {
	order := uint32(virt.DomainCheckpointListRoots | virt.DomainCheckpointListTopological)
	return checkFlags(flags, known(checkpointFilters())|order, function)
}

func checkpointRefs(dom protocol.Domain, list []*checkpoint) []protocol.DomainCheckpoint {
	var refs []protocol.DomainCheckpoint
	for _, x := range list {
		refs = append(refs, checkpointRef(dom, x))
	}
	return refs
}

func (s *session) domainListAllCheckpoints(_ context.Context, a *protocol.DomainListAllCheckpointsArgs) (*protocol.DomainListAllCheckpointsReply, error) {
	if err := checkCheckpointFilters(a.Flags, "testDomainListAllCheckpoints"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	list := checkpointRefs(a.Dom, d.checkpoints.list(nil, a.Flags, checkpointFilters()))
	return &protocol.DomainListAllCheckpointsReply{Checkpoints: wanted(list, a.NeedResults), Ret: int32(len(list))}, nil
}

func (s *session) domainCheckpointListAllChildren(_ context.Context, a *protocol.DomainCheckpointListAllChildrenArgs) (*protocol.DomainCheckpointListAllChildrenReply, error) {
	if err := checkCheckpointFilters(a.Flags, "testDomainCheckpointListAllChildren"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.checkpoint(a.Checkpoint)
	if err != nil {
		return nil, err
	}
	list := checkpointRefs(a.Checkpoint.Dom, d.checkpoints.list(x, a.Flags, checkpointFilters()))
	return &protocol.DomainCheckpointListAllChildrenReply{Checkpoints: wanted(list, a.NeedResults), Ret: int32(len(list))}, nil
}
