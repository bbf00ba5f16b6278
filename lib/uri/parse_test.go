package uri_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/lib/virt"
)

// parsed is what becomes of a URI: its parts, and its canonical form when that
// is another text.
type parsed struct {
	in    string
	want  uri.URI
	canon string
}

func goodURIs() []parsed {
	unix := func(path string, q ...uri.Param) uri.URI {
		return uri.URI{Scheme: "qemu", Transport: "unix", Path: path, Query: q}
	}
	tcp := func(user, host string, port int, path string) uri.URI {
		return uri.URI{Scheme: "qemu", Transport: "tcp", User: user, Host: host, Port: port, Path: path}
	}
	local := func(path string) uri.URI { return uri.URI{Scheme: "qemu", Path: path} }
	p := func(name, value string) uri.Param { return uri.Param{Name: name, Value: value} }
	return []parsed{
		{"test:///default", uri.URI{Scheme: "test", Path: "/default"}, ""},
		{"test:/default", uri.URI{Scheme: "test", Path: "/default"}, "test:///default"},
		{"test:default", uri.URI{Scheme: "test", Path: "default"}, ""},
		{"test:", uri.URI{Scheme: "test"}, "test://"},
		{"test://", uri.URI{Scheme: "test"}, ""},
		{"test:////abs/node.xml", uri.URI{Scheme: "test", Path: "//abs/node.xml"}, ""},
		{"Qemu:///system", uri.URI{Scheme: "Qemu", Path: "/system"}, ""},
		{"QEMU+TCP://h/", uri.URI{Scheme: "QEMU", Transport: "tcp", Host: "h", Path: "/"}, "QEMU+tcp://h/"},
		{"qemu+unix+tcp:///", uri.URI{Scheme: "qemu", Transport: "unix+tcp", Path: "/"}, ""},
		{"qemu-x.y+unix:///", uri.URI{Scheme: "qemu-x.y", Transport: "unix", Path: "/"}, ""},
		{"qemu:///sys%20tem", local("/sys tem"), ""},
		{"qemu:///a%2fb", local("/a/b"), "qemu:///a/b"},
		{"qemu:///a%3fb%23c%25d", local("/a?b#c%d"), "qemu:///a%3Fb%23c%25d"},
		{"qemu:///a/%2e%2e/b//x/../y", local("/a/../b//x/../y"), "qemu:///a/../b//x/../y"},
		{"qemu:///a:b@c!d$e&f'g(h)i*j+k,l;m=n~o", local("/a:b@c!d$e&f'g(h)i*j+k,l;m=n~o"), "qemu:///a%3Ab@c!d$e&f'g(h)i*j+k,l;m=n~o"},
		{"qemu:///%C3%A9", local("/é"), ""},

		{"qemu+tcp://[::1]:1/system", tcp("", "::1", 1, "/system"), ""},
		{"qemu+tcp://u@[::1]/system", tcp("u", "::1", 0, "/system"), ""},
		{"qemu+tcp://[fe80::1%25lo]:1/", tcp("", "fe80::1%lo", 1, "/"), ""},
		{"qemu+tcp://[fe80::1%lo]:1/", tcp("", "fe80::1%lo", 1, "/"), "qemu+tcp://[fe80::1%25lo]:1/"},
		{"qemu+tcp://[abc]/", tcp("", "[abc]", 0, "/"), "qemu+tcp://%5Babc%5D/"},
		{"qemu+tcp://[]/", tcp("", "[]", 0, "/"), "qemu+tcp://%5B%5D/"},
		{"qemu+tcp://127.0.0.1:01/system", tcp("", "127.0.0.1", 1, "/system"), "qemu+tcp://127.0.0.1:1/system"},
		{"qemu+tcp://127.0.0.1:0/system", tcp("", "127.0.0.1", 0, "/system"), "qemu+tcp://127.0.0.1/system"},
		{"qemu+tcp://127.0.0.1:2147483647/", tcp("", "127.0.0.1", 2147483647, "/"), ""},
		{"qemu+tcp://127.0.0.1:1", tcp("", "127.0.0.1", 1, ""), ""},
		{"qemu+tcp://:1/system", tcp("", "", 0, "/system"), "qemu+tcp:///system"},
		{"qemu+tcp://user:pw@127.0.0.1:1/", tcp("user:pw", "127.0.0.1", 1, "/"), ""},
		{"qemu+tcp://u%40x@127.0.0.1:1/", tcp("u@x", "127.0.0.1", 1, "/"), ""},
		{"qemu+tcp://u@/system", tcp("u", "", 0, "/system"), ""},
		{"qemu+tcp://ho%20st:1/", tcp("", "ho st", 1, "/"), ""},
		{"qemu+tcp://ho_st:1/", tcp("", "ho_st", 1, "/"), ""},

		{"qemu+unix:///system?", unix("/system"), "qemu+unix:///system"},
		{"qemu+unix:///s?socket=/tmp/x%20y", unix("/s", p("socket", "/tmp/x y")), ""},
		{"qemu+unix:///s?a=1;b=2;c=3", unix("/s", p("a", "1"), p("b", "2"), p("c", "3")), ""},
		{"qemu+unix:///s?a=1&b=2;c=3&d=4", unix("/s", p("a", "1"), p("b", "2;c=3"), p("d", "4")), ""},
		{"qemu+unix:///s?a&b=&=c&d==e&&f=%26", unix("/s", p("a", ""), p("b", ""), p("d", "=e"), p("f", "&")), ""},
		{"qemu+unix:///s?a=1&a=2", unix("/s", p("a", "1"), p("a", "2")), ""},
		{"qemu+unix:///s?a=b+c", unix("/s", p("a", "b+c")), ""},
		{"qemu+unix:///s?a=b/c?d:e@f", unix("/s", p("a", "b/c?d:e@f")), ""},
		{"qemu+unix:///s?%61=1", unix("/s", p("a", "1")), ""},
		{"qemu:?a=1", uri.URI{Scheme: "qemu", Query: []uri.Param{p("a", "1")}}, "qemu://?a=1"},

		{"qemu:///s#frag", uri.URI{Scheme: "qemu", Path: "/s", Fragment: "frag"}, ""},
		{"qemu:///s#", local("/s"), "qemu:///s"},
		{"qemu:///s?#a%20b/?c[d]", uri.URI{Scheme: "qemu", Path: "/s", Fragment: "a b/?c[d]"}, "qemu:///s#a%20b/?c[d]"},
		{"qemu:///s#a%2520b", uri.URI{Scheme: "qemu", Path: "/s", Fragment: "a%20b"}, ""},
	}
}

