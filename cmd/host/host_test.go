package host_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/cmd/host"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The texts in these tests are what virsh 9.0.0 prints on a host that answers
// the same.

func newHost() *vshtest.Host { return vshtest.NewHost(host.Commands()) }

func equal(t *testing.T, got, want string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func failure(text string) error {
	return virt.Errorf(virt.FromTest, virt.ErrInternalError, "%s", text)
}

func TestHostname(t *testing.T) {
	h := newHost()
	var err error
	driver.Handle(h.Mux, &protocol.ConnectGetHostname, func(context.Context) (*protocol.ConnectGetHostnameReply, error) {
		return &protocol.ConnectGetHostnameReply{Hostname: "größe.example"}, err
	})
	equal(t, h.Text(t, "hostname"), "größe.example\n")
	equal(t, h.JSON(t, "hostname"), "{\n  \"hostname\": \"größe.example\"\n}\n")
	err = failure("no name")
	equal(t, h.Text(t, "hostname"), "error: failed to get hostname\nerror: internal error: no name\n")
}

func TestVersion(t *testing.T) {
	var typeErr, versionErr, daemonErr error
	var version uint64
	h := newHost()
	driver.Handle(h.Mux, &protocol.ConnectGetType, func(context.Context) (*protocol.ConnectGetTypeReply, error) {
		return &protocol.ConnectGetTypeReply{Type: "QEMU"}, typeErr
	})
	driver.Handle(h.Mux, &protocol.ConnectGetVersion, func(context.Context) (*protocol.ConnectGetVersionReply, error) {
		return &protocol.ConnectGetVersionReply{HVVer: version}, versionErr
	})
	driver.Handle(h.Mux, &protocol.ConnectGetLibVersion, func(context.Context) (*protocol.ConnectGetLibVersionReply, error) {
		return &protocol.ConnectGetLibVersionReply{LibVer: 12003004}, daemonErr
	})
	const start = "Compiled against library: libvirt 9.0.0\nUsing library: libvirt 9.0.0\nUsing API: QEMU 9.0.0\n"
	equal(t, h.Text(t, "version"), start+"Cannot extract running QEMU hypervisor version\n")
	version = 7002022
	equal(t, h.Text(t, "version", "--daemon"), start+"Running hypervisor: QEMU 7.2.22\nRunning against daemon: 12.3.4\n")
	equal(t, h.JSON(t, "version", "--daemon"), `{
  "library": "9.0.0",
  "type": "QEMU",
  "hypervisor": "7.2.22",
  "daemon": "12.3.4"
}
`)
	daemonErr = failure("no daemon")
	equal(t, h.Text(t, "version"), start+"Running hypervisor: QEMU 7.2.22\n")
	equal(t, h.Text(t, "version", "--daemon"), "error: failed to get the daemon version\n"+start+"Running hypervisor: QEMU 7.2.22\n")
	versionErr = failure("no version")
	equal(t, h.Text(t, "version"), start+"error: failed to get the hypervisor version\nerror: internal error: no version\n")
	typeErr = failure("no type")
	equal(t, h.Text(t, "version"), "error: failed to get hypervisor type\nerror: internal error: no type\n")
}

func TestMaxvcpusAsksTheCapabilitiesFirst(t *testing.T) {
	h := newHost()
	var doc string
	driver.Handle(h.Mux, &protocol.ConnectGetDomainCapabilities, func(context.Context, *protocol.ConnectGetDomainCapabilitiesArgs) (*protocol.ConnectGetDomainCapabilitiesReply, error) {
		return &protocol.ConnectGetDomainCapabilitiesReply{Capabilities: doc}, nil
	})
	driver.Handle(h.Mux, &protocol.ConnectGetMaxVcpus, func(context.Context, *protocol.ConnectGetMaxVcpusArgs) (*protocol.ConnectGetMaxVcpusReply, error) {
		return &protocol.ConnectGetMaxVcpusReply{MaxVcpus: 99}, nil
	})
	for _, c := range []struct{ doc, want string }{
		{"<domainCapabilities><os><vcpu max='3'/></os><vcpu max=' 42'/><vcpu max='7'/></domainCapabilities>", "42\n"},
		{"<domainCapabilities><vcpu max='42.0'/></domainCapabilities>", "99\n"},
		{"<domainCapabilities><vcpu max='-2'/></domainCapabilities>", "99\n"},
		{"<domainCapabilities/>", "99\n"},
	} {
		doc = c.doc
		equal(t, h.Text(t, "maxvcpus"), c.want)
	}
}

func TestFreecellAll(t *testing.T) {
	h := newHost()
	var doc string
	driver.Handle(h.Mux, &protocol.ConnectGetCapabilities, func(context.Context) (*protocol.ConnectGetCapabilitiesReply, error) {
		return &protocol.ConnectGetCapabilitiesReply{Capabilities: "<capabilities><host><topology><cells>" + doc + "</cells></topology></host></capabilities>"}, nil
	})
	driver.Handle(h.Mux, &protocol.NodeGetCellsFreeMemory, func(_ context.Context, a *protocol.NodeGetCellsFreeMemoryArgs) (*protocol.NodeGetCellsFreeMemoryReply, error) {
		if a.StartCell >= 9 {
			return nil, failure("no such cell")
		}
		return &protocol.NodeGetCellsFreeMemoryReply{Cells: []uint64{uint64(a.StartCell)<<20 + 1023}}, nil
	})
	for _, c := range []struct{ doc, want string }{
		{"<cell id='5'/><cell id=' 2'/>", "    5:       5120 KiB\n    2:       2048 KiB\n--------------------\nTotal:       7169 KiB\n"},
		{"", "--------------------\nTotal:          0 KiB\n"},
		{"<cell id='1'/><cell id='10'/><cell id='9'/>", "error: failed to get free memory for NUMA node number: 10\nerror: internal error: no such cell\n"},
		{"<cell id='0x7'/>", "error: conversion from string failed\n"},
		{"<cell id='-7'/>", "error: conversion from string failed\n"},
	} {
		doc = c.doc
		equal(t, h.Text(t, "freecell", "--all"), c.want)
	}
	equal(t, h.Text(t, "freecell", "3"), "3: 3072 KiB\n")
	equal(t, h.Text(t, "freecell", "9"), "error: internal error: no such cell\n")
	doc = "<cell id='5'/>"
	equal(t, h.JSON(t, "freecell", "--all"), `{
  "cells": [
    {
      "cell": 5,
      "freeBytes": 5243903
    }
  ],
  "totalBytes": 5243903
}
`)
}

func TestNodecpumapWhereNumbersDisagree(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.NodeGetCPUMap, func(context.Context, *protocol.NodeGetCPUMapArgs) (*protocol.NodeGetCPUMapReply, error) {
		return &protocol.NodeGetCPUMapReply{CPUMap: []byte{0xfd, 0xff}, Online: 3, Ret: 11}, nil
	})
	equal(t, h.Text(t, "nodecpumap"), "CPUs present:   11\nCPUs online:    3\nCPU map:        y-yyyyyyyyy\n")
	equal(t, h.Text(t, "nodecpumap", "--pretty"), "CPUs present:   11\nCPUs online:    3\nCPU map:        0,2-15\n")
}

