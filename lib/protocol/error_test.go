package protocol

import (
	"errors"
	"reflect"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// TestErrorRoundTrip sends errors over the wire: no field is lost.
func TestErrorRoundTrip(t *testing.T) {
	for _, want := range []*virt.Error{
		{
			Code: virt.ErrNoDomain, Domain: virt.FromQEMU, Message: "Domain not found", Level: virt.LevelError,
			Dom:  &virt.DomainRef{Name: "vm", UUID: virt.UUID{1, 2}, ID: -1},
			Net:  &virt.NetworkRef{Name: "default", UUID: virt.UUID{3}},
			Str1: "one", Str2: "two", Str3: "three", Int1: -5, Int2: 6,
		},
		{Code: 9999, Domain: -3, Level: 77},
		{},
	} {
		b, err := Marshal(nil, ErrorFrom(want))
		if err != nil {
			t.Fatal(err)
		}
		m := new(Error)
		if err := Unmarshal(b, m); err != nil {
			t.Fatal(err)
		}
		if got := m.Virt(); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if !errors.Is((&Error{Code: 42}).Virt(), virt.ErrNoDomain) {
		t.Error("an error of the wire is not its code")
	}
}
