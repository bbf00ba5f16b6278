package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// create makes a checkpoint. from is the file that its XML is from, if there is one.
func create(ctx context.Context, dom *libvirt.Domain, xml string, flags virt.DomainCheckpointCreateFlags, from string) (format.Result, error) {
	point, err := dom.CreateCheckpointXML(ctx, xml, flags)
	if err != nil {
		return nil, err
	}
	if from != "" {
		return done("created", point, "Domain checkpoint %s created from '%s'", point.Name(), from), nil
	}
	return done("created", point, "Domain checkpoint %s created", point.Name()), nil
}
