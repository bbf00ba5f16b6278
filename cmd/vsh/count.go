package vsh

import (
	"context"

	"github.com/virgo-vm/virgo/format"
)

// CountOpt makes a list print only how many objects it has.
//
// differs from virsh: it has no such option.
func CountOpt(help string) Opt { return BoolOpt("count", help) }

// CountOnly checks that with --count none of the options is given that say how
// a list is shown.
func CountOnly(a *Args, shown ...string) error {
	for _, name := range shown {
		if err := Exclusive(a, "count", name); err != nil {
			return err
		}
	}
	return nil
}

// Counting is how a list finds out how many objects it has. The host counts the
// active or the inactive ones by itself; all others are those that a list has.
type Counting struct {
	Active, Inactive func(context.Context) (int, error)
	List             func(context.Context) (int, error)
}

// Count returns the number as a result. filtered tells that the list has not
// all of the active and inactive objects that it is about.
func (c Counting) Count(ctx context.Context, active, inactive, filtered bool) (format.Result, error) {
	count := c.List
	switch {
	case filtered || active && inactive:
	case active:
		count = c.Active
	case inactive:
		count = c.Inactive
	}
	n, err := count(ctx)
	if err != nil {
		return nil, err
	}
	return format.Value("count", n), nil
}
