package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blkiotuneSpec() *vsh.Spec {
	devices := func(name, help string) vsh.Opt {
		return vsh.StringOpt(name, help+", as DEVICE,NUMBER[,DEVICE,NUMBER]", "none").Loose()
	}
	return &vsh.Spec{
		Name: "blkiotune", Help: "show or set a domain's share of disk time",
		Description: "Show how much a domain may read from and write to the disks of the host, compared with\n" +
			"other domains and at most; or set what is given. A device is a path like /dev/sda; the\n" +
			"number 0 takes its entry away.",
		Examples: []string{"blkiotune web --weight 300"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntOpt("weight", "its share, from 100 to 1000", "int32").Loose(),
			devices("device-weights", "its share of each disk"),
			devices("device-read-iops-sec", "reads a second"),
			devices("device-write-iops-sec", "writes a second"),
			devices("device-read-bytes-sec", "bytes read a second"),
			devices("device-write-bytes-sec", "bytes written a second"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runBlkiotune,
	}
}

func runBlkiotune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	params, err := blkioParams(a)
	if err != nil {
		return nil, err
	}
	t := tunable{
		get: dom.BlkioParameters, set: dom.SetBlkioParameters,
		cannotCount: "Unable to get number of blkio parameters",
		cannotGet:   "Unable to get blkio parameters",
		cannotSet:   "Unable to change blkio parameters",
	}
	return t.run(ctx, dom, params, impact)
}

// blkioParams returns the parameters that a has.
func blkioParams(a *vsh.Args) ([]virt.TypedParam, error) {
	var params []virt.TypedParam
	if a.Has("weight") {
		weight, err := a.Int32("weight")
		if err != nil {
			return nil, err
		}
		if weight <= 0 {
			return nil, vsh.Failf("Invalid value of %d for I/O weight", weight)
		}
		params = append(params, virt.TypedParam{Name: virt.DomainBlkioWeight, Value: virt.UintValue(uint32(weight))})
	}
	for _, o := range []struct{ opt, param string }{
		{"device-weights", virt.DomainBlkioDeviceWeight},
		{"device-read-iops-sec", virt.DomainBlkioDeviceReadIops},
		{"device-write-iops-sec", virt.DomainBlkioDeviceWriteIops},
		{"device-read-bytes-sec", virt.DomainBlkioDeviceReadBps},
		{"device-write-bytes-sec", virt.DomainBlkioDeviceWriteBps},
	} {
		word := a.Raw(o.opt)
		switch {
		case !a.Has(o.opt):
			continue
		case word == "":
			return nil, vsh.Failf("Unable to parse string parameter")
		}
		params = append(params, virt.TypedParam{Name: o.param, Value: virt.StringValue(word)})
	}
	return params, nil
}
