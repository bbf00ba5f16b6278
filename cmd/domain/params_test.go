package domain

import (
	"bytes"
	"testing"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestParamKey(t *testing.T) {
	for name, want := range map[string]string{
		"weight":                     "weight",
		"hard_limit":                 "hardLimitKiB",
		"inbound.average":            "inboundAverageKiBPerSec",
		"total_bytes_sec":            "totalBytesSec",
		"total_bytes_sec_max_length": "totalBytesSecMaxLengthSec",
		"vcpu_quota":                 "vcpuQuotaUs",
		"cpu_time":                   "cpuTimeNs",
		"":                           "",
	} {
		if got := paramKey(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestParamList(t *testing.T) {
	var l paramList
	for _, p := range []virt.TypedParam{
		{Name: virt.DomainMemoryHardLimit, Value: virt.UllongValue(virt.DomainMemoryParamUnlimited)},
		{Name: virt.DomainMemorySoftLimit, Value: virt.UllongValue(1024)},
		{Name: "total_bytes_sec", Value: virt.UllongValue(virt.DomainMemoryParamUnlimited)}, // a number like any other
		{Name: virt.DomainNumaMode, Value: virt.IntValue(int32(virt.DomainNumatuneMemPreferred))},
		{Name: virt.DomainBlkioDeviceWeight, Value: virt.StringValue("")},
	} {
		l.add(p)
	}
	checkEncoded(t, &l, format.FormatText, `hard_limit     : unlimited
soft_limit     : 1024
total_bytes_sec: 9007199254740991
numa_mode      : preferred
device_weight  : 
`)
	checkEncoded(t, &l, format.FormatJSON, `{
  "parameters": {
    "hardLimitKiB": null,
    "softLimitKiB": 1024,
    "totalBytesSec": 9007199254740991,
    "numaMode": "preferred",
    "deviceWeight": ""
  }
}
`)
}

func TestCPUStats(t *testing.T) {
	time := func(name string, ns uint64) virt.TypedParam {
		return virt.TypedParam{Name: name, Value: virt.UllongValue(ns)}
	}
	stats := &cpuStats{
		CPUs:     []cpuStat{{3, *newCPUTimes([]virt.TypedParam{time("cpu_time", 1000000002), time("other", 7)})}},
		Total:    newCPUTimes([]virt.TypedParam{time("user_time", 12345678901234)}),
		onlyCPUs: 4,
	}
	checkEncoded(t, stats, format.FormatText, "Only 4 CPUs available to show\nCPU3:\n\tcpu_time             1.000000002 seconds\n\tother        7\n"+
		"Total:\n\tuser_time        12345.678901234 seconds\n")
	checkEncoded(t, stats, format.FormatJSON, `{
  "cpus": [
    {
      "number": 3,
      "cpuTimeNs": 1000000002,
      "other": 7
    }
  ],
  "total": {
    "userTimeNs": 12345678901234
  }
}
`)
	checkEncoded(t, &cpuStats{CPUs: []cpuStat{}, Total: newCPUTimes(nil), untold: true}, format.FormatText, "No per-CPU stats availableNo total stats available")
}

// checkEncoded compares how a result looks in a format.
func checkEncoded(t *testing.T, r format.Result, f format.Format, want string) {
	t.Helper()
	var out bytes.Buffer
	if err := format.Write(t.Context(), &out, f, r, format.PrinterOptions{}); err != nil || out.String() != want {
		t.Errorf("%v: %v\n%s\nwant:\n%s", f, err, out.String(), want)
	}
}
