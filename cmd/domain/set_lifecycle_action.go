package domain

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setLifecycleActionSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "set-lifecycle-action", Help: "set what happens when the guest stops",
		Description: "Set what the host does with a domain when its guest powers off, reboots or crashes.",
		Examples:    []string{"set-lifecycle-action web crash restart"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("type", "poweroff, reboot or crash", "lifecycle-types"),
			vsh.StringArg("action", "destroy, restart, rename-restart, preserve, or after a crash coredump-destroy or coredump-restart", "lifecycle-actions"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runSetLifecycleAction,
	}
}

func runSetLifecycleAction(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	typeWord, err := a.String("type")
	if err != nil {
		return nil, err
	}
	event := slices.Index(lifecycleEvents(), typeWord)
	if event < 0 {
		return nil, vsh.Failf("Invalid lifecycle type '%s'.", typeWord)
	}
	actionWord, err := a.String("action")
	if err != nil {
		return nil, err
	}
	action := slices.Index(lifecycleActions(), actionWord)
	if action < 0 {
		return nil, vsh.Failf("Invalid lifecycle action '%s'.", actionWord)
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := dom.SetLifecycleAction(ctx, virt.DomainLifecycle(event), virt.DomainLifecycleAction(action), impact); err != nil {
		return nil, vsh.Wrapf(err, "Unable to change lifecycle action.")
	}
	return format.Done("changed", ref(dom), ""), nil
}

// lifecycleEvents returns the word of each virt.DomainLifecycle.
func lifecycleEvents() []string {
	return []string{
		virt.DomainLifecyclePoweroff: "poweroff",
		virt.DomainLifecycleReboot:   "reboot",
		virt.DomainLifecycleCrash:    "crash",
	}
}

// lifecycleActions returns the word of each virt.DomainLifecycleAction.
func lifecycleActions() []string {
	return []string{
		virt.DomainLifecycleActionDestroy:         "destroy",
		virt.DomainLifecycleActionRestart:         "restart",
		virt.DomainLifecycleActionRestartRename:   "rename-restart",
		virt.DomainLifecycleActionPreserve:        "preserve",
		virt.DomainLifecycleActionCoredumpDestroy: "coredump-destroy",
		virt.DomainLifecycleActionCoredumpRestart: "coredump-restart",
	}
}
