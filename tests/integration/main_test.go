//go:build unix

package integration

import (
	"testing"
	"time"

	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestMain(m *testing.M) { testhost.Main(m) }

// patience is far beyond what anything here takes.
const patience = 60 * time.Second
