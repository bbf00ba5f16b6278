package test

import (
	"context"
	"fmt"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// polling is how a thread for disks waits for work. The host keeps it from when
// the thread was added, in whichever definition, until it is removed; it has none
// of threads that came with a definition.
type polling struct {
	id           uint32
	maxNS        uint64 // longest wait in nanoseconds
	grow, shrink uint32 // factors by which a wait changes
}

func (s *session) handleDomainIOThreads(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetIOThreadInfo, s.domainGetIOThreadInfo)
	driver.Handle(m, &protocol.DomainAddIOThread, s.domainAddIOThread)
	driver.Handle(m, &protocol.DomainDelIOThread, s.domainDelIOThread)
	driver.Handle(m, &protocol.DomainPinIOThread, s.domainPinIOThread)
	driver.Handle(m, &protocol.DomainSetIOThreadParams, s.domainSetIOThreadParams)
}

// domainGetIOThreadInfo falls back to where all of the domain may run, and from
// that to as many CPUs as the guest has.
func (s *session) domainGetIOThreadInfo(_ context.Context, a *protocol.DomainGetIOThreadInfoArgs) (*protocol.DomainGetIOThreadInfoReply, error) {
	if err := checkFlags(a.Flags, affect, "testDomainGetIOThreadInfo"); err != nil {
		return nil, err
	}
	if err := checkOneDef(a.Flags); err != nil { // of no domain as well
		return nil, err
	}
	r := &protocol.DomainGetIOThreadInfoReply{}
	err := s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		for _, t := range def.IOThreads() {
			list := t.CPUs
			if list == "" {
				list = def.VcpuPlacement()
			}
			if list == "" {
				list = fmt.Sprintf("0-%d", def.Vcpus()-1)
			}
			cpus, err := virt.ParseCPUMap(list)
			if err != nil {
				return err
			}
			r.Info = append(r.Info, protocol.DomainIOThreadInfo{IOThreadID: t.ID, CPUMap: cpus})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Ret = uint32(len(r.Info))
	return r, nil
}

func (s *session) domainAddIOThread(_ context.Context, a *protocol.DomainAddIOThreadArgs) error {
	if err := checkFlags(a.Flags, affect, "testDomainAddIOThread"); err != nil {
		return err
	}
	if a.IOThreadID == 0 {
		return errNoIOThreadID()
	}
	return s.tune(a.Dom, a.Flags, func(d *domain, def *model.Domain) error {
		if err := def.AddIOThread(a.IOThreadID); err != nil {
			return err
		}
		const maxNS = 32768 // until it is set
		d.polling = append(d.polling, polling{id: a.IOThreadID, maxNS: maxNS})
		return nil
	})
}

func errNoIOThreadID() error {
	return errorf(virt.ErrInvalidArg, "invalid value of 0 for iothread_id")
}

func (s *session) domainDelIOThread(_ context.Context, a *protocol.DomainDelIOThreadArgs) error {
	if a.IOThreadID == 0 {
		return errZero("virDomainDelIOThread", "iothread_id")
	}
	if err := checkFlags(a.Flags, affect, "testDomainDelIOThread"); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(d *domain, def *model.Domain) error {
		if err := def.RemoveIOThread(a.IOThreadID); err != nil {
			return err
		}
		if i := d.pollingOf(a.IOThreadID); i >= 0 {
			d.polling = slices.Delete(d.polling, i, i+1)
		}
		return nil
	})
}

// pollingOf returns the index of the first entry about a thread, below 0 for none.
func (d *domain) pollingOf(id uint32) int {
	return slices.IndexFunc(d.polling, func(p polling) bool { return p.id == id })
}

func (s *session) domainPinIOThread(_ context.Context, a *protocol.DomainPinIOThreadArgs) error {
	if len(a.CPUMap) == 0 {
		return errNull("virDomainPinIOThread", "cpumap")
	}
	if err := checkFlags(a.Flags, affect, "testDomainPinIOThread"); err != nil {
		return err
	}
	return s.tune(a.Dom, a.Flags, func(_ *domain, def *model.Domain) error {
		cpus := virt.CPUMap(a.CPUMap)
		if cpus.Count() == 0 {
			return errorf(virt.ErrInvalidArg, "Empty iothread cpumap list for pinning")
		}
		if !def.PinIOThread(a.IOThreadsID, cpus) {
			return errorf(virt.ErrInvalidArg, "iothreadid %d not found", a.IOThreadsID)
		}
		return nil
	})
}

func (s *session) domainSetIOThreadParams(_ context.Context, a *protocol.DomainSetIOThreadParamsArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetIOThreadParams", "params")
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive, "testDomainSetIOThreadParams"); err != nil {
		return err
	}
	if a.IOThreadID == 0 {
		return errNoIOThreadID()
	}
	known := paramTypes{
		virt.DomainIOThreadPollMaxNS: virt.TypedParamUllong, virt.DomainIOThreadPollGrow: virt.TypedParamUint, virt.DomainIOThreadPollShrink: virt.TypedParamUint,
	}
	return s.tune(a.Dom, a.Flags, func(d *domain, def *model.Domain) error {
		if !slices.ContainsFunc(def.IOThreads(), func(t model.IOThread) bool { return t.ID == a.IOThreadID }) {
			return errorf(virt.ErrInvalidArg, "cannot find IOThread '%d' in iothreadids", a.IOThreadID)
		}
		if err := known.check(a.Params); err != nil {
			return err
		}
		i := d.pollingOf(a.IOThreadID)
		if i < 0 {
			return &virt.Error{Code: virt.ErrInternalError, Level: virt.LevelError, Message: "An error occurred, but the cause is unknown"} // as libvirt has it
		}
		params, p := paramSetOf(a.Params), &d.polling[i]
		if params.has(virt.DomainIOThreadPollMaxNS) {
			p.maxNS = params.number(virt.DomainIOThreadPollMaxNS)
		}
		if params.has(virt.DomainIOThreadPollGrow) {
			p.grow = uint32(params.number(virt.DomainIOThreadPollGrow))
		}
		if params.has(virt.DomainIOThreadPollShrink) {
			p.shrink = uint32(params.number(virt.DomainIOThreadPollShrink))
		}
		return nil
	})
}

// iothreadStats returns how the threads for disks of a running domain wait, as
// bulk statistics have it.
func (d *domain) iothreadStats() []virt.TypedParam {
	if !d.active() || len(d.polling) == 0 {
		return nil
	}
	params := []virt.TypedParam{{Name: virt.DomainStatsIOThreadCount, Value: virt.UintValue(uint32(len(d.polling)))}}
	for _, p := range d.polling {
		name := func(suffix string) string { return fmt.Sprintf("%s%d%s", virt.DomainStatsIOThreadPrefix, p.id, suffix) }
		params = append(params,
			virt.TypedParam{Name: name(virt.DomainStatsIOThreadSuffixPollMaxNS), Value: virt.UllongValue(p.maxNS)},
			virt.TypedParam{Name: name(virt.DomainStatsIOThreadSuffixPollGrow), Value: virt.UintValue(p.grow)},
			virt.TypedParam{Name: name(virt.DomainStatsIOThreadSuffixPollShrink), Value: virt.UintValue(p.shrink)})
	}
	return params
}
