package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nwfilterBindingDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-binding-delete", Help: "take a network filter off a port",
		Examples: []string{"nwfilter-binding-delete vnet0"},
		Opts:     []vsh.Opt{bindingArg()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			binding, err := lookupBinding(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("binding")
			if err := binding.Delete(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to delete network filter binding on %s", word)
			}
			return format.Done("deleted", format.Ref(binding.Ref()), "Network filter binding on %s deleted\n", word), nil
		},
	}
}
