package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setUserPasswordSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "set-user-password", Help: "set the password of a user of a guest",
		Examples: []string{"set-user-password web root correct-horse"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("user", "the user", "none"),
			vsh.StringArg("password", "the password", "none").Hidden(),
			vsh.BoolOpt("encrypted", "the password is encrypted already"),
		},
		Run: runSetUserPassword,
	}
}

func runSetUserPassword(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	user, err := a.String("user")
	if err != nil {
		return nil, err
	}
	password, err := a.String("password")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainSetUserPasswordFlags]{"encrypted": virt.DomainPasswordEncrypted}.Of(a)
	if err := dom.SetUserPassword(ctx, user, password, flags); err != nil {
		return nil, err
	}
	return format.Done("set", ref(dom), "Password set successfully for %s in %s", user, a.Raw("domain")), nil
}
