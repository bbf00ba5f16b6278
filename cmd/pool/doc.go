// Package pool holds the commands about storage pools.
package pool

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "find-storage-pool-sources-as", Spec: findSourcesAsSpec},
		{Name: "find-storage-pool-sources", Spec: findSourcesSpec},
		{Name: "pool-autostart", Spec: poolAutostartSpec},
		{Name: "pool-build", Spec: poolBuildSpec},
		{Name: "pool-create-as", Spec: poolCreateAsSpec},
		{Name: "pool-create", Spec: poolCreateSpec},
		{Name: "pool-define-as", Spec: poolDefineAsSpec},
		{Name: "pool-define", Spec: poolDefineSpec},
		{Name: "pool-delete", Spec: poolDeleteSpec},
		{Name: "pool-destroy", Spec: poolDestroySpec},
		{Name: "pool-dumpxml", Spec: poolDumpxmlSpec},
		{Name: "pool-edit", Spec: poolEditSpec},
		{Name: "pool-info", Spec: poolInfoSpec},
		{Name: "pool-list", Spec: poolListSpec},
		{Name: "pool-name", Spec: poolNameSpec},
		{Name: "pool-refresh", Spec: poolRefreshSpec},
		{Name: "pool-start", Spec: poolStartSpec},
		{Name: "pool-undefine", Spec: poolUndefineSpec},
		{Name: "pool-uuid", Spec: poolUUIDSpec},
		{Name: "pool-event", Spec: poolEventSpec},
		{Name: "pool-capabilities", Spec: poolCapabilitiesSpec},
	}
}
