package nodedev

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// deviceArg is the required device.
func deviceArg(help string) vsh.Opt { return vsh.StringArg("device", help, "nodedevs") }

const (
	nameHelp      = "name of the device"
	nameOrWWNHelp = "name of the device, or its WWNN and WWPN with a comma between them"
)

// byName returns the device that the option device names.
func byName(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.NodeDevice, error) {
	word, err := a.String("device")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	device, err := conn.LookupNodeDeviceByName(ctx, word)
	return device, notFound(err, word)
}

// byNameOrWWN is byName for options that may also hold the WWNN and the WWPN of a
// SCSI host.
func byNameOrWWN(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.NodeDevice, error) {
	wwnn, wwpn, pair := strings.Cut(a.Raw("device"), ",")
	if !pair {
		return byName(ctx, s, a)
	}
	for _, wwn := range []string{wwnn, wwpn} {
		if !isWWN(wwn) {
			return nil, virt.Errorf(virt.FromNone, virt.ErrInternalError, "Malformed wwn: %s", wwn)
		}
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	device, err := conn.LookupNodeDeviceSCSIHostByWWN(ctx, wwnn, wwpn, 0)
	return device, notFound(err, a.Raw("device"))
}

func notFound(err error, word string) error {
	if err == nil {
		return nil
	}
	return vsh.Wrapf(err, "Could not find matching device '%s'", word)
}

// isWWN reports whether s is a world wide name: 16 hexadecimal digits.
func isWWN(s string) bool {
	const digits = "0123456789abcdefABCDEF"
	s = strings.TrimPrefix(s, "0x")
	return len(s) == 16 && strings.Trim(s, digits) == ""
}
