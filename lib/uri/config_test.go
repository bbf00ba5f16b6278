package uri_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/lib/virt"
)

const file = "/etc/libvirt/libvirt.conf"

// confCase is a configuration file and what it makes of a URI.
type confCase struct {
	conf  string
	name  string // the URI that is asked for
	env   string // LIBVIRT_DEFAULT_URI
	want  string // the URI to open; unset means that the local daemon is asked
	fails string // the error's text
}

const byDefault = `uri_default="test:///default"`

func confCases() []confCase {
	syntax := func(line, text string) string {
		return "configuration file syntax error: " + file + ":" + line + ": " + text
	}
	def := func(before string) confCase { return confCase{conf: before + byDefault, want: "test:///default"} }
	bad := func(conf, line, text string) confCase { return confCase{conf: conf, fails: syntax(line, text)} }
	return []confCase{
		{},
		{conf: "#c" + byDefault},
		def(""), def("# c\n"), def("\r\n"), def(" \t"), def("foo=1;"), def("foo=1 ; "), def("foo=1#c\n"), def("foo=\"x\"#c\n"),
		def("foo =\t3\n"), def("foo=+3\n"), def("foo=-3\r\n"), def("foo=99999999999999999999\n"), def("FOO_1=1\n"),
		def("foo=[\n1\n,\n2\n]\n"), def("foo=[[1],[2]]\n"), def("foo=[1,]\n"), def("foo=[]\n"),
		def(`foo="a\"` + "\n"), def("foo='a\"b'\n"), def("foo=\"\"\"a\nb\"\"\"\n"), def("foo=\"\"\n"), def("foo=''\n"), def("foo=\"\xff\"\n"),
		{conf: byDefault + ";", want: "test:///default"},
		{conf: byDefault + "\r", want: "test:///default"},
		{conf: `uri_default = """test:///default"""`, want: "test:///default"},
		{conf: `uri_default = 'test:///default' # x`, want: "test:///default"},
		{conf: byDefault + "\nuri_default='qemu:///second'", want: "test:///default"},

		bad("\n\nfoo", "3", "expecting an assignment"), bad("a-b=1\n", "1", "expecting an assignment"), bad("a.b=1\n", "1", "expecting an assignment"),
		bad("foo\n=3\n", "1", "expecting an assignment"),
		bad("foo=", "1", "expecting a value"), bad("foo=\n3\n", "1", "expecting a value"), bad("foo==1\n", "1", "expecting a value"), bad("foo=bar\n", "1", "expecting a value"),
		bad("foo=[,]\n", "1", "expecting a value"), bad("foo=[1,,2]\n", "1", "expecting a value"), bad("foo=[1,\n# c\n2]\n", "2", "expecting a value"),
		bad("foo=[1 2]\n", "1", "expecting a separator in list"), bad("foo=[1 # c\n]\n", "1", "expecting a separator in list"),
		bad("foo=[1\n", "2", "list is not closed with ]"),
		bad("foo=0x10\n", "1", "expecting a separator"), bad("foo=1,2\n", "1", "expecting a separator"), bad("foo=\"a\"b\n", "1", "expecting a separator"),
		bad("=1\n", "1", "expecting a name"), bad("1foo=3\n", "1", "expecting a name"), bad("_foo=1\n", "1", "expecting a name"),
		bad(";\n", "1", "expecting a name"), bad("foo=1;;", "1", "expecting a name"), bad("\xef\xbb\xbf\n", "1", "expecting a name"), bad("\x0b\n", "1", "expecting a name"),
		bad("foo=-\n", "1", "unterminated number"),
		bad("foo=\"a\nb\"\n", "1", "unterminated string"), bad("foo='a", "1", "unterminated string"), bad("foo=\"\"\"a\nb\n", "2", "unterminated string"),
		{conf: "foo", name: "test:///default", fails: syntax("1", "expecting an assignment")},

		{conf: "uri_default=5", fails: "internal error: " + file + ": expected a string for 'uri_default' parameter"},
		{conf: "uri_default=['a']", fails: "internal error: " + file + ": expected a string for 'uri_default' parameter"},
		{conf: "uri_aliases='hail=x'", name: "test:///default", fails: "internal error: " + file + ": expected a string list for 'uri_aliases' parameter"},
		{conf: "uri_aliases=[1]", name: "hail", fails: "configuration file syntax error: " + file + ": expected a string list for 'uri_aliases' parameter"},

		{conf: byDefault, env: "test:///env", want: "test:///env"},
		{conf: byDefault, env: "test:///env", name: "test:///name", want: "test:///name"},
		{conf: "uri_aliases=['hail=test:///default', 'b=qemu:///x',]", name: "hail", want: "test:///default"},
		{conf: "uri_aliases=['hail=test:///default', 'b=qemu:///x',]", name: "b", want: "qemu:///x"},
		{conf: "uri_aliases=['hail=test:///default', 'hail=qemu:///x']", name: "hail", want: "test:///default"},
		{conf: "uri_aliases=['hail=b', 'b=test:///default']", name: "hail", want: "b"},
		{conf: "uri_aliases=['hail=a=b']", name: "hail", want: "a=b"},
		{conf: "uri_aliases=['HAIL=test:///default']", name: "hail", want: "hail"},
		{conf: "uri_aliases=['hail=test:///default']", env: "hail", want: "test:///default"},
		{conf: "uri_aliases=['hail=test:///default']\nuri_default='hail'", want: "test:///default"},
		{conf: "uri_aliases=['hail=test:///default', 'bad']", name: "hail", want: "test:///default"},
		{conf: "uri_aliases=['bad', 'hail=test:///default']", name: "hail", fails: "configuration file syntax error: Malformed 'uri_aliases' config entry 'bad', expected 'alias=uri://host/path'"},
		{conf: "uri_aliases=['bad']", name: "test:///default", fails: "configuration file syntax error: Malformed 'uri_aliases' config entry 'bad', expected 'alias=uri://host/path'"},
		{conf: "uri_aliases=['ha l=x']", name: "hail", fails: "configuration file syntax error: Malformed 'uri_aliases' config entry 'ha l=x', aliases may only contain 'a-Z, 0-9, _, -'"},

		{name: "xen", want: "xen:///system"},
		{name: "Xen", want: "xen:///system"},
		{name: "xen://", want: "xen:///system"},
		{name: "xen:///", want: "xen:///"},
		{conf: "uri_aliases=['xen=test:///default']", name: "xen", want: "xen:///system"},
		{conf: "uri_aliases=['xen=test:///default']\nuri_default='xen'", want: "test:///default"},
	}
}

