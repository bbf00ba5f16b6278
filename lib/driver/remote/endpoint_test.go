package remote

import (
	"slices"
	"strings"
	"testing"
)

// testSystem is a machine with the given environment and files.
func testSystem(uid int, env map[string]string, files ...string) system {
	return system{
		uid:    uid,
		getenv: func(name string) string { return env[name] },
		exists: func(path string) bool { return slices.Contains(files, path) },
		config: func(string) (string, error) { return "", nil },
	}
}

// What the real client sends for a URI, as seen by a server.
func TestNames(t *testing.T) {
	tests := []struct{ uri, name string }{
		{"", ""},
		{"qemu:///system?socket=/s", "qemu:///system"},
		{"qemu+unix:///system?socket=/s", "qemu:///system"},
		{"test+unix:///default?socket=/s", "test:///default"},
		{"test+unix:////abs/node.xml?socket=/s", "test:////abs/node.xml"},
		{"qemu+unix:///session?socket=/s&foo=bar", "qemu:///session?foo=bar"},
		{"qemu+unix:///system?foo=b%20r&socket=/s&x=y", "qemu:///system?foo=b%20r&x=y"},
		{"qemu+unix:///system?socket=/s&name=xyz:///foo", "xyz:///foo"},
		{"qemu+unix:///system?socket=/s&name=", ""},
		{"remote+unix:///?socket=/s", ""},
		{"remote+unix:///system?socket=/s", ""},
		{"remote+unix:////?socket=/s&foo=bar", ""},
		{"remote:///?socket=/s", ""},
		{"remote+tcp://127.0.0.1:17999", ""},
		{"qemu+unix:///?socket=/s", "qemu:///"},
		{"qemu+unix:///sys%20tem?socket=/s", "qemu:///sys%20tem"},
		{"qemu+unix:///system?socket=/s#frag", "qemu:///system#frag"},
		{"QEMU+UNIX:///system?socket=/s", "QEMU:///system"},
		{"qemu+unix:///system?socket=/s&no_verify=1&pkipath=/x&command=foo&netcat=x&keyfile=d&sshauth=a&no_sanity=0&no_tty=1" +
			"&known_hosts=a&known_hosts_verify=b&tls_priority=c&proxy=auto&authfile=/dev/null&argv=x", "qemu:///system?argv=x"},
		{"lxc+unix:///?socket=/s", "lxc:///"},
		{"qemu+unix:///system?socket=/s&foo", "qemu:///system?foo="},
		{"qemu+unix:///system?SOCKET=/s&Foo=1", "qemu:///system?Foo=1"},
		{"qemu+unix:///system?socket=/s&foo=1&foo=2", "qemu:///system?foo=1&foo=2"},
		{"qemu+unix:///system?socket=/s&a=b%26c%3Dd/e:f", "qemu:///system?a=b%26c%3Dd%2Fe%3Af"},
		{"vbox+unix://?socket=/s", "vbox://"},
		{"qemu+unix:/system?socket=/s", "qemu:///system"},
		{"qemu+unix://:123/system?socket=/s", "qemu:///system"},
		{"qemu+unix://user@/system?socket=/s", "qemu:///system"},
		{"qemu+tcp://127.0.0.1:17999/system", "qemu:///system"},
		{"qemu+tcp://127.0.0.1:17999/system?foo=bar&no_verify=1", "qemu:///system?foo=bar"},
		{"qemu+tcp://user@localhost:17999/system", "qemu:///system"},
		{"qemu+tcp://127.0.0.1:17999", "qemu://"},
		{"test+tcp://127.0.0.1:17999/default", "test:///default"},
	}
	for _, test := range tests {
		e, err := locate(testSystem(0, nil), test.uri, false)
		if err != nil {
			t.Errorf("%s: %v", test.uri, err)
			continue
		}
		if e.name != test.name {
			t.Errorf("%s opens %q, want %q", test.uri, e.name, test.name)
		}
	}
}

