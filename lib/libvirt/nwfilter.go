package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NWFilter is a handle of a network filter: name and UUID.
type NWFilter struct{ object }

func (c *Conn) nwfilter(w *protocol.NWFilter) *NWFilter {
	return &NWFilter{object{conn: c, name: w.Name, uuid: w.UUID}}
}

func (f *NWFilter) wire() protocol.NWFilter { return protocol.NWFilter{Name: f.name, UUID: f.uuid} }

// Ref returns what names the filter.
func (f *NWFilter) Ref() Ref { return Ref{Kind: "network filter", Name: f.name, UUID: f.uuid.String()} }

// NumOfNWFilters returns how many network filters there are.
func (c *Conn) NumOfNWFilters(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfNWFilters.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListNWFilters returns the names of the network filters.
func (c *Conn) ListNWFilters(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListNWFilters.Call(ctx, c, &protocol.ConnectListNWFiltersArgs{MaxNames: protocol.NWFilterListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// ListAllNWFilters returns the network filters. No flags are defined.
func (c *Conn) ListAllNWFilters(ctx context.Context, flags uint32) ([]*NWFilter, error) {
	r, err := protocol.ConnectListAllNWFilters.Call(ctx, c, &protocol.ConnectListAllNWFiltersArgs{NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	filters := make([]*NWFilter, len(r.Filters))
	for i := range r.Filters {
		filters[i] = c.nwfilter(&r.Filters[i])
	}
	return filters, nil
}

// LookupNWFilterByName returns the network filter with a name.
func (c *Conn) LookupNWFilterByName(ctx context.Context, name string) (*NWFilter, error) {
	r, err := protocol.NWFilterLookupByName.Call(ctx, c, &protocol.NWFilterLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.nwfilter(&r.NWFilter), nil
}

// LookupNWFilterByUUID returns the network filter with a UUID.
func (c *Conn) LookupNWFilterByUUID(ctx context.Context, uuid virt.UUID) (*NWFilter, error) {
	r, err := protocol.NWFilterLookupByUUID.Call(ctx, c, &protocol.NWFilterLookupByUUIDArgs{UUID: uuid})
	if err != nil {
		return nil, err
	}
	return c.nwfilter(&r.NWFilter), nil
}

// LookupNWFilterByUUIDString is LookupNWFilterByUUID for the UUID's text form.
func (c *Conn) LookupNWFilterByUUIDString(ctx context.Context, uuid string) (*NWFilter, error) {
	u, err := c.parseUUID(virt.FromNWFilter, "virNWFilterLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return c.LookupNWFilterByUUID(ctx, u)
}

// DefineNWFilterXML makes a network filter, or replaces the one of the same name
// and UUID.
func (c *Conn) DefineNWFilterXML(ctx context.Context, xml string) (*NWFilter, error) {
	r, err := protocol.NWFilterDefineXML.Call(ctx, c, &protocol.NWFilterDefineXMLArgs{XML: xml})
	if err != nil {
		return nil, err
	}
	return c.nwfilter(&r.NWFilter), nil
}

// DefineNWFilterXMLFlags is DefineNWFilterXML with flags.
func (c *Conn) DefineNWFilterXMLFlags(ctx context.Context, xml string, flags virt.NWFilterDefineFlags) (*NWFilter, error) {
	r, err := protocol.NWFilterDefineXMLFlags.Call(ctx, c, &protocol.NWFilterDefineXMLFlagsArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.nwfilter(&r.NWFilter), nil
}

// XMLDesc returns the filter's rules, as XML. No flags are defined.
func (f *NWFilter) XMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.NWFilterGetXMLDesc.Call(ctx, f.conn, &protocol.NWFilterGetXMLDescArgs{NWFilter: f.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Undefine removes the filter, which no domain must use.
func (f *NWFilter) Undefine(ctx context.Context) error {
	return protocol.NWFilterUndefine.Call(ctx, f.conn, &protocol.NWFilterUndefineArgs{NWFilter: f.wire()})
}
