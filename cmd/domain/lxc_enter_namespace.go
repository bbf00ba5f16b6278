package domain

import (
	"context"
	"errors"
	"os"
	"os/exec"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func lxcEnterNamespaceSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "lxc-enter-namespace", Help: "run a program inside a container",
		Description: "Run a program of a container's inside it: in its namespaces and under its security label.\n" +
			"The host must be this machine.",
		Examples: []string{"lxc-enter-namespace web /bin/ls /", "lxc-enter-namespace web --noseclabel /bin/sh"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("noseclabel", "under the security label of this program"),
			vsh.ArgvOpt("cmd", "path of the program and its arguments", "none").Req(),
		},
		Run: runLXCEnterNamespace,
	}
}

func runLXCEnterNamespace(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	namespaces, err := dom.LXCOpenNamespace(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, f := range namespaces {
			_ = f.Close() // nothing was written
		}
	}()
	var security *containerSecurity
	if !a.Bool("noseclabel") {
		if security, err = securityOf(ctx, dom); err != nil {
			return nil, err
		}
	}
	words := a.Argv("cmd")
	// The path is one of the container's, so it is not looked for here.
	program := &exec.Cmd{Path: words[0], Args: words}
	err = inNamespaces(namespaces, security, func() error { return s.Foreground(program) })
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		return nil, vsh.ErrQuiet // the program has said why
	case err != nil:
		return nil, vsh.Failf("Failed to run '%s': %s", words[0], vsh.SystemText(err))
	}
	return format.Done("entered", ref(dom), ""), nil
}

// containerSecurity is what a program inside a container runs under.
type containerSecurity struct{ model, label string }

func securityOf(ctx context.Context, dom *libvirt.Domain) (*containerSecurity, error) {
	model, err := dom.Conn().SecurityModel(ctx)
	if err != nil {
		return nil, err
	}
	label, err := dom.SecurityLabel(ctx)
	if err != nil {
		return nil, err
	}
	return &containerSecurity{model: model.Model, label: label.Label}, nil
}

// apply has the programs that the calling thread starts run under the label.
func (c *containerSecurity) apply() error {
	text := c.label
	switch c.model {
	case "selinux":
	case "apparmor":
		text = "exec " + text
	default:
		return vsh.Failf("the security model '%s' of the host is not known", c.model)
	}
	return os.WriteFile("/proc/thread-self/attr/exec", []byte(text), 0)
}
