package vsh

import (
	"context"

	"github.com/spf13/cobra"
)

// NewRoot returns an empty tree of commands called name, in which cobra adds
// nothing of its own. A tree serves one line: a used one would keep the context
// and the flags of before.
func NewRoot(name string) *cobra.Command {
	root := &cobra.Command{
		Use:                name,
		SilenceErrors:      true,
		SilenceUsage:       true,
		DisableFlagParsing: true,
		DisableSuggestions: true,
		CompletionOptions:  cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetHelpCommand(&cobra.Command{Hidden: true}) // help is a command like any other
	return root
}

// Bind returns the cobra command of s, which calls run. The words after it are
// not cobra's to parse: the grammar is not pflag's.
func (s *Spec) Bind(run func(ctx context.Context) error) *cobra.Command {
	return &cobra.Command{
		Use:                s.Name,
		Short:              s.Help,
		Long:               s.Description,
		Hidden:             s.Hidden,
		DisableFlagParsing: true,
		RunE:               func(c *cobra.Command, _ []string) error { return run(c.Context()) },
	}
}

// Execute runs the call as the only command of a new tree.
func (c *Call) Execute(ctx context.Context, program string, run func(ctx context.Context) error) error {
	root := NewRoot(program)
	root.AddCommand(c.Spec.Bind(run))
	root.SetArgs([]string{c.Spec.Name})
	return root.ExecuteContext(ctx)
}
