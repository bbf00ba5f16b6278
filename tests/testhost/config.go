package testhost

import (
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// writeConfig makes the host's directories, its daemon's configuration and its
// scripts.
func (h *Host) writeConfig() error {
	if err := os.Chmod(h.Dir, 0o755); err != nil { // other users may use the sockets
		return err
	}
	for _, dir := range []string{
		"etc/qemu/networks/autostart", "etc/nwfilter", "lib/images", "run", "log/qemu", "cache/qemu",
	} {
		if err := os.MkdirAll(filepath.Join(h.Dir, dir), 0o755); err != nil {
			return err
		}
	}
	if h.opts.UUID == "" {
		h.opts.UUID = randomUUID()
	}
	defaults := []string{
		`auth_unix_rw = "none"`,
		`auth_unix_ro = "none"`,
		`unix_sock_rw_perms = "0777"`,
		`host_uuid = "` + h.opts.UUID + `"`,
		`log_outputs = "3:file:/var/log/libvirt/libvirtd.log"`,
	}
	if h.opts.TCP {
		port, err := freePort()
		if err != nil {
			return err
		}
		h.TCPAddr = net.JoinHostPort("127.0.0.1", port)
		h.opts.Args = append([]string{"--listen"}, h.opts.Args...)
		defaults = append(defaults,
			`listen_tls = 0`,
			`listen_tcp = 1`,
			`listen_addr = "127.0.0.1"`,
			`auth_tcp = "none"`,
			`tcp_port = "`+port+`"`,
		)
	}
	files := map[string]string{
		"etc/libvirtd.conf": config(defaults, h.opts.LibvirtdConf),
		"etc/qemu.conf":     config([]string{`security_driver = "none"`}, h.opts.QEMUConf),
		"enter.sh":          string(enterScript),
		"inside.sh":         string(insideScript),
	}
	if h.opts.PreScript != "" {
		files["pre.sh"] = h.opts.PreScript
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(h.Dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// config is the text of a configuration file: the lines of defaults whose key
// no line of extra sets, then extra. (The daemon takes the first of two.)
func config(defaults, extra []string) string {
	key := func(line string) string {
		name, _, _ := strings.Cut(line, "=")
		return strings.TrimSpace(name)
	}
	set := map[string]bool{}
	for _, line := range extra {
		set[key(line)] = true
	}
	var b strings.Builder
	for _, line := range defaults {
		if !set[key(line)] {
			b.WriteString(line + "\n")
		}
	}
	for _, line := range extra {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// freePort is a TCP port that nobody listens on just now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// randomUUID is a random UUID in text form (RFC 4122, version 4).
func randomUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
