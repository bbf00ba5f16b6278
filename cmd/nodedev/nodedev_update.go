package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodedevUpdateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-update", Help: "change a device from a file of XML",
		Description: "Change a device, such as a mediated one: the running device, its configuration, or both.",
		Examples:    []string{"nodedev-update computer nodedev.xml --config"},
		Opts: []vsh.Opt{
			deviceArg(nameOrWWNHelp),
			vsh.FileArg("file with the XML of the device, or - for standard input"),
			vsh.BoolOpt("config", "change the configuration"),
			vsh.BoolOpt("live", "change the running device"),
			vsh.BoolOpt("current", "change the device as it is now: running, else its configuration"),
		},
		Run: runNodedevUpdate,
	}
}

func runNodedevUpdate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, other := range []string{"config", "live"} {
		if err := vsh.Exclusive(a, "current", other); err != nil {
			return nil, err
		}
	}
	device, err := byNameOrWWN(ctx, s, a)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.NodeDeviceUpdateFlags]{
		"config": virt.NodeDeviceUpdateAffectConfig,
		"live":   virt.NodeDeviceUpdateAffectLive,
	}.Of(a)
	if err := device.Update(ctx, xml, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update node device '%s' from '%s'", device.Name(), file)
	}
	return format.Done("updated", format.Ref(device.Ref()), "Node device '%s' updated from '%s'\n", device.Name(), file), nil
}
