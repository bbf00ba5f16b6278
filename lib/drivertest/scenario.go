package drivertest

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// scenario is a list of calls on a fresh host like test:///default, whose
// transcript must be the same on every driver of such a host, word for word.
type scenario struct {
	name string
	run  func(s *script)
}

// script is a running scenario.
type script struct {
	t   testing.TB
	ctx context.Context
	c   *transcript

	seen map[form]string // the definitions that changes has looked at last

	shown string // the definition of a domain that was written down last
}

// ask calls a procedure with arguments and a reply. The outcome is in the
// transcript; a reply of zeros stands for an error.
func ask[A, R any](s *script, p interface {
	Call(context.Context, protocol.Invoker, *A) (*R, error)
}, args *A) *R {
	s.t.Helper()
	r, err := p.Call(s.ctx, s.c, args)
	if err != nil {
		return new(R)
	}
	return r
}

// tell calls a procedure with arguments only.
func tell[A any](s *script, p interface {
	Call(context.Context, protocol.Invoker, *A) error
}, args *A) {
	s.t.Helper()
	_ = p.Call(s.ctx, s.c, args) // in the transcript
}

// get calls a procedure with a reply only.
func get[R any](s *script, p interface {
	Call(context.Context, protocol.Invoker) (*R, error)
}) *R {
	s.t.Helper()
	r, err := p.Call(s.ctx, s.c)
	if err != nil {
		return new(R)
	}
	return r
}

// The objects that the host has at first.

func (s *script) domain(name string) protocol.Domain {
	return ask(s, &protocol.DomainLookupByName, &protocol.DomainLookupByNameArgs{Name: name}).Dom
}

func (s *script) network(name string) protocol.Network {
	return ask(s, &protocol.NetworkLookupByName, &protocol.NetworkLookupByNameArgs{Name: name}).Net
}

func (s *script) pool(name string) protocol.StoragePool {
	return ask(s, &protocol.StoragePoolLookupByName, &protocol.StoragePoolLookupByNameArgs{Name: name}).Pool
}

func ptr[T any](v T) *T { return &v }

func scenarios() []scenario {
	return []scenario{
		{"host", hostScenario},
		{"host-cpu-models", cpuModelScenario},
		{"domain-lookup", domainLookupScenario},
		{"domain-list", domainListScenario},
		{"domain-lifecycle", domainLifecycleScenario},
		{"domain-define", domainDefineScenario},
		{"domain-metadata", domainMetadataScenario},
		{"domain-cpu", domainCPUScenario},
		{"domain-stats", domainStatsScenario},
		{"domain-balloon", domainBalloonScenario},
		{"domain-memory", domainMemoryScenario},
		{"domain-vcpus", domainVcpusScenario},
		{"domain-pin", domainPinScenario},
		{"domain-scheduler", domainSchedulerScenario},
		{"domain-save", saveScenario},
		{"domain-save-image", saveImageScenario},
		{"domain-managed-save", managedSaveScenario},
		{"domain-dump", dumpScenario},
		{"domain-memory-limits", domainMemoryLimitsScenario},
		{"domain-numa", domainNUMAScenario},
		{"domain-block-weight", domainBlockWeightScenario},
		{"domain-disk-limits", domainDiskLimitsScenario},
		{"domain-bandwidth", domainBandwidthScenario},
		{"domain-interface-names", domainInterfaceNamesScenario},
		{"snapshot-create", snapshotCreateScenario},
		{"snapshot-list", snapshotListScenario},
		{"snapshot-delete", snapshotDeleteScenario},
		{"snapshot-redefine", snapshotRedefineScenario},
		{"snapshot-revert", snapshotRevertScenario},
		{"checkpoint-create", checkpointCreateScenario},
		{"checkpoint-list", checkpointListScenario},
		{"checkpoint-delete", checkpointDeleteScenario},
		{"checkpoint-redefine", checkpointRedefineScenario},
		{"domain-iothread", domainIOThreadScenario},
		{"domain-iothread-uses", domainIOThreadUsesScenario},
		{"domain-guest", domainGuestScenario},
		{"domain-keys", domainKeysScenario},
		{"domain-filesystem", domainFilesystemScenario},
		{"domain-counters", domainCountersScenario},
		{"domain-security", domainSecurityScenario},
		{"domain-rename", domainRenameScenario},
		{"domain-lifecycle-action", domainLifecycleActionScenario},
		{"pool-sources", poolSourcesScenario},
		{"network", networkScenario},
		{"network-update", networkUpdateScenario},
		{"pool", poolScenario},
		{"volume", volumeScenario},
		{"interface", interfaceScenario},
		{"node-device", nodeDeviceScenario},
		{"node-device-change", nodeDeviceChangeScenario},
		{"events", eventScenario},
	}
}
