package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// steps3Params is protocol 3 with parameters, since 1.1.0.
type steps3Params struct{ *migration }

func (s *steps3Params) prepareName() string { return "domainMigratePrepare3" }

func (s *steps3Params) begin(ctx context.Context, flags virt.DomainMigrateFlags) (string, []byte, error) {
	r, err := protocol.DomainMigrateBegin3Params.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigrateBegin3ParamsArgs{
		Dom: s.src.wire(), Params: s.params, Flags: uint32(flags),
	})
	if err != nil {
		return "", nil, err
	}
	return r.XML, r.CookieOut, nil
}

func (s *steps3Params) prepare(ctx context.Context, xml string, cookie []byte, flags virt.DomainMigrateFlags) (*string, []byte, error) {
	s.set(virt.MigrateParamDestXML, xml)
	r, err := protocol.DomainMigratePrepare3Params.Call(ctx, quiet{s.dst}, &protocol.DomainMigratePrepare3ParamsArgs{
		Params: s.params, CookieIn: cookie, Flags: uint32(flags),
	})
	if err != nil {
		return nil, nil, err
	}
	return r.URIOut, r.CookieOut, nil
}

func (s *steps3Params) perform(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags) ([]byte, error) {
	r, err := protocol.DomainMigratePerform3Params.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigratePerform3ParamsArgs{
		Dom: s.src.wire(), Params: s.params, CookieIn: cookie, Flags: uint32(flags),
	})
	if err != nil {
		return nil, err
	}
	return r.CookieOut, nil
}

func (s *steps3Params) finish(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) (protocol.Domain, []byte, error) {
	s.set(virt.MigrateParamDestName, s.destName())
	r, err := protocol.DomainMigrateFinish3Params.Call(ctx, quiet{s.dst}, &protocol.DomainMigrateFinish3ParamsArgs{
		Params: s.params, CookieIn: cookie, Flags: uint32(flags), Cancelled: boolInt(cancelled),
	})
	if err != nil {
		return protocol.Domain{}, nil, err
	}
	return r.Dom, r.CookieOut, nil
}

func (s *steps3Params) confirm(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) error {
	return protocol.DomainMigrateConfirm3Params.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigrateConfirm3ParamsArgs{
		Dom: s.src.wire(), Params: s.params, CookieIn: cookie, Flags: uint32(flags), Cancelled: boolInt(cancelled),
	})
}

// steps3 is protocol 3, since 0.9.2.
type steps3 struct{ *migration }

func (s *steps3) prepareName() string { return "domainMigratePrepare3" }

func (s *steps3) begin(ctx context.Context, flags virt.DomainMigrateFlags) (string, []byte, error) {
	r, err := protocol.DomainMigrateBegin3.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigrateBegin3Args{
		Dom: s.src.wire(), XMLIn: s.str(virt.MigrateParamDestXML), Flags: uint64(flags),
		Dname: s.str(virt.MigrateParamDestName), Bandwidth: s.bandwidth(),
	})
	if err != nil {
		return "", nil, err
	}
	return r.XML, r.CookieOut, nil
}

func (s *steps3) prepare(ctx context.Context, xml string, cookie []byte, flags virt.DomainMigrateFlags) (*string, []byte, error) {
	r, err := protocol.DomainMigratePrepare3.Call(ctx, quiet{s.dst}, &protocol.DomainMigratePrepare3Args{
		CookieIn: cookie, URIIn: s.str(virt.MigrateParamURI), Flags: uint64(flags),
		Dname: s.str(virt.MigrateParamDestName), Bandwidth: s.bandwidth(), DomXML: xml,
	})
	if err != nil {
		return nil, nil, err
	}
	return r.URIOut, r.CookieOut, nil
}

