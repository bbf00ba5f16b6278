package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// params asks a getter of typed parameters first how many there are, with n 0,
// and then for that many: the getters of old take the room for their answer.
func params(get func(n int32) (params []virt.TypedParam, n2 int32, err error)) ([]virt.TypedParam, error) {
	_, n, err := get(0)
	if err != nil {
		return nil, &CountError{err}
	}
	if n <= 0 {
		return nil, nil
	}
	ps, _, err := get(n)
	return ps, err
}

// CountError is the error of a host that did not even tell how many parameters
// there are. It reads as the host's error, which is underneath.
type CountError struct{ Err error }

// Error returns the text of the host's error.
func (e *CountError) Error() string { return e.Err.Error() }

// Unwrap returns the host's error.
func (e *CountError) Unwrap() error { return e.Err }

// SchedulerType returns the name of the domain's scheduler, and how many
// parameters it has.
func (d *Domain) SchedulerType(ctx context.Context) (string, int, error) {
	r, err := protocol.DomainGetSchedulerType.Call(ctx, d.conn, &protocol.DomainGetSchedulerTypeArgs{Dom: d.wire()})
	if err != nil {
		return "", 0, err
	}
	return r.Type, int(r.NParams), nil
}

// SchedulerParameters returns the parameters of the domain's scheduler. It asks
// SchedulerType first for their number.
func (d *Domain) SchedulerParameters(ctx context.Context) ([]virt.TypedParam, error) {
	_, n, err := d.SchedulerType(ctx)
	if err != nil || n <= 0 {
		return nil, err
	}
	return d.SchedulerParametersN(ctx, n)
}

// SchedulerParametersN is SchedulerParameters for callers that know the number.
func (d *Domain) SchedulerParametersN(ctx context.Context, n int) ([]virt.TypedParam, error) {
	r, err := protocol.DomainGetSchedulerParameters.Call(ctx, d.conn,
		&protocol.DomainGetSchedulerParametersArgs{Dom: d.wire(), NParams: int32(n)})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// SchedulerParametersFlags is SchedulerParameters with flags: the running
// domain or the configuration.
func (d *Domain) SchedulerParametersFlags(ctx context.Context, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	_, n, err := d.SchedulerType(ctx)
	if err != nil || n <= 0 {
		return nil, err
	}
	return d.SchedulerParametersFlagsN(ctx, n, flags)
}

// SchedulerParametersFlagsN is SchedulerParametersFlags for callers that know the
// number.
func (d *Domain) SchedulerParametersFlagsN(ctx context.Context, n int, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	r, err := protocol.DomainGetSchedulerParametersFlags.Call(ctx, d.conn,
		&protocol.DomainGetSchedulerParametersFlagsArgs{Dom: d.wire(), NParams: int32(n), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// SetSchedulerParameters sets parameters of the domain's scheduler; the others
// stay. Unknown names are errors.
func (d *Domain) SetSchedulerParameters(ctx context.Context, params []virt.TypedParam) error {
	return protocol.DomainSetSchedulerParameters.Call(ctx, d.conn,
		&protocol.DomainSetSchedulerParametersArgs{Dom: d.wire(), Params: params})
}

// SetSchedulerParametersFlags is SetSchedulerParameters with flags.
func (d *Domain) SetSchedulerParametersFlags(ctx context.Context, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetSchedulerParametersFlags.Call(ctx, d.conn,
		&protocol.DomainSetSchedulerParametersFlagsArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)})
}

// BlkioParameters returns the weights and limits of the domain's disk traffic.
func (d *Domain) BlkioParameters(ctx context.Context, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	return d.stringParams(ctx, flags, func(n int32, flags uint32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.DomainGetBlkioParameters.Call(ctx, d.conn,
			&protocol.DomainGetBlkioParametersArgs{Dom: d.wire(), NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// NumaParameters returns where the domain's memory comes from.
func (d *Domain) NumaParameters(ctx context.Context, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	return d.stringParams(ctx, flags, func(n int32, flags uint32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.DomainGetNumaParameters.Call(ctx, d.conn,
			&protocol.DomainGetNumaParametersArgs{Dom: d.wire(), NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// MemoryParameters returns the limits of the domain's memory.
func (d *Domain) MemoryParameters(ctx context.Context, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	return params(func(n int32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.DomainGetMemoryParameters.Call(ctx, d.conn,
			&protocol.DomainGetMemoryParametersArgs{Dom: d.wire(), NParams: n, Flags: uint32(flags)})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// stringParams is params for a getter whose answer has strings. A host sends
// those only when asked with VIR_TYPED_PARAM_STRING_OKAY, which hosts that have
// no such parameters refuse; so it is asked for the feature, at the same time as
// for the number.
func (d *Domain) stringParams(ctx context.Context, flags virt.DomainModificationImpact,
	get func(n int32, flags uint32) ([]virt.TypedParam, int32, error)) ([]virt.TypedParam, error) {
	var n int32
	var strings bool
	err := together(
		func() (err error) { _, n, err = get(0, uint32(flags)); return err },
		func() (err error) { strings, err = d.conn.supports(ctx, protocol.FeatureTypedParamString); return err },
	)
	if err != nil {
		return nil, &CountError{err}
	}
	if n <= 0 {
		return nil, nil
	}
	f := uint32(flags)
	if strings {
		f |= uint32(virt.TypedParamStringOkay)
	}
	ps, _, err := get(n, f)
	return ps, err
}