func TestWhereToConnect(t *testing.T) {
	const (
		legacy  = "/var/run/libvirt/libvirt-sock"
		direct  = "/var/run/libvirt/virtqemud-sock"
		session = "/run/user/1000/libvirt/"
	)
	env := map[string]string{"XDG_RUNTIME_DIR": "/run/user/1000", "PATH": "/bin:/usr/bin"}
	tests := []struct {
		name     string
		uid      int
		env      map[string]string
		files    []string
		uri      string
		readOnly bool
		want     endpoint
	}{
		{name: "no URI, root", want: endpoint{socket: legacy}},
		{name: "no URI, root, modular daemons", files: []string{direct}, want: endpoint{socket: legacy}},
		{name: "no URI, user", uid: 1000, env: env, files: []string{"/usr/sbin/libvirtd"},
			want: endpoint{socket: session + "libvirt-sock", spawn: "/usr/sbin/libvirtd"}},
		{name: "system", uri: "qemu:///system", want: endpoint{socket: legacy}},
		{name: "system, user", uid: 1000, env: env, uri: "qemu:///system", want: endpoint{socket: legacy}},
		{name: "system, read-only", uri: "qemu:///system", readOnly: true, want: endpoint{socket: legacy + "-ro"}},
		{name: "system, modular", uri: "qemu:///system", files: []string{direct}, want: endpoint{socket: direct}},
		{name: "system, modular and legacy", uri: "qemu:///system", files: []string{direct, legacy}, want: endpoint{socket: direct}},
		{name: "system, modular, read-only", uri: "qemu:///system", readOnly: true, files: []string{direct + "-ro"}, want: endpoint{socket: direct + "-ro"}},
		{name: "legacy asked for", uri: "qemu:///system?mode=legacy", files: []string{direct}, want: endpoint{socket: legacy}},
		{name: "direct asked for", uri: "qemu:///system?mode=direct", want: endpoint{socket: direct}},
		{name: "auto asked for", uri: "qemu:///system?mode=auto", want: endpoint{socket: legacy}},
		{name: "another modular daemon", uri: "lxc:///", files: []string{direct}, want: endpoint{socket: legacy}},
		{name: "the remote scheme", uri: "remote:///", files: []string{direct}, want: endpoint{socket: legacy}},
		{name: "the remote scheme, direct", uri: "remote:///?mode=direct", want: endpoint{socket: "/var/run/libvirt/virtremoted-sock"}},
		{name: "socket given", uri: "qemu:///system?socket=/s", readOnly: true, want: endpoint{socket: "/s"}},
		{name: "socket given, session", uid: 1000, env: env, uri: "qemu:///session?socket=/s", files: []string{"/usr/sbin/libvirtd"}, want: endpoint{socket: "/s"}},
		{name: "session, root", uri: "qemu:///session", want: endpoint{socket: legacy}},
		{name: "session", uid: 1000, env: env, uri: "qemu:///session", files: []string{"/usr/bin/libvirtd"},
			want: endpoint{socket: session + "libvirt-sock", spawn: "/usr/bin/libvirtd"}},
		{name: "session, read-only", uid: 1000, env: env, uri: "qemu:///session", readOnly: true, want: endpoint{socket: session + "libvirt-sock"}},
		{name: "session, modular", uid: 1000, env: env, uri: "qemu:///session",
			files: []string{session + "virtqemud-sock", "/usr/sbin/virtqemud", "/usr/sbin/libvirtd"},
			want:  endpoint{socket: session + "virtqemud-sock", spawn: "/usr/sbin/virtqemud"}},
		{name: "session of the test driver", uid: 1000, env: env, uri: "test+unix:///default", want: endpoint{socket: session + "libvirt-sock"}},
		{name: "session, no runtime directory", uid: 1000, env: map[string]string{"XDG_CACHE_HOME": "/c"}, uri: "qemu:///session", want: endpoint{socket: "/c/libvirt/libvirt-sock"}},
		{name: "session, home only", uid: 1000, env: map[string]string{"HOME": "/home/u"}, uri: "qemu:///session", want: endpoint{socket: "/home/u/.cache/libvirt/libvirt-sock"}},
		{name: "no daemon to be started", uid: 1000, env: map[string]string{"XDG_RUNTIME_DIR": "/r", "LIBVIRT_AUTOSTART": "0"}, uri: "qemu:///session",
			files: []string{"/usr/sbin/libvirtd"}, want: endpoint{socket: "/r/libvirt/libvirt-sock"}},
		{name: "daemon named", uid: 1000, env: map[string]string{"XDG_RUNTIME_DIR": "/r", "VIRTD_PATH": "/d", "LIBVIRTD_PATH": "/e"}, uri: "qemu:///session",
			want: endpoint{socket: "/r/libvirt/libvirt-sock", spawn: "/d"}},
		{name: "daemon named, old variable", uid: 1000, env: map[string]string{"XDG_RUNTIME_DIR": "/r", "LIBVIRTD_PATH": "/e"}, uri: "qemu:///session",
			want: endpoint{socket: "/r/libvirt/libvirt-sock", spawn: "/e"}},
		{name: "tcp", uri: "qemu+tcp://h/system", want: endpoint{host: "h", port: 16509}},
		{name: "tcp, port", uri: "qemu+tcp://h:17/system", want: endpoint{host: "h", port: 17}},
		{name: "tcp, IPv6", uri: "qemu+tcp://[fe80::1%25eth0]/system", want: endpoint{host: "fe80::1%eth0", port: 16509}},
		{name: "tcp, no host", uri: "qemu+tcp:///system", want: endpoint{host: "localhost", port: 16509}},
		{name: "tcp, user's session", uid: 1000, env: env, uri: "qemu+tcp://h/session", want: endpoint{host: "h", port: 16509}},
		{name: "tcp, authentication", uri: "qemu+tcp://h/system?auth=sasl", want: endpoint{host: "h", port: 16509, auth: "sasl"}},
		{name: "unknown parameters", uri: "qemu:///system?Foo=1&bar", want: endpoint{socket: legacy, unknown: []string{"Foo", "bar"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := locate(testSystem(test.uid, test.env, test.files...), test.uri, test.readOnly)
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			want.name = got.name // TestNames has those
			if got.socket != want.socket || got.host != want.host || got.port != want.port || got.auth != want.auth ||
				got.spawn != want.spawn || !slices.Equal(got.unknown, want.unknown) {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
		})
	}
}

func TestURIsRefused(t *testing.T) {
	tests := []struct{ uri, want string }{
		{"qemu+foo:///system", "invalid argument: remote_open: transport in URL not recognised (should be tls|unix|ssh|ext|tcp|libssh2|libssh)"},
		{"qemu+unix://host/system", "invalid argument: using unix socket and remote server 'host' is not supported."},
		{"qemu:///system?mode=foo", "invalid argument: Unknown remote mode 'foo'"},
		{"qemu:///system?mode=", "invalid argument: Unknown remote mode ''"},
		{"qemu:///system?no_verify=x", "invalid argument: Failed to parse value of URI component no_verify"},
		{"qemu:///system?proxy=x", "invalid argument: Unknown proxy type 'x'"},
		{"qemu+ssh://h/system", "transport 'ssh' of URI 'qemu+ssh://h/system': this program connects by unix and tcp"},
		{"qemu://h/system", "transport 'tls' of URI 'qemu://h/system': this program connects by unix and tcp"},
		{"no scheme", "Unable to parse URI no scheme"},
	}
	for _, test := range tests {
		_, err := locate(testSystem(0, nil), test.uri, false)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.uri, err, test.want)
		}
	}
}

