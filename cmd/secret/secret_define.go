package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func secretDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-define", Help: "make or modify a secret from a file of XML",
		Description: "Make a secret as a file of XML describes it, without a value. With the UUID of one that is there, " +
			"what is said of it is replaced.",
		Examples: []string{"secret-define secret.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the secret, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runSecretDefine,
	}
}

func runSecretDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.SecretDefineFlags]{"validate": virt.SecretDefineValidate}.Of(a)
	secret, err := conn.DefineSecretXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to set attributes from %s", file)
	}
	return format.Done("defined", format.Ref(secret.Ref()), "Secret %s created\n", secret.UUID()), nil
}
