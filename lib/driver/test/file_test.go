package test_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// describe writes a description, and returns its URI.
func describe(t testing.TB, xml string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "host.xml")
	if err := os.WriteFile(path, []byte(xml), 0o666); err != nil {
		t.Fatal(err)
	}
	return "test://" + filepath.ToSlash(path)
}

func openFile(t testing.TB, uri string, o driver.Options) (driver.Conn, error) {
	t.Helper()
	c, err := test.Open(t.Context(), uri, o)
	if err == nil {
		t.Cleanup(func() { _ = c.Close(context.Background()) })
	}
	return c, err
}

// TestFileHostIsTheSessionsOwn: what one session does to a host from a file,
// another with the same file does not see.
func TestFileHostIsTheSessionsOwn(t *testing.T) {
	uri := describe(t, `<node><domain type="test"><name>a</name><memory>1024</memory><os><type>hvm</type></os></domain></node>`)
	one, err := openFile(t, uri, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := openFile(t, uri, driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := lookup(t, one, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.DomainDestroy.Call(t.Context(), one, &protocol.DomainDestroyArgs{Dom: d}); err != nil {
		t.Fatal(err)
	}
	if d, err := lookup(t, one, "a"); err != nil || d.ID >= 0 {
		t.Errorf("the domain that was stopped has the id %d (%v)", d.ID, err)
	}
	if d, err := lookup(t, other, "a"); err != nil || d.ID != 1 {
		t.Errorf("on the other host it has the id %d (%v), want 1", d.ID, err)
	}
}

// TestFileHostAsks: who may use a host is asked by name, and for a password unless
// the name is one that has none.
func TestFileHostAsks(t *testing.T) {
	uri := describe(t, `<node><auth><user password="secret">fred</user><user>joe</user></auth></node>`)
	gone := errors.New("gone")
	for _, c := range []struct {
		name    string
		answers map[virt.ConnectCredentialType]string // nil for a client that cannot be asked
		prompts []string
		want    error
	}{
		{"the password", map[virt.ConnectCredentialType]string{virt.CredAuthname: "fred", virt.CredPassphrase: "secret"},
			[]string{"Enter username for localhost", "Enter fred's password for localhost"}, nil},
		{"another password", map[virt.ConnectCredentialType]string{virt.CredAuthname: "fred", virt.CredPassphrase: "x"},
			[]string{"Enter username for localhost", "Enter fred's password for localhost"}, virt.ErrAuthFailed},
		{"no password", map[virt.ConnectCredentialType]string{virt.CredAuthname: "joe"}, []string{"Enter username for localhost"}, nil},
		{"another name", map[virt.ConnectCredentialType]string{virt.CredAuthname: "eve", virt.CredPassphrase: "secret"},
			[]string{"Enter username for localhost", "Enter eve's password for localhost"}, virt.ErrAuthFailed},
		{"gives up", map[virt.ConnectCredentialType]string{}, []string{"Enter username for localhost"}, gone},
		{"nobody to ask", nil, nil, virt.ErrAuthFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			var prompts []string
			var o driver.Options
			if c.answers != nil {
				o.Auth = func(_ context.Context, asked []driver.Credential) ([]string, error) {
					prompts = append(prompts, asked[0].Prompt)
					answer, ok := c.answers[asked[0].Type]
					if !ok {
						return nil, gone
					}
					return []string{answer}, nil
				}
			}
			if _, err := openFile(t, uri, o); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if !slices.Equal(prompts, c.prompts) {
				t.Errorf("asked %q, want %q", prompts, c.prompts)
			}
		})
	}
}

// TestFileIsBounded: a file is read as far as a document may be long, and no
// further; CPU maps do not grow with what it claims.
func TestFileIsBounded(t *testing.T) {
	_, err := openFile(t, describe(t, "<node>"+strings.Repeat("<a/>", dom.MaxSize/4)+"</node>"), driver.Options{})
	if !errors.Is(err, virt.ErrXMLDetail) || len(err.Error()) > 1000 {
		t.Errorf("a large document: got %.200v, want code %d and a short text", err, virt.ErrXMLDetail)
	}
	c, err := openFile(t, describe(t, `<node><cpu><cores>4294967295</cores><threads>4294967295</threads></cpu>
<domain type="test"><name>a</name><memory>1024</memory><os><type>hvm</type></os></domain></node>`), driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := lookup(t, c, "a")
	if err != nil {
		t.Fatal(err)
	}
	r, err := protocol.DomainGetVcpus.Call(t.Context(), c, &protocol.DomainGetVcpusArgs{Dom: d, MaxInfo: 1, MapLen: 8})
	if err != nil || len(r.CPUMaps) != 8 || r.CPUMaps[7] != 0xFF {
		t.Errorf("the CPUs of a machine of many: %x (%v)", r.CPUMaps, err)
	}
}

// TestBadFiles: whatever a file has, it is a host or an error of libvirt's, with a
// code and a text.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "tests", "diff", "files", "node", "bad-*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files (%v)", err)
	}
	for _, f := range files {
		path, err := filepath.Abs(f)
		if err != nil {
			t.Fatal(err)
		}
		_, err = openFile(t, "test://"+filepath.ToSlash(path), driver.Options{})
		var e *virt.Error
		if !errors.As(err, &e) || e.Code == virt.ErrOK || e.Message == "" {
			t.Errorf("%s: got %v, want an error of the host", f, err)
		}
	}
}

// TestFileSnapshots: a snapshot in a file of its own is one of the domain, and one
// without its parent is refused.
func TestFileSnapshots(t *testing.T) {
	const domain = `<domain type="test" xmlns:test="http://libvirt.org/schemas/domain/test/1.0"><name>a</name>
<uuid>11110000-aaaa-5bbb-8ccc-000000000001</uuid><memory>1024</memory><os><type>hvm</type></os>%s</domain>`
	host := func(parent string) string {
		uri := describe(t, "<node>"+strings.Replace(domain, "%s", `<test:domainsnapshot file="one.xml"/>`, 1)+"</node>")
		one := filepath.Join(filepath.Dir(strings.TrimPrefix(uri, "test://")), "one.xml")
		xml := `<domainsnapshot><name>one</name><state>shutoff</state><creationTime>5</creationTime><active>1</active>` + parent +
			strings.Replace(domain, "%s", "", 1) + `</domainsnapshot>`
		if err := os.WriteFile(one, []byte(xml), 0o666); err != nil {
			t.Fatal(err)
		}
		return uri
	}
	c, err := openFile(t, host(""), driver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := lookup(t, c, "a")
	if err != nil {
		t.Fatal(err)
	}
	r, err := protocol.DomainSnapshotCurrent.Call(t.Context(), c, &protocol.DomainSnapshotCurrentArgs{Dom: d})
	if err != nil || r.Snap.Name != "one" {
		t.Errorf("the current snapshot is %q (%v)", r.Snap.Name, err)
	}
	_, err = openFile(t, host("<parent><name>nobody</name></parent>"), driver.Options{})
	if !errors.Is(err, virt.ErrInternalError) || !strings.Contains(err.Error(), "inconsistent relations") {
		t.Errorf("a snapshot without its parent: %v", err)
	}
}
