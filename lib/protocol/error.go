package protocol

import "github.com/virgo-vm/virgo/lib/virt"

// Virt returns the error that m carries, as the API knows it. Missing parts are
// empty.
func (m *Error) Virt() *virt.Error {
	e := &virt.Error{
		Code:    virt.ErrorNumber(m.Code),
		Domain:  virt.ErrorDomain(m.Domain),
		Message: deref(m.Message),
		Level:   virt.ErrorLevel(m.Level),
		Str1:    deref(m.Str1),
		Str2:    deref(m.Str2),
		Str3:    deref(m.Str3),
		Int1:    m.Int1,
		Int2:    m.Int2,
	}
	if m.Dom != nil {
		e.Dom = &virt.DomainRef{Name: m.Dom.Name, UUID: m.Dom.UUID, ID: m.Dom.ID}
	}
	if m.Net != nil {
		e.Net = &virt.NetworkRef{Name: m.Net.Name, UUID: m.Net.UUID}
	}
	return e
}

// ErrorFrom returns the message that carries e. Like libvirtd, it leaves out
// empty strings.
func ErrorFrom(e *virt.Error) *Error {
	m := &Error{
		Code:    int32(e.Code),
		Domain:  int32(e.Domain),
		Message: optional(e.Message),
		Level:   int32(e.Level),
		Str1:    optional(e.Str1),
		Str2:    optional(e.Str2),
		Str3:    optional(e.Str3),
		Int1:    e.Int1,
		Int2:    e.Int2,
	}
	if e.Dom != nil {
		m.Dom = &Domain{Name: e.Dom.Name, UUID: e.Dom.UUID, ID: e.Dom.ID}
	}
	if e.Net != nil {
		m.Net = &Network{Name: e.Net.Name, UUID: e.Net.UUID}
	}
	return m
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
