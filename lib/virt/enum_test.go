package virt

import (
	"fmt"
	"testing"
)

func TestEnumString(t *testing.T) {
	for _, c := range []struct {
		v    fmt.Stringer
		want string
	}{
		{DomainRunning, "running"},
		{DomainState(99), "DomainState(99)"},
		{DomainState(-1), "DomainState(-1)"},
		{DomainEventIDBlockJob2, "block-job-2"},
		{DomainAgentResponseTimeoutBlock, "block"},
		{StorageVolNetdir, "netdir"},
		{ErrNoDomain, "no-domain"},
		{WarNoStorage, "war-no-storage"},
		{FromQEMU, "qemu"},
		{LevelError, "error"},
		{TypedParamUllong, "ullong"},
		{ConnectListDomainsActive, "active"},
		{ConnectListDomainsActive | ConnectListDomainsPersistent, "active|persistent"},
		{ConnectListAllDomainsFlags(0), "0x0"},
		{ConnectListDomainsInactive | 1<<30, "inactive|0x40000000"},
		{ConnectGetAllDomainsStatsEnforceStats, "enforce-stats"},
		{DomainAffectCurrent, "current"},
		{DomainAffectLive | DomainAffectConfig, "live|config"},
		{DomainBlockPullBandwidthBytes, "bandwidth-bytes"},
		{DomainShutdownGuestAgent | DomainShutdownACPIPowerBtn, "acpi-power-btn|guest-agent"},
	} {
		if got := c.v.String(); got != c.want {
			t.Errorf("%T: %q, want %q", c.v, got, c.want)
		}
	}
}

func TestConstants(t *testing.T) {
	// A few numbers that are on the wire or in scripts, of each kind of table.
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"TypedParamString", TypedParamString, TypedParameterType(7)},
		{"TypedParamStringOkay", TypedParamStringOkay, TypedParameterFlags(4)},
		{"ErrOperationDenied", ErrOperationDenied, ErrorNumber(29)},
		{"FromStorage", FromStorage, ErrorDomain(18)},
		{"ConnectGetAllDomainsStatsEnforceStats", ConnectGetAllDomainsStatsEnforceStats, ConnectGetAllDomainStatsFlags(1 << 31)},
		{"DomainSchedulerCPUShares", DomainSchedulerCPUShares, "cpu_shares"},
		{"DomainJobOperationField", DomainJobOperationField, "operation"},
		{"DomainMemoryParamUnlimited", int64(DomainMemoryParamUnlimited), int64(9007199254740991)},
		{"KeycodeSetRFB", KeycodeSetRFB, KeycodeSetQNum},
	} {
		if c.got != c.want {
			t.Errorf("%s = %#v, want %#v", c.name, c.got, c.want)
		}
	}
}

func TestVersion(t *testing.T) {
	v := MakeVersion(9, 0, 12)
	if v != 9_000_012 || v.Major() != 9 || v.Minor() != 0 || v.Micro() != 12 || v.String() != "9.0.12" {
		t.Errorf("%d is %s", uint64(v), v)
	}
	if s := Version(12_034_567).String(); s != "12.34.567" {
		t.Errorf("12034567 is %s", s)
	}
}
