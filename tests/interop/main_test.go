//go:build unix

package interop

import (
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestMain(m *testing.M) { testhost.Main(m) }
