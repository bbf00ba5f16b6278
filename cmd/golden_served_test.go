package cmd_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestGoldenServed is TestGolden on hosts that the built-in one cannot be: with
// volumes in its pool, and refusing, accepting without doing anything, or
// answering with something made up, the procedures that a second line of the comment names. virsh and virgo both reach
// them over a socket.
func TestGoldenServed(t *testing.T) {
	eachGolden(t, "testdata/served", func(t *testing.T, file string, golden *txtar.Archive) {
		line, second, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		var answers scripted
		switch verb, procs, _ := strings.Cut(second, " "); verb {
		case "":
		case "refuses":
			answers.refused = strings.Fields(procs)
		case "accepts":
			answers.accepted = strings.Fields(procs)
		case "answers":
			answers.answered = strings.Fields(procs)
		default:
			t.Fatalf("comment: %q, want a second line \"refuses PROCEDURE...\", \"accepts PROCEDURE...\", \"answers PROCEDURE...\" or none", second)
		}
		checkGolden(t, file, golden, serveVolumes(t, answers), line)
	})
}

// serveVolumes starts a host with two volumes that gives the answers to some
// procedures, and returns its URI.
func serveVolumes(t *testing.T, answers scripted) (uri string) {
	t.Helper()
	var d test.Driver
	base, err := d.Open(t.Context(), builtinHost, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	conn := libvirt.New(base) // stays open, so that the host does
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	pool, err := conn.LookupStoragePoolByName(t.Context(), "default-pool")
	if err != nil {
		t.Fatal(err)
	}
	for _, xml := range []string{
		`<volume><name>small</name><capacity>1000000</capacity><allocation>5000</allocation></volume>`,
		`<volume><name>Großes 日本</name><capacity unit='GiB'>30</capacity><allocation>0</allocation></volume>`,
	} {
		if _, err := pool.CreateVolXML(t.Context(), xml, 0); err != nil {
			t.Fatal(err)
		}
	}

	return serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := d.Open(ctx, uri, o)
		answers := answers
		answers.Conn = c
		return answers, err
	}).uri
}

// madeUp fills in what a reply tells: of objects the names and UUIDs that were
// asked for, where they were, and one element in each list.
func madeUp(v, args reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("made-up")
	case reflect.Uint8, reflect.Uint32, reflect.Uint64, reflect.Int32, reflect.Int64:
		v.Set(reflect.ValueOf(1).Convert(v.Type()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		madeUp(v.Index(0), args)
	case reflect.Array:
		for i := range v.Len() {
			madeUp(v.Index(i), args)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			name := v.Type().Field(i).Name
			if asked := fieldOf(args, name); asked.IsValid() && asked.Type() == f.Type() {
				f.Set(asked)
			} else if name == "XML" {
				f.SetString("<made-up/>")
			} else {
				madeUp(f, args)
			}
		}
	}
}

// fieldOf returns the field of the struct that args points to; invalid if there is
// none.
func fieldOf(args reflect.Value, name string) reflect.Value {
	if args.Kind() != reflect.Pointer || args.Elem().Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return args.Elem().FieldByName(name)
}

// scripted is a session that refuses, accepts or answers the named procedures.
type scripted struct {
	driver.Conn
	refused, accepted, answered []string
}

func (c scripted) Invoke(ctx context.Context, r *protocol.Request) error {
	switch {
	case slices.Contains(c.refused, r.Proc.Name):
		return virt.Errorf(virt.FromTest, virt.ErrOperationFailed, "%s is refused", r.Proc.Name)
	case slices.Contains(c.accepted, r.Proc.Name):
		return nil
	case slices.Contains(c.answered, r.Proc.Name):
		if r.Reply != nil {
			madeUp(reflect.ValueOf(r.Reply).Elem(), reflect.ValueOf(r.Args))
		}
		return nil
	case r.Proc.Name == protocol.ConnectGetHostname.Name: // which is else the machine's that the test runs on
		r.Reply.(*protocol.ConnectGetHostnameReply).Hostname = "host.example.org"
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}