func TestNodememstatsNamesAreTheHosts(t *testing.T) {
	h := newHost()
	driver.Handle(h.Mux, &protocol.NodeGetMemoryStats, func(_ context.Context, a *protocol.NodeGetMemoryStatsArgs) (*protocol.NodeGetMemoryStatsReply, error) {
		p := []protocol.NodeMemoryStats{{Field: "total", Value: 1 << 63}, {Field: "größe", Value: 2}}
		return &protocol.NodeGetMemoryStatsReply{Params: p[:a.NParams], NParams: 2}, nil
	})
	equal(t, h.Text(t, "nodememstats"), "total  :  9223372036854775808 KiB\ngröße:                    2 KiB\n")
	equal(t, h.JSON(t, "nodememstats"), "{\n  \"totalKiB\": 9223372036854775808,\n  \"größeKiB\": 2\n}\n")
}

// A cpuHost answers for CPU times; each answer after the first is step more.
type cpuHost struct {
	*vshtest.Host
	first, step []protocol.NodeCPUStats
	reads       []time.Time
}

func newCPUHost(first, step []protocol.NodeCPUStats) *cpuHost {
	h := &cpuHost{Host: newHost(), first: first, step: step}
	driver.Handle(h.Mux, &protocol.NodeGetCPUStats, func(_ context.Context, a *protocol.NodeGetCPUStatsArgs) (*protocol.NodeGetCPUStatsReply, error) {
		if a.NParams == 0 {
			return &protocol.NodeGetCPUStatsReply{NParams: int32(len(h.first))}, nil
		}
		if a.CPUNum > 0 {
			return nil, failure("no such CPU")
		}
		var stats []protocol.NodeCPUStats
		for i, s := range h.first {
			if len(h.step) > 0 {
				s.Value += uint64(len(h.reads)) * h.step[i].Value
			}
			stats = append(stats, s)
		}
		h.reads = append(h.reads, time.Now())
		return &protocol.NodeGetCPUStatsReply{Params: stats, NParams: int32(len(stats))}, nil
	})
	return h
}

