package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// maxIOLimit is the largest limit of a disk.
const maxIOLimit = 1_000_000_000_000_000

func (s *session) handleDomainIOTune(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetBlockIoTune, s.domainGetBlockIoTune)
	driver.Handle(m, &protocol.DomainSetBlockIoTune, s.domainSetBlockIoTune)
}

// ioRates are the kinds of traffic that a disk's limits are about.
func ioRates() []string {
	return []string{
		virt.DomainBlockIOTuneTotalBytesSec, virt.DomainBlockIOTuneReadBytesSec, virt.DomainBlockIOTuneWriteBytesSec,
		virt.DomainBlockIOTuneTotalIopsSec, virt.DomainBlockIOTuneReadIopsSec, virt.DomainBlockIOTuneWriteIopsSec,
	}
}

// Each rate has a limit, one that holds for a burst, and the seconds that a burst
// may take. Their names are that of the rate with one of these behind it.
const (
	burst       = "_max"
	burstLength = "_max_length"
)

// ioParams are the parameters of a disk's limits in the order in which they are
// told.
func ioParams() []string {
	var names []string
	for _, suffix := range []string{"", burst, burstLength} {
		for _, rate := range ioRates() {
			names = append(names, rate+suffix)
		}
		if suffix == burst {
			names = append(names, virt.DomainBlockIOTuneSizeIopsSec, virt.DomainBlockIOTuneGroupName)
		}
	}
	return names
}

func (s *session) domainGetBlockIoTune(_ context.Context, a *protocol.DomainGetBlockIoTuneArgs) (*protocol.DomainGetBlockIoTuneReply, error) {
	if a.NParams > 0 && a.Disk == nil {
		return nil, errNull("virDomainGetBlockIoTune", "disk")
	}
	if err := checkOneDef(a.Flags); err != nil {
		return nil, err
	}
	names := ioParams()
	params, n, err := s.ask(question{
		a.Dom, a.NParams, a.Flags, "testDomainGetBlockIoTune", len(names),
		func(def *model.Domain) ([]virt.TypedParam, error) {
			disk := findDisk(def, optional(a.Disk))
			if disk == nil {
				return nil, errorf(virt.ErrInvalidArg, "disk '%s' was not found in the domain config", optional(a.Disk))
			}
			tune := def.IOTune(disk.Target)
			var params []virt.TypedParam
			for _, name := range names {
				value := virt.UllongValue(tune.Limits[name])
				if name == virt.DomainBlockIOTuneGroupName {
					value = virt.StringValue(tune.Group)
				}
				params = append(params, virt.TypedParam{Name: name, Value: value})
			}
			return params, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetBlockIoTuneReply{Params: params, NParams: n}, nil
}

func (s *session) domainSetBlockIoTune(_ context.Context, a *protocol.DomainSetBlockIoTuneArgs) error {
	if len(a.Params) == 0 {
		return argument(virt.FromDomain, "nparams in virDomainSetBlockIoTune must be greater than zero", "virDomainSetBlockIoTune", "nparams")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetBlockIoTune"); err != nil {
		return err
	}
	known := paramTypes{}
	for _, name := range ioParams() {
		known[name] = virt.TypedParamUllong
	}
	known[virt.DomainBlockIOTuneGroupName] = virt.TypedParamString
	if err := known.check(a.Params); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		disk := findDisk(def, a.Disk)
		if disk == nil {
			return errorf(virt.ErrInvalidArg, "missing persistent configuration for disk '%s'", a.Disk)
		}
		tune := def.IOTune(disk.Target)
		for _, p := range a.Params {
			if p.Name == virt.DomainBlockIOTuneGroupName {
				tune.Group, _ = p.Value.Str() // of the type that was checked
				continue
			}
			n, _ := p.Value.Uint64()
			if n > maxIOLimit {
				return errorf(virt.ErrArgumentUnsupported, "block I/O throttle limit value must be no more than %d", uint64(maxIOLimit))
			}
			tune.Limits[p.Name] = n
		}
		if err := checkIOTune(tune.Limits); err != nil {
			return err
		}
		def.SetIOTune(disk.Target, tune)
		return nil
	})
}

// checkIOTune refuses limits that contradict each other.
func checkIOTune(limits map[string]uint64) error {
	for _, suffix := range []string{"", burst} {
		for _, what := range []string{"bytes_sec", "iops_sec"} {
			name := what + suffix
			if limits["total_"+name] != 0 && (limits["read_"+name] != 0 || limits["write_"+name] != 0) {
				return errorf(virt.ErrInvalidArg, "total and read/write of %s cannot be set at the same time", name)
			}
		}
	}
	for _, rate := range ioRates() {
		if limits[rate] > limits[rate+burst] {
			return errorf(virt.ErrInvalidArg, "%s cannot be set higher than %s ", rate, rate+burst)
		}
	}
	return nil
}
