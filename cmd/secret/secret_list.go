package secret

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func secretListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-list", Help: "list secrets",
		Examples: []string{"secret-list"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("ephemeral", "only secrets that are kept in memory"),
			vsh.BoolOpt("no-ephemeral", "only secrets that are kept on disk"),
			vsh.BoolOpt("private", "only secrets whose value no client gets"),
			vsh.BoolOpt("no-private", "only secrets whose value clients get"),
		},
		Run: runSecretList,
	}
}

func runSecretList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags := vsh.FlagMap[virt.ConnectListAllSecretsFlags]{
		"ephemeral":    virt.ConnectListSecretsEphemeral,
		"no-ephemeral": virt.ConnectListSecretsNoEphemeral,
		"private":      virt.ConnectListSecretsPrivate,
		"no-private":   virt.ConnectListSecretsNoPrivate,
	}.Of(a)
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	secrets, err := conn.ListAllSecrets(ctx, flags)
	if errors.Is(err, virt.ErrNoSupport) {
		if flags != 0 {
			return nil, vsh.Failf("Filtering is not supported by this libvirt")
		}
		// What has no list of this kind has none of the older kind either, since it
		// has no secrets: virsh names the latter's function.
		if _, older := conn.NumOfSecrets(ctx); older != nil {
			return nil, vsh.Wrapf(older, "Failed to count secrets")
		}
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list node secrets")
	}
	slices.SortFunc(secrets, func(a, b *libvirt.Secret) int { return cmp.Compare(a.UUID().String(), b.UUID().String()) })
	l := &secretList{Secrets: make([]listedSecret, len(secrets))}
	for i, s := range secrets {
		l.Secrets[i] = listedSecret{UUID: s.UUID().String(), UsageType: s.UsageType().String(), UsageID: s.UsageID()}
		l.Secrets[i].used = s.UsageType() != virt.SecretUsageTypeNone
	}
	return l, nil
}

// secretList is secrets.
type secretList struct {
	Secrets []listedSecret `json:"secrets"`
}

// listedSecret is a secret. UsageType is none for one that is for nothing.
type listedSecret struct {
	UUID      string `json:"uuid"`
	UsageType string `json:"usageType"`
	UsageID   string `json:"usageId,omitempty"`

	used bool
}

// Text prints the table.
func (l *secretList) Text(p *format.Printer) error {
	t := format.NewTable("UUID", "Usage")
	for _, s := range l.Secrets {
		usage := "Unused"
		if s.used {
			usage = s.UsageType + " " + s.UsageID
		}
		t.Row(s.UUID, usage)
	}
	p.Table(t)
	return nil
}
