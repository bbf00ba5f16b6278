//go:build unix

package domain

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestStartHeld: with a terminal a domain is started with its CPUs stopped, and
// they run in the end, also where its console cannot be opened; but not those of a
// domain that has to be paused.
func TestStartHeld(t *testing.T) {
	for _, c := range []struct {
		name       string
		noTerminal bool
		flags      virt.DomainCreateFlags
		saved      int32
		refused    bool // to start it paused
		want       string
	}{
		{name: "terminal", want: "start 1, open, resume"},
		{name: "no terminal", noTerminal: true, want: "start 0"},
		{name: "paused", flags: virt.DomainStartPaused, want: "start 1, open"},
		{name: "saved", saved: 1, want: "start 0, open"},
		{name: "saved, but booted", saved: 1, flags: virt.DomainStartForceBoot, want: "start 9, open, resume"},
		{name: "old host", refused: true, want: "start 1, start 0, open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var did []string
			mux := driver.NewMux()
			start := func(flags uint32) error {
				did = append(did, fmt.Sprint("start ", flags))
				if c.refused && flags != 0 {
					return virt.Errorf(virt.FromLXC, virt.ErrInvalidArg, "unsupported flags (0x%x)", flags)
				}
				return nil
			}
			driver.Handle(mux, &protocol.DomainCreate, func(context.Context, *protocol.DomainCreateArgs) error { return start(0) })
			driver.Handle(mux, &protocol.DomainLookupByUUID, func(context.Context, *protocol.DomainLookupByUUIDArgs) (*protocol.DomainLookupByUUIDReply, error) {
				return &protocol.DomainLookupByUUIDReply{Dom: protocol.Domain{Name: "vm", ID: 1}}, nil
			})
			driver.Handle(mux, &protocol.DomainCreateWithFlags, func(_ context.Context, a *protocol.DomainCreateWithFlagsArgs) (*protocol.DomainCreateWithFlagsReply, error) {
				return &protocol.DomainCreateWithFlagsReply{Dom: a.Dom}, start(a.Flags)
			})
			driver.Handle(mux, &protocol.DomainHasManagedSaveImage, func(context.Context, *protocol.DomainHasManagedSaveImageArgs) (*protocol.DomainHasManagedSaveImageReply, error) {
				return &protocol.DomainHasManagedSaveImageReply{Result: c.saved}, nil
			})
			driver.Handle(mux, &protocol.DomainGetState, func(context.Context, *protocol.DomainGetStateArgs) (*protocol.DomainGetStateReply, error) {
				return &protocol.DomainGetStateReply{State: int32(virt.DomainPaused)}, nil
			})
			driver.Handle(mux, &protocol.DomainGetXMLDesc, func(context.Context, *protocol.DomainGetXMLDescArgs) (*protocol.DomainGetXMLDescReply, error) {
				did = append(did, "open")
				return &protocol.DomainGetXMLDescReply{XML: "<domain/>"}, nil
			})
			mux.HandleStream(&protocol.DomainOpenConsole.Proc, func(context.Context, *protocol.Request) (driver.Stream, error) {
				return nil, virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "cannot find character device")
			})
			driver.Handle(mux, &protocol.DomainResume, func(context.Context, *protocol.DomainResumeArgs) error {
				did = append(did, "resume")
				return nil
			})
			var in io.Reader = newSeat(t).tty
			if c.noTerminal {
				in = strings.NewReader("")
			}
			s := &vsh.Session{In: in, Options: vsh.Options{Escape: "^]"}}
			x, err := startWithConsole(t.Context(), s, fakeDomain(t, mux), nil, c.flags)
			if err != nil {
				t.Fatal(err)
			}
			err = x.runStarted(t.Context(), format.Done("started", format.Ref{}, ""), func(r format.Result) error {
				return format.Encode(&bytes.Buffer{}, format.FormatText, r, format.PrinterOptions{})
			})
			if err == nil {
				t.Error("a console that does not exist was opened")
			}
			if got := strings.Join(did, ", "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
