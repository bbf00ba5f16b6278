package libvirt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// told shows what an overview has of one fact.
func told[T any](p *T) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprint(*p)
}

// answer makes a handler that takes a round-trip time and then gives the reply,
// or err.
func answer[A, R any](reply *R, err error) func(context.Context, *A) (*R, error) {
	return slowly(func(*A) (*R, error) {
		if err != nil {
			return nil, err
		}
		return reply, nil
	})
}

// overviewErrors are the errors that all calls but one of an overview are made to
// give: none, one of the object, and the end of the session.
func overviewErrors() (refused, lost error) {
	return virt.Errorf(virt.FromStorage, virt.ErrInternalError, "refused"),
		&driver.LostError{Err: errors.New("end of file")}
}

func TestNetworkOverview(t *testing.T) {
	refused, lost := overviewErrors()
	for _, c := range []struct {
		name    string
		err     error
		want    string
		wantErr error
	}{
		{"all is told", nil, "true false true br0", nil},
		{"all but one is refused", refused, "true - - -", nil},
		{"the session ends", lost, "true - - -", lost},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				driver.Handle(h.mux, &protocol.NetworkLookupByName, answer[protocol.NetworkLookupByNameArgs](
					&protocol.NetworkLookupByNameReply{Net: protocol.Network{Name: "net", UUID: uuid(1)}}, nil))
				driver.Handle(h.mux, &protocol.NetworkIsActive, answer[protocol.NetworkIsActiveArgs](
					&protocol.NetworkIsActiveReply{Active: 1}, nil))
				driver.Handle(h.mux, &protocol.NetworkIsPersistent, answer[protocol.NetworkIsPersistentArgs](
					&protocol.NetworkIsPersistentReply{}, c.err))
				driver.Handle(h.mux, &protocol.NetworkGetAutostart, answer[protocol.NetworkGetAutostartArgs](
					&protocol.NetworkGetAutostartReply{Autostart: 1}, c.err))
				driver.Handle(h.mux, &protocol.NetworkGetBridgeName, answer[protocol.NetworkGetBridgeNameArgs](
					&protocol.NetworkGetBridgeNameReply{Name: "br0"}, c.err))
				n, err := h.open().LookupNetworkByName(t.Context(), "net")
				if err != nil {
					t.Fatal(err)
				}
				o, err := n.Overview(t.Context())
				want(t, "error", err, c.wantErr)
				want(t, "overview", fmt.Sprint(told(o.Active), " ", told(o.Persistent), " ", told(o.Autostart), " ", told(o.Bridge)), c.want)
				want(t, "round trips with the look-up", h.tracer.RoundTrips(), 2)
			})
		})
	}
}

func TestStoragePoolOverview(t *testing.T) {
	refused, lost := overviewErrors()
	for _, c := range []struct {
		name          string
		infoErr, rest error
		want          string
		wantErr       error
	}{
		{"all is told", nil, nil, "{running 3 2 1} true false", nil},
		{"all but the size is refused", nil, refused, "{running 3 2 1} - -", nil},
		{"the size is refused", refused, nil, "- true false", refused},
		{"the session ends", nil, lost, "{running 3 2 1} - -", lost},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				driver.Handle(h.mux, &protocol.StoragePoolLookupByName, answer[protocol.StoragePoolLookupByNameArgs](
					&protocol.StoragePoolLookupByNameReply{Pool: protocol.StoragePool{Name: "pool", UUID: uuid(1)}}, nil))
				driver.Handle(h.mux, &protocol.StoragePoolGetInfo, answer[protocol.StoragePoolGetInfoArgs](
					&protocol.StoragePoolGetInfoReply{State: 2, Capacity: 3, Allocation: 2, Available: 1}, c.infoErr))
				driver.Handle(h.mux, &protocol.StoragePoolIsPersistent, answer[protocol.StoragePoolIsPersistentArgs](
					&protocol.StoragePoolIsPersistentReply{Persistent: 1}, c.rest))
				driver.Handle(h.mux, &protocol.StoragePoolGetAutostart, answer[protocol.StoragePoolGetAutostartArgs](
					&protocol.StoragePoolGetAutostartReply{}, c.rest))
				p, err := h.open().LookupStoragePoolByName(t.Context(), "pool")
				if err != nil {
					t.Fatal(err)
				}
				o, err := p.Overview(t.Context())
				want(t, "error", err, c.wantErr)
				want(t, "overview", fmt.Sprint(told(o.Info), " ", told(o.Persistent), " ", told(o.Autostart)), c.want)
				want(t, "round trips with the look-up", h.tracer.RoundTrips(), 2)
			})
		})
	}
}

// TestUUIDThatIsNone holds the errors of UUIDs that cannot be read against those
// of libvirt's functions, which scripts know.
func TestUUIDThatIsNone(t *testing.T) {
	conn, ctx := newHost().open(), t.Context()
	_, domain := conn.LookupDomainByUUIDString(ctx, "none")
	_, network := conn.LookupNetworkByUUIDString(ctx, "none")
	_, pool := conn.LookupStoragePoolByUUIDString(ctx, "none")
	for _, c := range []struct {
		err  error
		want string
	}{
		{domain, "uuidstr in virDomainLookupByUUIDString must be a valid UUID"},
		{network, "uuidstr in virNetworkLookupByUUIDString must be a valid UUID"},
		{pool, "uuidstr in virStoragePoolLookupByUUIDString must be a valid UUID"},
	} {
		if !errors.Is(c.err, virt.ErrInvalidArg) || c.err.Error() != c.want {
			t.Errorf("%v, want %s", c.err, c.want)
		}
	}
}
