//go:build !unix

package domain

import (
	"errors"
	"os"
)

// duplicate fails: there are no descriptors that could be passed.
func duplicate(int) (*os.File, error) { return nil, errors.ErrUnsupported }