func TestResolve(t *testing.T) {
	for _, c := range confCases() {
		conf, err := uri.ParseConfig(file, []byte(c.conf))
		var got string
		if err == nil {
			got, err = conf.Resolve(c.name, func(key string) string {
				if key != uri.EnvDefault {
					t.Errorf("asked for the environment variable %s", key)
				}
				return c.env
			})
		}
		var text string
		if err != nil {
			text = err.Error()
		}
		if got != c.want || text != c.fails {
			t.Errorf("%q, name %q, environment %q: %q, %q; want %q, %q", c.conf, c.name, c.env, got, text, c.want, c.fails)
		}
	}
}

func TestResolveEmptyDefault(t *testing.T) {
	conf, err := uri.ParseConfig(file, []byte("uri_default=''"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conf.Resolve("", func(string) string { return "" }); !errors.Is(err, virt.ErrNoConnect) {
		t.Errorf("an empty uri_default: %v", err)
	}
}

func TestConfigValues(t *testing.T) {
	conf, err := uri.ParseConfig(file, []byte("remote_mode = \"direct\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := conf.String(uri.KeyMode); v != "direct" || err != nil {
		t.Errorf("remote_mode: %q, %v", v, err)
	}
	if v, err := conf.String(uri.KeyProxy); v != "" || err != nil {
		t.Errorf("remote_proxy: %q, %v", v, err)
	}
}

func TestConfigDepth(t *testing.T) {
	conf := "foo=" + strings.Repeat("[", 1_000_000)
	if _, err := uri.ParseConfig(file, []byte(conf)); !errors.Is(err, virt.ErrConfSyntax) {
		t.Errorf("a million open brackets: %v", err)
	}
}

func TestLoadConfig(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "libvirt.conf")
	if c, err := uri.LoadConfig(name); err != nil {
		t.Errorf("no file: %v", err)
	} else if got, err := c.Resolve("", func(string) string { return "" }); got != "" || err != nil {
		t.Errorf("no file: %q, %v", got, err)
	}

	if err := os.WriteFile(name, []byte(byDefault), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := uri.LoadConfig(name)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Resolve("", func(string) string { return "" }); got != "test:///default" || err != nil {
		t.Errorf("%q, %v", got, err)
	}

	if err := os.WriteFile(name, bytes.Repeat([]byte("#\n"), 6<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := uri.LoadConfig(name); !errors.Is(err, virt.ErrSystemError) || !strings.Contains(err.Error(), name) {
		t.Errorf("12 MiB: %v", err)
	}
	if _, err := uri.LoadConfig(dir); !errors.Is(err, virt.ErrSystemError) || !strings.Contains(err.Error(), dir) {
		t.Errorf("a directory: %v", err)
	}
}

func TestConfigPath(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/xdg")
	want := "/xdg/libvirt/libvirt.conf"
	if os.Geteuid() == 0 {
		want = file
	}
	if got, err := uri.ConfigPath(); filepath.ToSlash(got) != want || err != nil {
		t.Errorf("ConfigPath() = %q, %v; want %q", got, err, want)
	}
}

func FuzzConfig(f *testing.F) {
	for _, c := range confCases() {
		f.Add([]byte(c.conf), c.name)
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		conf, err := uri.ParseConfig(file, data)
		if err != nil {
			if !errors.Is(err, virt.ErrConfSyntax) || !strings.Contains(err.Error(), file) {
				t.Fatalf("%q: the error does not name the file: %v", data, err)
			}
			return
		}
		// A statement in front wins over all that follow.
		first, err := uri.ParseConfig(file, append([]byte("uri_aliases=[];uri_default='test:///x';"), data...))
		if err != nil {
			t.Fatalf("%q is accepted, but not behind other statements: %v", data, err)
		}
		if got, err := first.Resolve("", func(string) string { return "" }); got != "test:///x" || err != nil {
			t.Fatalf("%q: default %q, %v", data, got, err)
		}
		if _, err := conf.Resolve(name, func(string) string { return "" }); err != nil {
			var e *virt.Error
			if !errors.As(err, &e) {
				t.Fatalf("%q, name %q: %T", data, name, err)
			}
		}
	})
}
