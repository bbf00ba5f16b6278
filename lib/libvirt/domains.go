package libvirt

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ListAllDomains returns the domains that flags choose, all of them for none:
// of each group of filters (active or not, persistent or transient, states, …)
// a domain must match one, if any of the group is set.
func (c *Conn) ListAllDomains(ctx context.Context, flags virt.ConnectListAllDomainsFlags) ([]*Domain, error) {
	r, err := protocol.ConnectListAllDomains.Call(ctx, c,
		&protocol.ConnectListAllDomainsArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.domains(r.Domains), nil
}

// NumOfDomains returns how many domains are active.
func (c *Conn) NumOfDomains(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfDomains.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListDomains returns the ids of the active domains.
func (c *Conn) ListDomains(ctx context.Context) ([]int, error) {
	r, err := protocol.ConnectListDomains.Call(ctx, c, &protocol.ConnectListDomainsArgs{MaxIDs: protocol.DomainListMax})
	if err != nil {
		return nil, err
	}
	ids := make([]int, len(r.IDs))
	for i, id := range r.IDs {
		ids[i] = int(id)
	}
	return ids, nil
}

// NumOfDefinedDomains returns how many domains are defined and not active.
func (c *Conn) NumOfDefinedDomains(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfDefinedDomains.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListDefinedDomains returns the names of the domains that are defined and not
// active.
func (c *Conn) ListDefinedDomains(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListDefinedDomains.Call(ctx, c,
		&protocol.ConnectListDefinedDomainsArgs{MaxNames: protocol.DomainListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// LookupDomainByID returns the active domain with an id.
func (c *Conn) LookupDomainByID(ctx context.Context, id int) (*Domain, error) {
	r, err := protocol.DomainLookupByID.Call(ctx, c, &protocol.DomainLookupByIDArgs{ID: int32(id)})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// LookupDomainByName returns the domain with a name.
func (c *Conn) LookupDomainByName(ctx context.Context, name string) (*Domain, error) {
	r, err := protocol.DomainLookupByName.Call(ctx, c, &protocol.DomainLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// LookupDomainByUUID returns the domain with a UUID.
func (c *Conn) LookupDomainByUUID(ctx context.Context, uuid virt.UUID) (*Domain, error) {
	r, err := protocol.DomainLookupByUUID.Call(ctx, c, &protocol.DomainLookupByUUIDArgs{UUID: uuid})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// LookupDomainByUUIDString is LookupDomainByUUID for the UUID's text form.
func (c *Conn) LookupDomainByUUIDString(ctx context.Context, uuid string) (*Domain, error) {
	u, err := c.parseUUID(virt.FromDomain, "virDomainLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return c.LookupDomainByUUID(ctx, u)
}

// parseUUID reads the UUID that function, as libvirt's API calls it, is given.
// The error is that of libvirt.
func (c *Conn) parseUUID(domain virt.ErrorDomain, function, s string) (virt.UUID, error) {
	u, err := virt.ParseUUID(s)
	if err != nil {
		return u, c.failed(&virt.Error{
			Code: virt.ErrInvalidArg, Domain: domain, Level: virt.LevelError,
			Message: "uuidstr in " + function + " must be a valid UUID",
		})
	}
	return u, nil
}

// DefineDomainXML makes a domain persistent, without starting it. With the name
// and UUID of one that is there it replaces that one's configuration.
func (c *Conn) DefineDomainXML(ctx context.Context, xml string) (*Domain, error) {
	r, err := protocol.DomainDefineXML.Call(ctx, c, &protocol.DomainDefineXMLArgs{XML: xml})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// DefineDomainXMLFlags is DefineDomainXML with flags.
func (c *Conn) DefineDomainXMLFlags(ctx context.Context, xml string, flags virt.DomainDefineFlags) (*Domain, error) {
	r, err := protocol.DomainDefineXMLFlags.Call(ctx, c, &protocol.DomainDefineXMLFlagsArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// CreateDomainXML starts a transient domain: it is gone when it ends.
func (c *Conn) CreateDomainXML(ctx context.Context, xml string, flags virt.DomainCreateFlags) (*Domain, error) {
	r, err := protocol.DomainCreateXML.Call(ctx, c, &protocol.DomainCreateXMLArgs{XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.domain(&r.Dom), nil
}

// CreateDomainLinux is the older name of CreateDomainXML.
func (c *Conn) CreateDomainLinux(ctx context.Context, xml string, flags virt.DomainCreateFlags) (*Domain, error) {
	return c.CreateDomainXML(ctx, xml, flags)
}

// CreateDomainXMLWithFiles is CreateDomainXML with open files that become file
// descriptors of the domain's first process. The files stay the caller's.
func (c *Conn) CreateDomainXMLWithFiles(ctx context.Context, xml string, files []*os.File, flags virt.DomainCreateFlags) (*Domain, error) {
	reply := new(protocol.DomainCreateXMLWithFilesReply)
	err := c.Invoke(ctx, &protocol.Request{
		Proc:  &protocol.DomainCreateXMLWithFiles.Proc,
		Args:  &protocol.DomainCreateXMLWithFilesArgs{XMLDesc: xml, Flags: uint32(flags)},
		Reply: reply, Files: files,
	})
	if err != nil {
		return nil, err
	}
	return c.domain(&reply.Dom), nil
}
