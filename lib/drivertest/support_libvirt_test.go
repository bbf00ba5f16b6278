package drivertest_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// libvirtSupportFile names the procedures that libvirt's own test driver has, one a
// line. A libvirtd was asked for each.
const libvirtSupportFile = "testdata/support_libvirt.golden"

// libvirtSupport reads libvirtSupportFile.
func libvirtSupport(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(libvirtSupportFile)
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	for _, name := range strings.Fields(string(text)) {
		has[name] = true
	}
	return has
}

// asked reports whether a libvirtd can be asked for a procedure: the layer of the
// session answers some itself, with or without a driver, and what is no function of
// the API is its own affair.
func asked(p *protocol.Proc) bool {
	return p.Kind == protocol.KindCall && p.API != "" && !ofServer(p)
}

// ofServer reports whether the server answers a procedure by itself.
func ofServer(p *protocol.Proc) bool {
	switch p.Name {
	case "CONNECT_OPEN", "CONNECT_CLOSE", "CONNECT_GET_URI", "CONNECT_GET_LIB_VERSION", "CONNECT_SET_IDENTITY",
		"CONNECT_REGISTER_CLOSE_CALLBACK", "CONNECT_UNREGISTER_CLOSE_CALLBACK":
		return true
	}
	return strings.Contains(p.Name, "_EVENT_REGISTER") || strings.Contains(p.Name, "_EVENT_DEREGISTER")
}

// TestLibvirtSupport asks libvirt's test driver for each procedure, about the first
// of its objects, once with nothing else in the arguments and once with something
// everywhere: libvirt's library checks some arguments before it looks whether the
// driver has the function. What it says, unless that is that there is no such
// function, does not matter.
func TestLibvirtSupport(t *testing.T) {
	h := libvirtdTest(t)
	var list strings.Builder
	for p := range protocol.Procs(protocol.RemoteProgram) {
		if asked(p) && !isMissing(p, ask(t, h.Open, p, false)) && !isMissing(p, ask(t, h.Open, p, true)) {
			list.WriteString(p.Name + "\n")
		}
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(libvirtSupportFile, []byte(list.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(libvirtSupportFile)
	if err != nil {
		t.Fatal(err)
	}
	if list.String() != string(want) {
		t.Errorf("%s is not what libvirtd supports; run the test with -update. It supports\n%s", libvirtSupportFile, list.String())
	}
}

// isMissing reports whether an error says that the driver does not have a procedure.
func isMissing(p *protocol.Proc, err error) bool {
	return errors.Is(err, virt.ErrNoSupport) && strings.Contains(err.Error(), p.API)
}

// ask calls a procedure on a host of its own, with something in all arguments if
// that is wanted.
func ask(t *testing.T, open func(context.Context, driver.Options) (driver.Conn, error), p *protocol.Proc, everywhere bool) error {
	t.Helper()
	ctx := t.Context()
	c, err := open(ctx, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	r := &protocol.Request{Proc: p}
	if p.FDIn {
		f := aSocket(t) // what is none libvirt's library refuses by itself
		defer func() { _ = f.Close() }()
		r.Files = []*os.File{f}
	}
	if p.Reply != nil {
		r.Reply = p.Reply()
	}
	if p.Args != nil {
		r.Args = p.Args()
		if everywhere {
			fillPlain(reflect.ValueOf(r.Args).Elem())
		}
		fillObjects(ctx, t, c, r.Args)
	}
	if p.Stream == 0 {
		return c.Invoke(ctx, r)
	}
	stream, err := c.Stream(ctx, r)
	if err == nil {
		_ = stream.Abort(ctx)
	}
	return err
}

// fillPlain puts something into numbers, texts and lists.
func fillPlain(v reflect.Value) {
	if !v.CanSet() {
		return
	}
	if v.Type() == reflect.TypeFor[virt.TypedParam]() {
		v.Set(reflect.ValueOf(virt.TypedParam{Name: "x", Value: virt.IntValue(1)}))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "Flags" {
				fillPlain(v.Field(i))
			}
		}
	case reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.String:
		v.SetString("x")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillPlain(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillPlain(v.Index(0))
	}
}

// fillObjects puts the first objects of the default host into arguments, of those
// kinds that libvirt's client or server looks at before the driver.
func fillObjects(ctx context.Context, t *testing.T, c driver.Conn, args protocol.Message) {
	t.Helper()
	dom, err := protocol.DomainLookupByName.Call(ctx, c, &protocol.DomainLookupByNameArgs{Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	objects := []any{
		dom.Dom,
		protocol.DomainSnapshot{Name: "s", Dom: dom.Dom},
		protocol.DomainCheckpoint{Name: "c", Dom: dom.Dom},
		protocol.Network{Name: "default"},
		protocol.NetworkPort{Net: protocol.Network{Name: "default"}},
		protocol.StoragePool{Name: "default-pool"},
		protocol.StorageVol{Pool: "default-pool", Name: "v", Key: "k"},
		protocol.Interface{Name: "eth1", MAC: "aa:bb:cc:dd:ee:ff"},
		protocol.NodeDevice{Name: "computer"},
		protocol.NWFilter{Name: "f"},
		protocol.NWFilterBinding{PortDev: "p", FilterName: "f"},
	}
	v := reflect.ValueOf(args).Elem()
	for i := range v.NumField() {
		for _, o := range objects {
			if v.Field(i).Type() == reflect.TypeOf(o) {
				v.Field(i).Set(reflect.ValueOf(o))
			}
		}
	}
}
