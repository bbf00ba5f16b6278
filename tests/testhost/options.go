package testhost

// Options say what a private host differs in from the usual one. The zero
// value is the usual one: the QEMU, LXC and test drivers of one libvirtd,
// reachable over unix sockets without authentication.
type Options struct {
	LibvirtdConf []string // lines added to libvirtd.conf; a key given here replaces the default
	QEMUConf     []string // lines added to qemu.conf
	Args         []string // options of libvirtd, such as --listen
	Hostname     string   // host name inside; a unique one when empty
	UUID         string   // the host's UUID; a random one when empty
	PreScript    string   // bash, run as root inside the namespaces before the daemons

	// TCP makes libvirtd listen without authentication on a free port of
	// 127.0.0.1. The host then shares the machine's network namespace: do not
	// start a virtual network on it.
	TCP bool
}