func TestParse(t *testing.T) {
	for _, c := range goodURIs() {
		u, err := uri.Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if !reflect.DeepEqual(parts(u), c.want) {
			t.Errorf("Parse(%q) = %+v, want %+v", c.in, *u, c.want)
		}
		canon := c.canon
		if canon == "" {
			canon = c.in
		}
		if got := u.String(); got != canon {
			t.Errorf("Parse(%q).String() = %q, want %q", c.in, got, canon)
		}
		if again, err := uri.Parse(u.String()); err != nil || !reflect.DeepEqual(again, u) {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", u.String(), again, err, u)
		}
	}
}

// parts returns a copy of u with what is visible of it.
func parts(u *uri.URI) uri.URI {
	return uri.URI{Scheme: u.Scheme, Transport: u.Transport, User: u.User, Host: u.Host, Port: u.Port,
		Path: u.Path, Query: u.Query, Fragment: u.Fragment}
}

// TestStringOfChanged has queries that were changed after they were read.
func TestStringOfChanged(t *testing.T) {
	const in = "qemu+unix:///s?socket=/a&name=b;c&x"
	u, err := uri.Parse(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query []uri.Param
		want  string
	}{
		{u.Query, in},
		{u.Query[1:], "qemu+unix:///s?name=b%3Bc&x="},
		{[]uri.Param{{Name: "a&b", Value: "é/"}}, "qemu+unix:///s?a%26b=%C3%A9%2F"},
		{nil, "qemu+unix:///s"},
	} {
		u.Query = c.query
		if got := u.String(); got != c.want {
			t.Errorf("with %v: %q, want %q", c.query, got, c.want)
		}
	}
}

