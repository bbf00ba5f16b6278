package domain

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domFDAssociateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dom-fd-associate", Help: "give a domain open files for its disks",
		Description: "Give a domain open file descriptors under a name, for disks whose source has that fdgroup.\n" +
			"The host has them until the connection ends.",
		Examples: []string{"dom-fd-associate web image 5"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("name", "name of the group of descriptors", "none"),
			vsh.StringArg("pass-fds", "the descriptors, with commas between", "none"),
			vsh.BoolOpt("seclabel-writable", "label the files so that the domain may write"),
			vsh.BoolOpt("seclabel-restore", "restore the files' labels after use, where that can be done"),
		},
		Run: runDomFDAssociate,
	}
}

func runDomFDAssociate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	name, err := a.String("name")
	if err != nil {
		return nil, err
	}
	fds, err := passFDs(a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainFDAssociateFlags]{
		"seclabel-writable": virt.DomainFDAssociateSeclabelWritable,
		"seclabel-restore":  virt.DomainFDAssociateSeclabelRestore,
	}.Of(a)
	err = withFiles(fds, func(files []*os.File) error { return dom.FDAssociate(ctx, name, files, flags) })
	if err != nil {
		return nil, err
	}
	return format.Done("associated", ref(dom), ""), nil
}
