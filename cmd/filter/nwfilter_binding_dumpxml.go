package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nwfilterBindingDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-binding-dumpxml", Help: "print the XML of a filter's binding",
		Description: "Print the XML of the binding of a network filter.",
		Examples:    []string{"nwfilter-binding-dumpxml vnet0"},
		Opts:        append([]vsh.Opt{bindingArg()}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			binding, err := lookupBinding(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return binding.XMLDesc(ctx, 0) })
		},
	}
}
