package domain

import (
	"fmt"
	"testing"
)

func TestHostCPUList(t *testing.T) {
	for _, c := range []struct{ list, want string }{
		{"0-3,^2,9", "0-1,3,9"},
		{" 1 , 2 ,", "1-2"},
		{"r", "0-9"},
		{"random", "0-9"}, // whatever begins with an r
		{"10", "CPU 10 in cpulist '10' exceed the maxcpu 10"},
		{"^0", "Invalid cpulist '^0'"},
		{"", "Invalid cpulist ''\ninvalid argument: Failed to parse bitmap ''"},
		{"3-1", "Invalid cpulist '3-1'\ninvalid argument: Failed to parse bitmap '3-1'"},
		{"1024", "Invalid cpulist '1024'\ninvalid argument: Failed to parse bitmap '1024'"},
	} {
		cpus, err := hostCPUList(c.list, 10)
		got := fmt.Sprint(cpus)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.list, got, c.want)
		}
	}
	if got := cpuText(cpuNumbers(nil)); got != "" {
		t.Errorf("no CPUs: %q", got)
	}
}
