package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Most of what is here the host asks of the agent that runs in the guest. Without
// one it fails with virt.ErrAgentUnresponsive.

// FSFreeze makes filesystems of the guest take no more writes, all of them for
// none named, and returns how many. No flags are defined.
func (d *Domain) FSFreeze(ctx context.Context, mountPoints []string, flags uint32) (int, error) {
	r, err := protocol.DomainFSFreeze.Call(ctx, d.conn,
		&protocol.DomainFSFreezeArgs{Dom: d.wire(), Mountpoints: mountPoints, Flags: flags})
	if err != nil {
		return 0, err
	}
	return int(r.Filesystems), nil
}

// FSThaw ends what FSFreeze began, and returns for how many filesystems. Not all
// hosts can do it for some of them only. No flags are defined.
func (d *Domain) FSThaw(ctx context.Context, mountPoints []string, flags uint32) (int, error) {
	r, err := protocol.DomainFSThaw.Call(ctx, d.conn,
		&protocol.DomainFSThawArgs{Dom: d.wire(), Mountpoints: mountPoints, Flags: flags})
	if err != nil {
		return 0, err
	}
	return int(r.Filesystems), nil
}

// FSTrim has the guest tell its disks which blocks it does not use: those of a
// mounted filesystem, or of all for an empty mountPoint. Free ranges of less than
// minimum bytes may be passed over. No flags are defined.
func (d *Domain) FSTrim(ctx context.Context, mountPoint string, minimum uint64, flags uint32) error {
	return protocol.DomainFSTrim.Call(ctx, d.conn,
		&protocol.DomainFSTrimArgs{Dom: d.wire(), MountPoint: optional(mountPoint), Minimum: minimum, Flags: flags})
}

// SetUserPassword gives a user of the guest a password, with
// virt.DomainPasswordEncrypted one that is encrypted already.
func (d *Domain) SetUserPassword(ctx context.Context, user, password string, flags virt.DomainSetUserPasswordFlags) error {
	return protocol.DomainSetUserPassword.Call(ctx, d.conn,
		&protocol.DomainSetUserPasswordArgs{Dom: d.wire(), User: &user, Password: &password, Flags: uint32(flags)})
}

// GuestInfo returns what the guest says of itself, as parameters named after the
// group they belong to: user.count, user.0.name and so on. types are the groups;
// none is all that the guest knows of. No flags are defined.
func (d *Domain) GuestInfo(ctx context.Context, types virt.DomainGuestInfoTypes, flags uint32) ([]virt.TypedParam, error) {
	r, err := protocol.DomainGetGuestInfo.Call(ctx, d.conn,
		&protocol.DomainGetGuestInfoArgs{Dom: d.wire(), Types: uint32(types), Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// AuthorizedSSHKeys returns the lines of the file of a user of the guest that
// tells who may log in. No flags are defined.
func (d *Domain) AuthorizedSSHKeys(ctx context.Context, user string, flags uint32) ([]string, error) {
	r, err := protocol.DomainAuthorizedSSHKeysGet.Call(ctx, d.conn,
		&protocol.DomainAuthorizedSSHKeysGetArgs{Dom: d.wire(), User: user, Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Keys, nil
}

// SetAuthorizedSSHKeys replaces the lines that AuthorizedSSHKeys returns, or, as
// flags say, adds or removes some.
func (d *Domain) SetAuthorizedSSHKeys(ctx context.Context, user string, keys []string, flags virt.DomainAuthorizedSSHKeysSetFlags) error {
	return protocol.DomainAuthorizedSSHKeysSet.Call(ctx, d.conn,
		&protocol.DomainAuthorizedSSHKeysSetArgs{Dom: d.wire(), User: user, Keys: keys, Flags: uint32(flags)})
}

// SetAgentResponseTimeout tells the host how many seconds to wait for the guest's
// agent, or one of the values of virt.DomainAgentResponseTimeoutValues. No flags
// are defined.
func (d *Domain) SetAgentResponseTimeout(ctx context.Context, seconds int32, flags uint32) error {
	_, err := protocol.DomainAgentSetResponseTimeout.Call(ctx, d.conn,
		&protocol.DomainAgentSetResponseTimeoutArgs{Dom: d.wire(), Timeout: seconds, Flags: flags})
	return err
}
