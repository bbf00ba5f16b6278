package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domsetlaunchsecstateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domsetlaunchsecstate", Help: "put a secret into a domain's memory",
		Description: "Put a secret into the encrypted memory of a domain that was started paused, after\n" +
			"domlaunchsecinfo has proved what runs in it.",
		Examples: []string{"domsetlaunchsecstate web --secrethdr header.b64 --secret secret.b64"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringOpt("secrethdr", "file with the secret's header, in base64", "files"),
			vsh.StringOpt("secret", "file with the secret, in base64", "files"),
			vsh.IntOpt("set-address", "address of the guest's memory (default: the firmware's choice)", "uint64").Loose(),
		},
		Run: runDomsetlaunchsecstate,
	}
}

func runDomsetlaunchsecstate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	header, err := a.String("secrethdr")
	if err != nil {
		return nil, err
	}
	secret, err := a.String("secret")
	if err != nil {
		return nil, err
	}
	if header == "" || secret == "" {
		return nil, vsh.Failf("Both secret and the secret header are required")
	}
	var params []virt.TypedParam
	for _, f := range []struct{ file, param string }{
		{header, virt.DomainLaunchSecuritySEVSecretHeader},
		{secret, virt.DomainLaunchSecuritySEVSecret},
	} {
		text, err := s.ReadXMLFile(f.file) // of any text: the limit is the same
		if err != nil {
			return nil, err
		}
		params = append(params, virt.TypedParam{Name: f.param, Value: virt.StringValue(text)})
	}
	if a.Has("set-address") {
		address, err := a.Uint64("set-address")
		if err != nil {
			return nil, err
		}
		params = append(params, virt.TypedParam{Name: virt.DomainLaunchSecuritySEVSecretSetAddress, Value: virt.UllongValue(address)})
	}
	if err := dom.SetLaunchSecurityState(ctx, params, 0); err != nil {
		return nil, vsh.Wrapf(err, "Unable to set launch security state")
	}
	return format.Done("set", ref(dom), ""), nil
}
