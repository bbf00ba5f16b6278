package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Secret is a handle of a secret: its UUID, and what it is used for.
type Secret struct {
	conn  *Conn
	uuid  virt.UUID
	usage virt.SecretUsageType
	id    string
}

func (c *Conn) secret(w *protocol.Secret) *Secret {
	return &Secret{c, w.UUID, virt.SecretUsageType(w.UsageType), w.UsageID}
}

func (s *Secret) wire() protocol.Secret {
	return protocol.Secret{UUID: s.uuid, UsageType: int32(s.usage), UsageID: s.id}
}

// UUID returns the UUID. It asks nobody.
func (s *Secret) UUID() virt.UUID { return s.uuid }

// UsageType returns what kind of object the secret is for. It asks nobody.
func (s *Secret) UsageType() virt.SecretUsageType { return s.usage }

// UsageID names the object that the secret is for; empty for
// virt.SecretUsageTypeNone. It asks nobody.
func (s *Secret) UsageID() string { return s.id }

// Conn returns the session that the handle belongs to.
func (s *Secret) Conn() *Conn { return s.conn }

// Ref returns what names the secret. Secrets have no names.
func (s *Secret) Ref() Ref { return Ref{Kind: "secret", UUID: s.uuid.String()} }

// NumOfSecrets returns how many secrets there are.
func (c *Conn) NumOfSecrets(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfSecrets.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListSecrets returns the UUIDs of the secrets.
func (c *Conn) ListSecrets(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListSecrets.Call(ctx, c, &protocol.ConnectListSecretsArgs{MaxUUIDs: protocol.SecretListMax})
	if err != nil {
		return nil, err
	}
	return r.UUIDs, nil
}

// ListAllSecrets returns the secrets that flags choose, all of them for none.
func (c *Conn) ListAllSecrets(ctx context.Context, flags virt.ConnectListAllSecretsFlags) ([]*Secret, error) {
	r, err := protocol.ConnectListAllSecrets.Call(ctx, c, &protocol.ConnectListAllSecretsArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	secrets := make([]*Secret, len(r.Secrets))
	for i := range r.Secrets {
		secrets[i] = c.secret(&r.Secrets[i])
	}
	return secrets, nil
}

// LookupSecretByUUID returns the secret with a UUID.
func (c *Conn) LookupSecretByUUID(ctx context.Context, uuid virt.UUID) (*Secret, error) {
	r, err := protocol.SecretLookupByUUID.Call(ctx, c, &protocol.SecretLookupByUUIDArgs{UUID: uuid})
	if err != nil {
		return nil, err
	}
	return c.secret(&r.Secret), nil
}

// LookupSecretByUUIDString is LookupSecretByUUID for the UUID's text form.
func (c *Conn) LookupSecretByUUIDString(ctx context.Context, uuid string) (*Secret, error) {
	u, err := c.parseUUID(virt.FromSecret, "virSecretLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return c.LookupSecretByUUID(ctx, u)
}

// LookupSecretByUsage returns the secret for an object.
func (c *Conn) LookupSecretByUsage(ctx context.Context, usage virt.SecretUsageType, id string) (*Secret, error) {
	r, err := protocol.SecretLookupByUsage.Call(ctx, c, &protocol.SecretLookupByUsageArgs{UsageType: int32(usage), UsageID: id})
	if err != nil {
		return nil, err
	}
	return c.secret(&r.Secret), nil
}

// DefineSecretXML makes a secret, without a value, or changes what is said of it.
func (c *Conn) DefineSecretXML(ctx context.Context, xml string, flags virt.SecretDefineFlags) (*Secret, error) {
	r, err := protocol.SecretDefineXML.Call(ctx, c, &protocol.SecretDefineXMLArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.secret(&r.Secret), nil
}

// XMLDesc returns what is said of the secret, without its value, as XML. No flags
// are defined.
func (s *Secret) XMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.SecretGetXMLDesc.Call(ctx, s.conn, &protocol.SecretGetXMLDescArgs{Secret: s.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Value returns the value of the secret. A private one has none for clients. No
// flags are defined.
func (s *Secret) Value(ctx context.Context, flags uint32) ([]byte, error) {
	r, err := protocol.SecretGetValue.Call(ctx, s.conn, &protocol.SecretGetValueArgs{Secret: s.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Value, nil
}

// SetValue sets the value of the secret, which must not be empty. No flags are
// defined.
func (s *Secret) SetValue(ctx context.Context, value []byte, flags uint32) error {
	if len(value) == 0 {
		return s.conn.failed(&virt.Error{
			Code: virt.ErrInvalidArg, Domain: virt.FromSecret, Level: virt.LevelError,
			Message: "value in virSecretSetValue must not be NULL", // without the code's own text, as libvirt has it
		})
	}
	return protocol.SecretSetValue.Call(ctx, s.conn, &protocol.SecretSetValueArgs{Secret: s.wire(), Value: value, Flags: flags})
}

// Undefine removes the secret and its value.
func (s *Secret) Undefine(ctx context.Context) error {
	return protocol.SecretUndefine.Call(ctx, s.conn, &protocol.SecretUndefineArgs{Secret: s.wire()})
}