func (s *steps3) perform(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags) ([]byte, error) {
	r, err := protocol.DomainMigratePerform3.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigratePerform3Args{
		Dom: s.src.wire(), XMLIn: s.str(virt.MigrateParamDestXML), CookieIn: cookie, URI: s.str(virt.MigrateParamURI),
		Flags: uint64(flags), Dname: s.str(virt.MigrateParamDestName), Bandwidth: s.bandwidth(),
	})
	if err != nil {
		return nil, err
	}
	return r.CookieOut, nil
}

func (s *steps3) finish(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) (protocol.Domain, []byte, error) {
	r, err := protocol.DomainMigrateFinish3.Call(ctx, quiet{s.dst}, &protocol.DomainMigrateFinish3Args{
		Dname: s.destName(), CookieIn: cookie, URI: s.str(virt.MigrateParamURI), Flags: uint64(flags), Cancelled: boolInt(cancelled),
	})
	if err != nil {
		return protocol.Domain{}, nil, err
	}
	return r.Dom, r.CookieOut, nil
}

func (s *steps3) confirm(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) error {
	return protocol.DomainMigrateConfirm3.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigrateConfirm3Args{
		Dom: s.src.wire(), CookieIn: cookie, Flags: uint64(flags), Cancelled: boolInt(cancelled),
	})
}

// steps2 is protocol 2, since 0.5.0: the source is asked for the XML as anyone
// may, the one cookie is the destination's, and nothing is confirmed.
type steps2 struct{ *migration }

func (s *steps2) prepareName() string { return "domainMigratePrepare2" }

func (s *steps2) begin(ctx context.Context, _ virt.DomainMigrateFlags) (string, []byte, error) {
	migratable, err := s.src.conn.supports(ctx, protocol.FeatureXMLMigratable)
	if err != nil {
		return "", nil, err
	}
	flags := virt.DomainXMLSecure | virt.DomainXMLUpdateCPU
	if migratable {
		flags = virt.DomainXMLSecure | virt.DomainXMLMigratable
	}
	r, err := protocol.DomainGetXMLDesc.Call(ctx, quiet{s.src.conn}, &protocol.DomainGetXMLDescArgs{Dom: s.src.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", nil, err
	}
	return r.XML, nil, nil
}

func (s *steps2) prepare(ctx context.Context, xml string, _ []byte, flags virt.DomainMigrateFlags) (*string, []byte, error) {
	r, err := protocol.DomainMigratePrepare2.Call(ctx, quiet{s.dst}, &protocol.DomainMigratePrepare2Args{
		URIIn: s.str(virt.MigrateParamURI), Flags: uint64(flags), Dname: s.str(virt.MigrateParamDestName),
		Bandwidth: s.bandwidth(), DomXML: xml,
	})
	if err != nil {
		return nil, nil, err
	}
	return r.URIOut, r.Cookie, nil
}

func (s *steps2) perform(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags) ([]byte, error) {
	return cookie, protocol.DomainMigratePerform.Call(ctx, quiet{s.src.conn}, &protocol.DomainMigratePerformArgs{
		Dom: s.src.wire(), Cookie: cookie, URI: s.uri(), Flags: uint64(flags),
		Dname: s.str(virt.MigrateParamDestName), Bandwidth: s.bandwidth(),
	})
}

func (s *steps2) finish(ctx context.Context, cookie []byte, flags virt.DomainMigrateFlags, cancelled bool) (protocol.Domain, []byte, error) {
	r, err := protocol.DomainMigrateFinish2.Call(ctx, quiet{s.dst}, &protocol.DomainMigrateFinish2Args{
		Dname: s.destName(), Cookie: cookie, URI: s.uri(), Flags: uint64(flags), RetCode: boolInt(cancelled),
	})
	if err != nil {
		return protocol.Domain{}, nil, err
	}
	return r.Ddom, nil, nil
}

func (s *steps2) confirm(context.Context, []byte, virt.DomainMigrateFlags, bool) error { return nil }

// uri is where the data goes; empty where nobody has told.
func (s *steps2) uri() string {
	if uri := s.str(virt.MigrateParamURI); uri != nil {
		return *uri
	}
	return ""
}
