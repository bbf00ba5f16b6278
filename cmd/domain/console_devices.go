package domain

import (
	"context"
	"encoding/xml"
	"errors"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// explainNoConsole returns the error of a console that could not be opened, with
// the devices that there are if the one that was asked for is none of them. device
// is empty for the first one.
func explainNoConsole(ctx context.Context, dom *libvirt.Domain, device string, err error) error {
	if errors.Is(err, virt.ErrNoSupport) {
		return err // whatever it has
	}
	doc, xmlErr := dom.XMLDesc(ctx, 0)
	if xmlErr != nil {
		return err // which tells more
	}
	names, xmlErr := consoleDevices(doc)
	switch {
	case xmlErr != nil, slices.Contains(names, device), device == "" && len(names) > 0:
		return err
	case len(names) == 0:
		return vsh.Both(err, vsh.Failf("Domain '%s' has no console", dom.Name()))
	}
	return vsh.Both(err, vsh.Failf("Domain '%s' has the consoles: %s", dom.Name(), strings.Join(names, ", ")))
}

// consoleDevices returns the aliases of the devices of a running domain that a
// console can be opened on. The first serial port and the first console may be one
// device with one alias.
func consoleDevices(doc string) ([]string, error) {
	var d struct {
		Devices struct {
			All []struct {
				Alias struct {
					Name string `xml:"name,attr"`
				} `xml:"alias"`
				Kind    string `xml:"type,attr"`
				XMLName xml.Name
			} `xml:",any"`
		} `xml:"devices"`
	}
	if err := parse(doc, &d); err != nil {
		return nil, err
	}
	var names []string
	for _, dev := range d.Devices.All {
		port := slices.Contains([]string{"console", "serial", "parallel"}, dev.XMLName.Local)
		if port && dev.Kind == "pty" && dev.Alias.Name != "" && !slices.Contains(names, dev.Alias.Name) {
			names = append(names, dev.Alias.Name)
		}
	}
	return names, nil
}