func stats(kernel, user, idle, iowait, intr uint64) []protocol.NodeCPUStats {
	return []protocol.NodeCPUStats{
		{Field: virt.NodeCPUStatsKernel, Value: kernel}, {Field: virt.NodeCPUStatsUser, Value: user}, {Field: virt.NodeCPUStatsIdle, Value: idle},
		{Field: virt.NodeCPUStatsIOWait, Value: iowait}, {Field: virt.NodeCPUStatsIntr, Value: intr},
	}
}

func TestNodecpustats(t *testing.T) {
	h := newCPUHost(stats(1, 2, 1<<63, 4, 5), nil)
	equal(t, h.Text(t, "nodecpustats"), `user:                              2
system:                            1
idle:            9223372036854775808
iowait:                            4
intr:                              5
`)
	equal(t, h.JSON(t, "nodecpustats"), `{
  "userNs": 2,
  "systemNs": 1,
  "idleNs": 9223372036854775808,
  "iowaitNs": 4,
  "interruptNs": 5
}
`)
	equal(t, h.Text(t, "nodecpustats", "7"), "error: Unable to get node cpu stats\nerror: internal error: no such CPU\n")
	equal(t, newCPUHost(nil, nil).Text(t, "nodecpustats"), "")
	equal(t, newHost().Text(t, "nodecpustats"),
		"error: Unable to get number of cpu stats\nerror: this function is not supported by the connection driver: virNodeGetCPUStats\n")
}

func TestNodecpustatsPercentSamplesASecondApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newCPUHost(stats(7, 7, 7, 7, 7), stats(10, 20, 30, 15, 25))
		equal(t, h.Text(t, "nodecpustats", "--percent"), `usage:           30.0%
user:            20.0%
system:          10.0%
idle:            30.0%
iowait:          15.0%
intr:            25.0%
`)
		if len(h.reads) != 2 || h.reads[1].Sub(h.reads[0]) != time.Second {
			t.Errorf("read at %v", h.reads)
		}
	})
}

func TestNodecpustatsPercentOfOddHosts(t *testing.T) {
	utilization := []protocol.NodeCPUStats{{Field: virt.NodeCPUStatsUtilization, Value: 7}, {Field: virt.NodeCPUStatsIdle, Value: 5}}
	some := []protocol.NodeCPUStats{{Field: virt.NodeCPUStatsIdle, Value: 3}, {Field: "other", Value: 1000}}
	for _, c := range []struct {
		name        string
		first, step []protocol.NodeCPUStats
		want        string
	}{
		{"only a percentage", utilization, nil, "usage:              7%\nidle:              93%\n"},
		{"some times", some, some, "usage:            0.0%\nidle:           100.0%\n"},
		{"a clock that stands still", stats(1, 2, 3, 4, 5)[:3], nil, "usage:           -nan%\nuser:            -nan%\nsystem:          -nan%\nidle:            -nan%\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				equal(t, newCPUHost(c.first, c.step).Text(t, "nodecpustats", "--percent"), c.want)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		equal(t, newCPUHost(stats(1, 2, 3, 4, 5)[:1], nil).JSON(t, "nodecpustats", "--percent"), "{\n  \"usagePercent\": null,\n  \"systemPercent\": null\n}\n")
	})
}
