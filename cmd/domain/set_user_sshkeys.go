package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setUserSSHKeysSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "set-user-sshkeys", Help: "change the SSH keys of a user of a guest",
		Description: "Add the keys of a file to those that may log in as a user of a guest; or remove them, or\n" +
			"replace what is there.",
		Examples: []string{
			"set-user-sshkeys web root id.pub",
			"set-user-sshkeys web root --reset",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("user", "the user", "none"),
			vsh.StringOpt("file", "file with a key on each line, or - for standard input", "files").Pos(),
			vsh.BoolOpt("reset", "take away all keys first"),
			vsh.BoolOpt("remove", "remove the keys"),
		},
		Run: runSetUserSSHKeys,
	}
}

func runSetUserSSHKeys(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Requires(a, "remove", "file"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	user, err := a.String("user")
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	flags := virt.DomainAuthorizedSSHKeysSetAppend
	switch {
	case a.Bool("remove"):
		flags = virt.DomainAuthorizedSSHKeysSetRemove
	case a.Bool("reset"):
		flags = 0
	case file == "":
		return nil, vsh.Failf("Option --file is required")
	}
	var keys []string
	if file != "" {
		text, err := s.ReadXMLFile(file) // of any text: the limit is the same
		if err != nil {
			return nil, err
		}
		if text == "" {
			return nil, vsh.Failf("File %s contains no keys", file)
		}
		keys = strings.Split(text, "\n")
	}
	if err := dom.SetAuthorizedSSHKeys(ctx, user, keys, flags); err != nil {
		return nil, err
	}
	return format.Done("set", ref(dom), ""), nil
}
