package libvirt_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// overviewHost makes h answer all that Overview asks, each after a while.
func overviewHost(h *host) {
	driver.Handle(h.mux, &protocol.DomainGetInfo, slowly(func(*protocol.DomainGetInfoArgs) (*protocol.DomainGetInfoReply, error) {
		return &protocol.DomainGetInfoReply{State: uint8(virt.DomainPaused), Memory: 7}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainGetOSType, slowly(func(*protocol.DomainGetOSTypeArgs) (*protocol.DomainGetOSTypeReply, error) {
		return &protocol.DomainGetOSTypeReply{Type: "hvm"}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainIsPersistent, slowly(func(*protocol.DomainIsPersistentArgs) (*protocol.DomainIsPersistentReply, error) {
		return &protocol.DomainIsPersistentReply{Persistent: 1}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainGetAutostart, slowly(func(*protocol.DomainGetAutostartArgs) (*protocol.DomainGetAutostartReply, error) {
		return &protocol.DomainGetAutostartReply{}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainHasManagedSaveImage, slowly(func(*protocol.DomainHasManagedSaveImageArgs) (*protocol.DomainHasManagedSaveImageReply, error) {
		return &protocol.DomainHasManagedSaveImageReply{Result: 1}, nil
	}))
	driver.Handle(h.mux, &protocol.DomainGetMessages, slowly(func(*protocol.DomainGetMessagesArgs) (*protocol.DomainGetMessagesReply, error) {
		return &protocol.DomainGetMessagesReply{Msgs: []string{"tainted"}}, nil
	}))
}

// security makes h answer for its security model and the domain's label.
func security(h *host, model string, labelErr error) {
	driver.Handle(h.mux, &protocol.NodeGetSecurityModel, func(context.Context) (*protocol.NodeGetSecurityModelReply, error) {
		time.Sleep(10 * time.Millisecond) // as slowly does
		return &protocol.NodeGetSecurityModelReply{Model: []byte(model), DOI: []byte("0\x00")}, nil
	})
	driver.Handle(h.mux, &protocol.DomainGetSecurityLabel, slowly(func(*protocol.DomainGetSecurityLabelArgs) (*protocol.DomainGetSecurityLabelReply, error) {
		return &protocol.DomainGetSecurityLabelReply{Label: []byte("label\x00"), Enforcing: 1}, labelErr
	}))
}

func TestOverviewAsksAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		overviewHost(h)
		security(h, "dac\x00", nil)
		d := oneDomain(t, h)
		before := h.tracer.RoundTrips()
		o, err := d.Overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want(t, "round trips", h.tracer.RoundTrips()-before, 1)
		want(t, "state", o.Info.State, virt.DomainPaused)
		want(t, "memory", o.Info.Memory, 7)
		want(t, "OS type", *o.OSType, "hvm")
		want(t, "persistent", *o.Persistent, true)
		want(t, "autostart", *o.Autostart, false)
		want(t, "managed save", *o.ManagedSave, true)
		want(t, "model", *o.Model, libvirt.SecurityModel{Model: "dac", DOI: "0"})
		want(t, "label", *o.Label, libvirt.SecurityLabel{Label: "label", Enforcing: true})
		want(t, "messages", len(o.Messages), 1)
		want(t, "errors", errors.Join(o.InfoErr, o.SecurityErr), nil)
	})
}

func TestOverviewLeavesOutWhatIsRefused(t *testing.T) {
	h := newHost() // which supports nothing
	d := oneDomain(t, h)
	o, err := d.Overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if o.Info != nil || o.OSType != nil || o.Persistent != nil || o.Autostart != nil || o.ManagedSave != nil || o.Model != nil || o.Label != nil {
		t.Errorf("overview of nothing: %+v", o)
	}
	if !errors.Is(o.InfoErr, virt.ErrNoSupport) {
		t.Errorf("InfoErr = %v", o.InfoErr)
	}
	want(t, "a host without security models", o.SecurityErr, nil)
	if e := d.Conn().LastError(); e != nil {
		t.Errorf("what was tolerated left an error: %v", e)
	}
}

func TestOverviewSecurity(t *testing.T) {
	refused := virt.Errorf(virt.FromSecurity, virt.ErrInternalError, "refused")
	for _, c := range []struct {
		name, model         string
		labelErr            error
		hasModel, hasFailed bool
	}{
		{"no model, so no label", "\x00", refused, false, false},
		{"no label", "dac\x00", refused, true, true},
	} {
		h := newHost()
		security(h, c.model, c.labelErr)
		o, err := oneDomain(t, h).Overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.name+": model", o.Model != nil, c.hasModel)
		want(t, c.name+": label", o.Label != nil, false)
		want(t, c.name+": failed", o.SecurityErr != nil, c.hasFailed)
	}
}

func TestOverviewFailsWithTheSession(t *testing.T) {
	h := newHost()
	d := oneDomain(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	overviewHost(h)
	if o, err := d.Overview(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Overview() = %v, %v", o, err)
	}
}

func TestStateOfAnOldHost(t *testing.T) {
	h := newHost()
	overviewHost(h)
	d := oneDomain(t, h)
	state, reason, err := d.State(t.Context())
	if err != nil || state != virt.DomainPaused || reason != 0 {
		t.Errorf("State() = %v, %v, %v", state, reason, err)
	}
	if e := d.Conn().LastError(); e != nil {
		t.Errorf("the fallback left an error: %v", e)
	}
}
