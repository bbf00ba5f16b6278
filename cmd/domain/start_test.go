package domain

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestForceBoot: a host that does not know the flag gets the managed save image
// removed first.
func TestForceBoot(t *testing.T) {
	const forced = virt.DomainStartForceBoot | virt.DomainStartPaused
	for _, c := range []struct {
		name     string
		flagsErr virt.ErrorNumber // of the call with the flag; 0 for none
		saved    int32
		want     string
	}{
		{"new host", 0, 1, "start 9"},
		{"old host, saved", virt.ErrInvalidArg, 1, "start 9, remove, start 1"},
		{"old host", virt.ErrInvalidArg, 0, "start 9, start 1"},
		{"refused", virt.ErrOperationInvalid, 1, "start 9, Requested operation is not valid: no"},
	} {
		var did []string
		mux := driver.NewMux()
		driver.Handle(mux, &protocol.DomainCreateWithFlags, func(_ context.Context, a *protocol.DomainCreateWithFlagsArgs) (*protocol.DomainCreateWithFlagsReply, error) {
			did = append(did, fmt.Sprint("start ", a.Flags))
			if c.flagsErr != 0 && virt.DomainCreateFlags(a.Flags)&virt.DomainStartForceBoot != 0 {
				return nil, virt.Errorf(virt.FromQEMU, c.flagsErr, "no")
			}
			return &protocol.DomainCreateWithFlagsReply{Dom: a.Dom}, nil
		})
		driver.Handle(mux, &protocol.DomainHasManagedSaveImage, func(context.Context, *protocol.DomainHasManagedSaveImageArgs) (*protocol.DomainHasManagedSaveImageReply, error) {
			return &protocol.DomainHasManagedSaveImageReply{Result: c.saved}, nil
		})
		driver.Handle(mux, &protocol.DomainManagedSaveRemove, func(context.Context, *protocol.DomainManagedSaveRemoveArgs) error {
			did = append(did, "remove")
			return nil
		})
		if err := start(t.Context(), fakeDomain(t, mux), nil, forced); err != nil {
			did = append(did, vsh.ErrorLines(err)...)
		}
		if got := strings.Join(did, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
