package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

// deviceOpts are the options that tell which part of a domain gets or loses a
// device, see deviceImpact.
func deviceOpts() []vsh.Opt {
	return append([]vsh.Opt{
		vsh.BoolOpt("persistent", "affect the next boot, and the domain if it runs"),
	}, vsh.ConfigLiveCurrent()...)
}

// deviceImpact is what deviceOpts were given.
type deviceImpact struct {
	flags      virt.DomainDeviceModifyFlags
	persistent bool
	given      bool // any of the options
}

// readDeviceImpact returns what the options that deviceOpts makes say.
func readDeviceImpact(a *vsh.Args) (deviceImpact, error) {
	if err := vsh.Exclusive(a, "persistent", "current"); err != nil {
		return deviceImpact{}, err
	}
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return deviceImpact{}, err
	}
	i := deviceImpact{
		flags:      virt.DomainDeviceModifyFlags(impact),
		persistent: a.Bool("persistent"),
		given:      vsh.Count(a, "persistent", "config", "live", "current") > 0,
	}
	if i.persistent {
		i.flags |= virt.DomainDeviceModifyConfig
	}
	return i, nil
}

// on returns the flags for dom, of which persistent means the running part too.
func (i deviceImpact) on(ctx context.Context, dom *libvirt.Domain) virt.DomainDeviceModifyFlags {
	if !i.persistent || i.flags&virt.DomainDeviceModifyLive != 0 {
		return i.flags
	}
	if active, err := dom.IsActive(ctx); err == nil && active {
		return i.flags | virt.DomainDeviceModifyLive
	}
	return i.flags
}

// attach gives dom a device.
func (i deviceImpact) attach(ctx context.Context, dom *libvirt.Domain, xml string) error {
	if !i.given {
		return dom.AttachDevice(ctx, xml)
	}
	return dom.AttachDeviceFlags(ctx, xml, i.on(ctx, dom))
}

// detach takes a device from dom.
func (i deviceImpact) detach(ctx context.Context, dom *libvirt.Domain, xml string) error {
	if !i.given {
		return dom.DetachDevice(ctx, xml)
	}
	return dom.DetachDeviceFlags(ctx, xml, i.on(ctx, dom))
}

// deviceChange is a device that a domain got or lost, or that was changed.
type deviceChange struct {
	format.Action
	Device changedDevice `json:"device"`
}

// changedDevice is what the XML that was sent says of a device. What the host
// chooses is not known here.
type changedDevice struct {
	Kind   string `json:"kind,omitempty"` // disk, interface, hostdev, …
	Target string `json:"target,omitempty"`
	MAC    string `json:"mac,omitempty"` // of a network interface
	Alias  string `json:"alias,omitempty"`
}

// deviceDone returns the result of what was done to a device of dom. verb and
// text are those of format.Done.
func deviceDone(verb string, dom *libvirt.Domain, d xmledit.Device, text string) *deviceChange {
	return &deviceChange{
		Action: format.Done(verb, ref(dom), "%s", text),
		Device: changedDevice{Kind: d.Kind, Target: d.Target, MAC: d.MAC, Alias: d.Alias},
	}
}

// deviceFile returns the domain that a names and the text of its file, in the
// order in which virsh asks for them.
func deviceFile(ctx context.Context, s *vsh.Session, a *vsh.Args) (dom *libvirt.Domain, file, xml string, err error) {
	if dom, err = s.Domain(ctx, a, byAny); err != nil {
		return nil, "", "", err
	}
	if file, err = a.String("file"); err != nil {
		return nil, "", "", err
	}
	xml, err = s.ReadXMLFile(file)
	return dom, file, xml, err
}

// domainXML returns the XML of dom that a command looks for a device in.
func domainXML(ctx context.Context, dom *libvirt.Domain, flags virt.DomainXMLFlags) (string, error) {
	doc, err := dom.XMLDesc(ctx, flags)
	if err != nil {
		return "", vsh.Wrapf(err, "Failed to get domain description xml")
	}
	return doc, nil
}
