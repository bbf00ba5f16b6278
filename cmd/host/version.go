package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func versionSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "version", Help: "show library and hypervisor versions",
		Description: "Show the versions of the library and the hypervisor.",
		Examples: []string{
			"version",
			"version --daemon",
		},
		Opts: []vsh.Opt{vsh.BoolOpt("daemon", "show the version of the daemon too")},
		Run:  runVersion,
	}
}

func runVersion(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	v, err := conn.Versions(ctx)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get hypervisor type")
	}
	r := &versions{Library: libvirt.Version().String(), Type: v.Type}
	if v.HypervisorErr != nil {
		r.untold = true
		return r, vsh.Wrapf(v.HypervisorErr, "failed to get the hypervisor version")
	}
	if v.Hypervisor != 0 {
		r.Hypervisor = v.Hypervisor.String()
	}
	switch {
	case !a.Bool("daemon"):
	case v.DaemonErr != nil:
		s.Errorf("failed to get the daemon version") // and no failure: the rest is what counts
	default:
		r.Daemon = v.Daemon.String()
	}
	return r, nil
}

// versions is the releases that work together.
type versions struct {
	Library    string `json:"library"`              // of libvirt, whose API this is
	Type       string `json:"type"`                 // of the hypervisor
	Hypervisor string `json:"hypervisor,omitempty"` // absent where it cannot be told
	Daemon     string `json:"daemon,omitempty"`     // with --daemon

	untold bool // the hypervisor's version is an error
}

// Text prints one line for each version. The library is there three times: what
// virsh was built with, what it runs with, and the API of its driver are one
// thing here.
func (v *versions) Text(p *format.Printer) error {
	p.Printf("Compiled against library: libvirt %s\n", v.Library)
	p.Printf("Using library: libvirt %s\n", v.Library)
	p.Printf("Using API: %s %s\n", v.Type, v.Library)
	switch {
	case v.Hypervisor != "":
		p.Printf("Running hypervisor: %s %s\n", v.Type, v.Hypervisor)
	case !v.untold:
		p.Printf("Cannot extract running %s hypervisor version\n", v.Type)
	}
	if v.Daemon != "" {
		p.Printf("Running against daemon: %s\n", v.Daemon)
	}
	return nil
}