// unparsableURIs are those that libvirt answers with "Unable to parse URI".
func unparsableURIs() []string {
	return []string{
		"://foo", "+unix:///system", "1qemu:///system", "qe mu:///system", "a_b:c", "1a:b", " ", "%", "[",
		"qemu:///sys tem", "qemu:///a%zz", "qemu:///a%", "qemu:///a%0", "qemu:///é", "qemu:///[x]", "qemu:///a|b",
		`qemu:///a"b`, `qemu:///a\b`, "qemu:///a^b", "qemu:///a<b", "test:///default ", " test:///default",
		"qemu:///s?a=b c", "qemu:///s?a=[1]", "qemu:///s?a={1}", "qemu:///s?a=é", "qemu:///s?a=%", "qemu:///s#a#b",
		"qemu+tcp://[::1/system", "qemu+tcp://::1/system", "qemu+tcp://[::1]x:1/", "qemu+tcp://x[::1]:1/",
		"qemu+tcp://%5b::1%5d:1/", "qemu+tcp://h:/system", "qemu+tcp://h:abc/", "qemu+tcp://h:-1/",
		"qemu+tcp://h:2147483648/", "qemu+tcp://h:999999999999/", "qemu+tcp://a@b@h/", "//host:x",
	}
}

// schemelessURIs are those that name no driver.
func schemelessURIs() []string {
	return []string{"test", "/foo", "foo/bar", "a/b:c", "./a:b", "?foo", "#foo", "a?b:c", "a#b:c", "//host/x", "//host:1/x"}
}

func TestParseErrors(t *testing.T) {
	for _, s := range unparsableURIs() {
		checkError(t, s, virt.ErrInternalError, "internal error: Unable to parse URI "+s)
	}
	for _, s := range append(schemelessURIs(), "") {
		checkError(t, s, virt.ErrNoConnect, "no connection driver available for URI '"+s+"' does not include a driver name")
	}
	checkError(t, "qemu+:///system", virt.ErrInvalidArg, "invalid argument: URI 'qemu+:///system': "+
		"transport in URL not recognised (should be tls|unix|ssh|ext|tcp|libssh2|libssh)")
	for _, s := range []string{"qemu:///a%00b", "qemu:///s?a=%00", "qemu:///s#%00", "qemu+tcp://a%00b/", "qemu+tcp://[::%00]/"} {
		checkError(t, s, virt.ErrInternalError, "internal error: Unable to parse URI "+s)
	}
}

func checkError(t *testing.T, in string, code virt.ErrorNumber, text string) {
	t.Helper()
	u, err := uri.Parse(in)
	if err == nil {
		t.Errorf("Parse(%q) = %+v, want an error", in, u)
	} else if !errors.Is(err, code) || err.Error() != text {
		t.Errorf("Parse(%q): %v; want %s", in, err, text)
	}
}

func TestParam(t *testing.T) {
	u, err := uri.Parse("qemu:///s?socket=/a&Socket=/b&mode")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, value string
		ok          bool
	}{{"socket", "/b", true}, {"SOCKET", "/b", true}, {"mode", "", true}, {"name", "", false}} {
		if v, ok := u.Param(c.name); v != c.value || ok != c.ok {
			t.Errorf("Param(%q) = %q, %v; want %q, %v", c.name, v, ok, c.value, c.ok)
		}
	}
}

func FuzzParseURI(f *testing.F) {
	for _, c := range goodURIs() {
		f.Add(c.in)
	}
	for _, s := range append(unparsableURIs(), schemelessURIs()...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := uri.Parse(s)
		if err != nil {
			return
		}
		text := u.String()
		again, err := uri.Parse(text)
		if err != nil {
			t.Fatalf("Parse(%q) gives %q, which fails: %v", s, text, err)
		}
		if !reflect.DeepEqual(u, again) || again.String() != text {
			t.Fatalf("Parse(%q) = %+v gives %q, which is %+v", s, u, text, again)
		}
	})
}
