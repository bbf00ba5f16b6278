package test

import (
	"context"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainBlockIO(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetBlkioParameters, s.domainGetBlkioParameters)
	driver.Handle(m, &protocol.DomainSetBlkioParameters, s.domainSetBlkioParameters)
}

// deviceLimit is a parameter with a limit of each of several devices.
type deviceLimit struct {
	param string
	limit model.BlockLimit
	bits  int // how large it may be
}

func deviceLimits() []deviceLimit {
	return []deviceLimit{
		{virt.DomainBlkioDeviceWeight, model.BlockWeight, 32},
		{virt.DomainBlkioDeviceReadIops, model.BlockReadIops, 32},
		{virt.DomainBlkioDeviceWriteIops, model.BlockWriteIops, 32},
		{virt.DomainBlkioDeviceReadBps, model.BlockReadBytes, 64},
		{virt.DomainBlkioDeviceWriteBps, model.BlockWriteBytes, 64},
	}
}

func (s *session) domainGetBlkioParameters(_ context.Context, a *protocol.DomainGetBlkioParametersArgs) (*protocol.DomainGetBlkioParametersReply, error) {
	if err := checkOneDef(a.Flags); err != nil {
		return nil, err
	}
	limits := deviceLimits()
	params, n, err := s.ask(question{
		a.Dom, a.NParams, a.Flags, "testDomainGetBlkioParameters", 1 + len(limits),
		func(def *model.Domain) ([]virt.TypedParam, error) {
			params := []virt.TypedParam{{Name: virt.DomainBlkioWeight, Value: virt.UintValue(def.BlockIOWeight())}}
			for _, l := range limits {
				var words []string
				for _, dev := range def.BlockLimits(l.limit) {
					words = append(words, dev.Path, strconv.FormatUint(dev.Value, 10))
				}
				params = append(params, virt.TypedParam{Name: l.param, Value: virt.StringValue(strings.Join(words, ","))})
			}
			return params, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetBlkioParametersReply{Params: params, NParams: n}, nil
}

// domainSetBlkioParameters sets the parameters one by one, up to the first that
// is wrong.
func (s *session) domainSetBlkioParameters(_ context.Context, a *protocol.DomainSetBlkioParametersArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetBlkioParameters", "params")
	}
	if err := checkFlags(a.Flags, affect, "testDomainSetBlkioParameters"); err != nil {
		return err
	}
	known, limits := paramTypes{virt.DomainBlkioWeight: virt.TypedParamUint}, map[string]deviceLimit{}
	for _, l := range deviceLimits() {
		known[l.param], limits[l.param] = virt.TypedParamString, l
	}
	if err := known.check(a.Params); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		for _, p := range a.Params {
			if p.Name == virt.DomainBlkioWeight {
				weight, _ := p.Value.Uint64() // of the type that was checked
				def.SetBlockIOWeight(uint32(weight))
				continue
			}
			text, _ := p.Value.Str()
			devices, err := parseDeviceLimits(p.Name, text, limits[p.Name].bits)
			if err != nil {
				return err
			}
			def.SetBlockLimits(limits[p.Name].limit, devices)
		}
		return nil
	})
}

// parseDeviceLimits reads "path,number,path,number". Blanks and a sign may stand
// before a number, as C's strtoul takes them.
func parseDeviceLimits(param, text string, bits int) ([]model.DeviceLimit, error) {
	wrong := func(format string, args ...any) error {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, format, args...)
	}
	var devices []model.DeviceLimit
	for rest := text; rest != ""; {
		path, value, ok := strings.Cut(rest, ",")
		if !ok {
			return nil, wrong("unable to parse blkio device '%s' '%s'", param, text)
		}
		number := strings.TrimLeft(value, " \t\n\r\v\f")
		number = strings.TrimPrefix(number, "+")
		end := strings.IndexFunc(number, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(number)
		}
		n, err := strconv.ParseUint(number[:end], 10, bits)
		if err != nil {
			return nil, wrong("invalid value '%s' for parameter '%s' of device '%s'", value, param, path)
		}
		devices = append(devices, model.DeviceLimit{Path: path, Value: n})
		if rest = number[end:]; rest == "" {
			break
		}
		if rest, ok = strings.CutPrefix(rest, ","); !ok || rest == "" {
			return nil, wrong("unable to parse blkio device '%s' '%s'", param, text)
		}
	}
	return devices, nil
}
