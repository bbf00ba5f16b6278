package driver

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ReadOnly wraps c so that what changes anything, or shows a secret, is refused
// with virt.ErrOperationDenied before it reaches c. Which procedures that are
// stands in the protocol's table.
func ReadOnly(c Conn) Conn { return &readOnly{c} }

type readOnly struct{ Conn }

func (c *readOnly) Invoke(ctx context.Context, r *protocol.Request) error {
	if err := refusal(r); err != nil {
		return err
	}
	return c.Conn.Invoke(ctx, r)
}

func (c *readOnly) Stream(ctx context.Context, r *protocol.Request) (Stream, error) {
	if err := refusal(r); err != nil {
		return nil, err
	}
	return c.Conn.Stream(ctx, r)
}

func (c *readOnly) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (Stop, error) {
	if err := refusal(r); err != nil {
		return nil, err
	}
	return c.Conn.Subscribe(ctx, r, sink)
}

func refusal(r *protocol.Request) error {
	switch r.Proc.Access {
	case protocol.AccessRead:
		return nil
	case protocol.AccessConditional:
		if !refusedFor(r.Args) {
			return nil
		}
	}
	name := r.Proc.API
	if name == "" {
		name = r.Proc.Name
	}
	if secure(r.Proc) {
		return virt.Errorf(virt.FromNone, virt.ErrOperationDenied, "%s with secure flag", name)
	}
	return virt.Errorf(virt.FromNone, virt.ErrOperationDenied, "read only access prevents %s", name)
}

// secure reports whether p is refused for showing secrets, which libvirt says
// in words of its own.
func secure(p *protocol.Proc) bool {
	switch p {
	case &protocol.DomainGetXMLDesc.Proc, &protocol.DomainManagedSaveGetXMLDesc.Proc,
		&protocol.DomainCheckpointGetXMLDesc.Proc, &protocol.DomainSnapshotGetXMLDesc.Proc:
		return true
	}
	return false
}

// refusedFor holds the conditions of the procedures with AccessConditional: the
// `refused_if` of spec/api.json.
func refusedFor(args protocol.Message) bool {
	switch a := args.(type) {
	case *protocol.DomainGetVcpusFlagsArgs:
		return a.Flags&uint32(virt.DomainVcpuGuest) != 0
	case *protocol.DomainGetXMLDescArgs:
		return a.Flags&uint32(virt.DomainXMLSecure) != 0
	case *protocol.DomainInterfaceAddressesArgs:
		return a.Source == uint32(virt.DomainInterfaceAddressesSrcAgent)
	case *protocol.DomainManagedSaveGetXMLDescArgs:
		return a.Flags&uint32(virt.DomainSaveImageXMLSecure) != 0
	case *protocol.DomainCheckpointGetXMLDescArgs:
		return a.Flags&uint32(virt.DomainCheckpointXMLSecure) != 0
	case *protocol.DomainSnapshotGetXMLDescArgs:
		return a.Flags&uint32(virt.DomainSnapshotXMLSecure) != 0
	}
	return true // a condition that is not known here is taken as met
}
