package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// filterArg is the required network filter.
func filterArg() vsh.Opt {
	return vsh.StringArg("nwfilter", "name or UUID of the network filter", "nwfilters")
}

// bindingArg is the required binding of a network filter.
func bindingArg() vsh.Opt {
	return vsh.StringArg("binding", "device of the port that the filter is bound to", "nwfilter-bindings")
}

// lookup returns the network filter that the option nwfilter names.
func lookup(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.NWFilter, error) {
	word, err := a.String("nwfilter")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var filter *libvirt.NWFilter
	if len(word) == virt.UUIDStringLen-1 {
		filter, err = conn.LookupNWFilterByUUIDString(ctx, word)
	}
	if filter == nil {
		filter, err = conn.LookupNWFilterByName(ctx, word)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get nwfilter '%s'", word)
	}
	return filter, nil
}

// lookupBinding returns the binding that the option binding names.
func lookupBinding(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.NWFilterBinding, error) {
	word, err := a.String("binding")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	binding, err := conn.LookupNWFilterBindingByPortDev(ctx, word)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get nwfilter binding '%s'", word)
	}
	return binding, nil
}
