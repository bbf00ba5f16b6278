package libvirt_test

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// failing returns a host on which each lookup fails with an error of its name.
func failing() *host {
	h := newHost()
	driver.Handle(h.mux, &protocol.DomainLookupByName, func(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
		e := virt.Errorf(virt.FromQEMU, virt.ErrNoDomain, "%s", a.Name)
		e.Dom = &virt.DomainRef{Name: a.Name, ID: 7}
		e.Net = &virt.NetworkRef{Name: "net"}
		e.Int1, e.Str2 = 42, "two"
		return nil, e
	})
	return h
}

func TestErrorsComeAsTheyAre(t *testing.T) {
	_, err := failing().open().LookupDomainByName(t.Context(), "a")
	var e *virt.Error
	if !errors.As(err, &e) || !errors.Is(err, virt.ErrNoDomain) {
		t.Fatalf("%v", err)
	}
	if e.Message != "Domain not found: a" || e.Str1 != "a" || e.Str2 != "two" || e.Int1 != 42 || e.Dom.Name != "a" || e.Domain != virt.FromQEMU {
		t.Errorf("%+v", e)
	}
}

func TestLastError(t *testing.T) {
	ctx := t.Context()
	one, other := failing().open(), failing().open()
	if e := one.LastError(); e != nil {
		t.Fatalf("at the beginning: %v", e)
	}
	_, _ = one.LookupDomainByName(ctx, "a")
	_, _ = other.LookupDomainByName(ctx, "b")
	want(t, "of one", one.LastError().Str1, "a")
	want(t, "of other", other.LastError().Str1, "b")
	want(t, "of the process", libvirt.LastError().Str1, "b")

	kept := one.LastError()
	kept.Dom.Name, kept.Net.Name, kept.Message = "changed", "changed", "changed"
	_, _ = other.LookupDomainByName(ctx, "c")
	again := one.LastError()
	if again.Dom.Name != "a" || again.Net.Name != "net" || again.Message != "Domain not found: a" {
		t.Errorf("a copy shares with the last error: %+v", again)
	}

	one.ResetLastError()
	if e := one.LastError(); e != nil {
		t.Errorf("after ResetLastError: %v", e)
	}
	libvirt.ResetLastError()
	if e := libvirt.LastError(); e != nil {
		t.Errorf("after ResetLastError of the process: %v", e)
	}
	want(t, "of other, after the process's was reset", other.LastError().Str1, "c")
}

func TestErrorFunc(t *testing.T) {
	ctx := t.Context()
	var told []string
	handler := func(name string) func(*virt.Error) {
		return func(e *virt.Error) { told = append(told, name+":"+e.Str1) }
	}
	conn := failing().open(libvirt.ErrorFunc(handler("ignored"))) // open's own comes last
	conn.SetErrorFunc(handler("conn"))
	libvirt.SetErrorFunc(handler("process"))
	t.Cleanup(func() { libvirt.SetErrorFunc(nil) })

	_, _ = conn.LookupDomainByName(ctx, "a")
	conn.SetErrorFunc(nil)
	_, _ = conn.LookupDomainByName(ctx, "b")
	stderr := captureStderr(t, func() {
		libvirt.SetErrorFunc(nil)
		_, _ = conn.LookupDomainByName(ctx, "c")
	})
	if len(told) != 2 || told[0] != "conn:a" || told[1] != "process:b" {
		t.Errorf("told: %q", told)
	}
	want(t, "stderr", stderr, "libvirt: qemu error: Domain not found: c\n")

	canceled, cancel := context.WithCancel(ctx)
	cancel()
	conn.ResetLastError()
	if _, err := conn.LookupDomainByName(canceled, "d"); !errors.Is(err, context.Canceled) {
		t.Errorf("with a canceled context: %v", err)
	}
	if e := conn.LastError(); e != nil {
		t.Errorf("the end of a context is no error of the host: %v", e)
	}
}

// captureStderr returns what f writes to the standard error output.
func captureStderr(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stderr
	os.Stderr = w
	defer func() { os.Stderr = old }()
	f()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOpenFailureIsTold(t *testing.T) {
	var told []*virt.Error
	_, err := libvirt.Open(t.Context(), "nowhere", libvirt.ErrorFunc(func(e *virt.Error) { told = append(told, e) }))
	if !errors.Is(err, virt.ErrNoConnect) || len(told) != 1 || told[0].Error() != err.Error() {
		t.Errorf("%v, told %v", err, told)
	}
}
