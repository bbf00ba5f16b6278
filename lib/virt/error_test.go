package virt

import (
	"errors"
	"fmt"
	"testing"
)

func TestErrorf(t *testing.T) {
	for _, c := range []struct {
		code   ErrorNumber
		format string
		args   []any
		want   string
		str1   string
	}{
		{ErrNoDomain, "no domain with matching name '%s'", []any{"x"}, "Domain not found: no domain with matching name 'x'", "no domain with matching name 'x'"},
		{ErrNoDomain, "", nil, "Domain not found", ""},
		{ErrDomExist, "vm", nil, "domain vm exists already", "vm"},
		{ErrRPC, "%s", []any{"100% %s of it"}, "100% %s of it", "100% %s of it"},
		{ErrOperationDenied, "read only access prevents %s", []any{"virDomainCreate"}, "operation forbidden: read only access prevents virDomainCreate", "read only access prevents virDomainCreate"},
		{ErrorNumber(9999), "odd", nil, "odd", "odd"},
		{ErrorNumber(9999), "", nil, "ErrorNumber(9999)", ""},
		{ErrorNumber(-1), "odd", nil, "odd", "odd"},
		{ErrOK, "", nil, "ok", ""},
	} {
		e := Errorf(FromTest, c.code, c.format, c.args...)
		if e.Error() != c.want || e.Message != c.want || e.Str1 != c.str1 {
			t.Errorf("%v %q: message %q, Str1 %q; want %q, %q", c.code, c.format, e.Message, e.Str1, c.want, c.str1)
		}
		if e.Code != c.code || e.Domain != FromTest || e.Level != LevelError {
			t.Errorf("%v: code %v, domain %v, level %v", c.code, e.Code, e.Domain, e.Level)
		}
	}
}

func TestErrorIs(t *testing.T) {
	err := fmt.Errorf("failed to start: %w", Errorf(FromQEMU, ErrNoDomain, "x"))
	if !errors.Is(err, ErrNoDomain) {
		t.Error("a wrapped error is not its code")
	}
	if errors.Is(err, ErrNoNetwork) || errors.Is(err, errors.New("x")) {
		t.Error("an error is another code")
	}
	var e *Error
	if !errors.As(err, &e) || e.Domain != FromQEMU {
		t.Errorf("the error in the chain is %v", e)
	}
	if (&Error{Code: ErrNoDomain}).Error() != "Domain not found" {
		t.Error("an error without a message does not say the text of its code")
	}
}
