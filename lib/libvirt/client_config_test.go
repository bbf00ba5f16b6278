package libvirt

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClientConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "libvirt.conf")
	none, err := LoadClientConfig(file)
	if err != nil || none.Found || none.Default != "" || none.Aliases != nil || none.File != file {
		t.Errorf("a missing file says %+v, %v", none, err)
	}
	if err := os.WriteFile(file, []byte("uri_aliases = [ 'a=test:///default', 'b=xen' ]\nuri_default = 'a'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := LoadClientConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []URIAlias{{"a", "test:///default"}, {"b", "xen"}}
	if d := cmp.Diff(want, c.Aliases); d != "" || !c.Found || c.Default != "a" {
		t.Errorf("%+v\n%s", c, d)
	}
	for name, want := range map[string]string{"": "test:///default", "b": "xen:///system", "qemu:///session": "qemu:///session"} {
		if got, err := c.Resolve(name, func(string) string { return "" }); got != want || err != nil {
			t.Errorf("%q stands for %q, %v, want %q", name, got, err, want)
		}
	}
	for _, text := range []string{"uri_aliases = ['a']", "uri_aliases = ['a!=x']", "uri_default = 1", "uri_default = ["} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := LoadClientConfig(file); err == nil {
			t.Errorf("%s: %+v, want an error", text, c)
		}
	}
}