// The mode of libvirt.conf counts where the URI has none, as virsh was seen to do.
func TestConfiguredMode(t *testing.T) {
	const direct, legacy = "/var/run/libvirt/virtqemud-sock", "/var/run/libvirt/libvirt-sock"
	for _, test := range []struct{ configured, uri, socket, err string }{
		{configured: "direct", uri: "qemu:///system", socket: direct},
		{configured: "legacy", uri: "qemu:///system", socket: legacy},
		{configured: "direct", uri: "qemu:///system?mode=legacy", socket: legacy},
		{configured: "direct", uri: "", err: "Operation not supported: Cannot use direct socket mode if no URI is set"},
		{configured: "odd", uri: "qemu:///system", err: "invalid argument: Unknown remote mode 'odd'"},
		{configured: "odd", uri: "qemu+tcp://h/system", err: "invalid argument: Unknown remote mode 'odd'"},
		{configured: "odd", uri: "qemu:///system?mode=auto", socket: legacy},
	} {
		s := testSystem(0, nil)
		s.config = func(key string) (string, error) {
			if key != "remote_mode" {
				t.Errorf("asked for %s", key)
			}
			return test.configured, nil
		}
		e, err := locate(s, test.uri, false)
		switch {
		case test.err != "":
			if err == nil || err.Error() != test.err {
				t.Errorf("%s, configured %s: %v, want %s", test.uri, test.configured, err, test.err)
			}
		case err != nil:
			t.Errorf("%s, configured %s: %v", test.uri, test.configured, err)
		case e.socket != test.socket:
			t.Errorf("%s, configured %s: %s, want %s", test.uri, test.configured, e.socket, test.socket)
		}
	}
}
