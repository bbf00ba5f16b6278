package cmd

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/completion"
)

// sourceOf maps what virsh completes an option from, with the filter, to our
// source.
func sourceOf() map[string]string {
	return map[string]string{
		"allocpages-pagesize":           "page-sizes",
		"arch":                          "archs",
		"cellno":                        "cells",
		"checkpoint":                    "checkpoints",
		"codeset-name":                  "codesets",
		"command-or-group":              "commands",
		"cpu-model":                     "cpu-models",
		"domain":                        "domains",
		"domain active":                 "domains-active",
		"domain has-checkpoint":         "domains-with-checkpoints",
		"domain has-checkpoint active":  "domains-active-with-checkpoints",
		"domain has-snapshot":           "domains-with-snapshots",
		"domain inactive":               "domains-inactive",
		"domain managedsave":            "domains-managed-save",
		"domain other":                  "domains-other",
		"domain paused":                 "domains-paused",
		"domain persistent":             "domains-persistent",
		"domain running":                "domains-running",
		"domain shutoff":                "domains-shutoff",
		"domain-blockjob-base-top":      "domain-disk-chains",
		"domain-console":                "domain-consoles",
		"domain-core-dump-format":       "core-dump-formats",
		"domain-cpulist":                "host-cpus,",
		"domain-device-alias":           "domain-aliases",
		"domain-dirty-rate-calc-mode":   "dirty-rate-modes",
		"domain-disk-target":            "domain-disks",
		"domain-event":                  "domain-events",
		"domain-fs-mountpoints":         "domain-filesystems",
		"domain-hostname-source":        "hostname-sources",
		"domain-interface":              "domain-interfaces",
		"domain-interface mac":          "domain-interface-macs",
		"domain-interface-addr-source":  "address-sources",
		"domain-interface-source-mode":  "interface-source-modes",
		"domain-interface-state":        "domain-link-states",
		"domain-io-thread-id":           "domain-iothreads",
		"domain-lifecycle":              "lifecycle-types",
		"domain-lifecycle-action":       "lifecycle-actions",
		"domain-migrate-comp-methods":   "compression-methods,",
		"domain-migrate-disks":          "domain-disks,",
		"domain-numatune-mode":          "numatune-modes",
		"domain-perf-disable":           "perf-events,",
		"domain-perf-enable":            "perf-events,",
		"domain-shutdown-mode":          "shutdown-modes",
		"domain-signal":                 "signals",
		"domain-storage-file-format":    "disk-formats",
		"domain-throttle-group":         "domain-throttle-groups",
		"domain-throttle-groups":        "domain-throttle-groups,",
		"domain-undefine-storage-disks": "domain-disks,",
		"domain-uuid":                   "domain-uuids",
		"domain-vcpu":                   "domain-vcpus",
		"domain-vcpulist":               "domain-vcpus,",
		"domain-vcpulist-via-agent":     "domain-guest-vcpus,",
		"domain-virt-type":              "virt-types",
		"interface":                     "interfaces",
		"interface active":              "interfaces-active",
		"interface inactive":            "interfaces-inactive",
		"interface-mac":                 "interface-macs",
		"keycode-name":                  "keycodes",
		"local-file":                    "files",
		"network":                       "networks",
		"network active":                "networks-active",
		"network inactive":              "networks-inactive",
		"network persistent":            "networks-persistent",
		"network-dhcp-mac":              "network-macs",
		"network-event":                 "network-events",
		"network-port-uuid":             "network-ports",
		"network-update-command":        "network-update-commands",
		"network-update-section":        "network-update-sections",
		"network-uuid":                  "network-uuids",
		"node-cpu":                      "online-cpus",
		"node-device-pci-backend":       "pci-backends",
		"node-suspend-target":           "suspend-targets",
		"nodedev":                       "nodedevs",
		"nodedev-capability":            "nodedev-capabilities,",
		"nodedev-event":                 "nodedev-events",
		"nwfilter":                      "nwfilters",
		"nwfilter-binding":              "nwfilter-bindings",
		"pool":                          "pools",
		"pool active":                   "pools-active",
		"pool inactive":                 "pools-inactive",
		"pool persistent":               "pools-persistent",
		"pool-event":                    "pool-events",
		"pool-type":                     "pool-types",
		"pool-type comma":               "pool-types,",
		"secret-event":                  "secret-events",
		"secret-uuid":                   "secrets",
		"snapshot":                      "snapshots",
		"storage-vol-wipe-algorithm":    "volume-wipe-algorithms",
		"volume":                        "volumes",
		"volume-key":                    "volume-keys",
	}
}

// TestCompletionSources: each option with a value has a source of candidates or
// says that there is none, and where virsh completes one, ours is its equal.
func TestCompletionSources(t *testing.T) {
	facts := vshtest.Load(t, "vsh/testdata/virsh_commands.json")
	known := completion.Sources()
	options, sourced, asVirsh, virsh := 0, 0, 0, 0
	eachValue(func(s *vsh.Spec, o *vsh.Opt) {
		who := fmt.Sprintf("command %s option %s", s.Name, o.Name)
		options++
		if o.Complete != completion.None {
			sourced++
		}
		if name := strings.TrimSuffix(o.Complete, ","); !slices.Contains(known, name) {
			t.Errorf("%s completes from %q, which is none of package completion's sources", who, o.Complete)
		}
		fact := facts.Command(s.Name).Option(o.Name)
		if fact == nil || fact.Completes == "" || fact.Completes == "none" {
			return
		}
		virsh++
		from := strings.Join(append([]string{fact.Completes}, fact.Filter...), " ")
		if want := sourceOf()[from]; o.Complete != want {
			t.Errorf("%s completes from %q, want %q: virsh's is %s", who, o.Complete, want, from)
			return
		}
		asVirsh++
	})
	if t.Failed() {
		t.Logf("the sources are %q; a comma after one stands for a list of its words", known)
	}
	t.Logf("%d options with a value, %d with a source; %d of the %d that virsh completes", options, sourced, asVirsh, virsh)
	if virsh == 0 {
		t.Error("nothing that virsh completes was looked at")
	}
}

// eachValue visits the options that have values.
func eachValue(visit func(*vsh.Spec, *vsh.Opt)) {
	for _, g := range groups() {
		for _, s := range g.Specs() {
			for i := range s.Opts {
				if k := s.Opts[i].Kind; k != vsh.Bool && k != vsh.Alias {
					visit(s, &s.Opts[i])
				}
			}
		}
	}
}
