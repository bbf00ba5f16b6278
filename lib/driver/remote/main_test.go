package remote

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// Some tests run this binary again as another program: the variables say as
// which.
const (
	envListenOn = "VIRGO_TEST_LISTEN_ON" // as a daemon that listens on this socket
	envOpen     = "VIRGO_TEST_OPEN"      // as a client that opens this URI
)

func TestMain(m *testing.M) {
	if socket := os.Getenv(envListenOn); socket != "" {
		runDaemon(socket)
	}
	if uri := os.Getenv(envOpen); uri != "" {
		runClient(uri)
	}
	testhost.Main(m)
}

// runDaemon says "ready" to each client, until one says "end".
func runDaemon(socket string) {
	l, err := net.Listen("unix", socket)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.AfterFunc(time.Minute, func() { os.Exit(1) }) // should the test die
	for {
		c, err := l.Accept()
		if err != nil {
			os.Exit(1)
		}
		go func() {
			_, _ = c.Write([]byte("ready"))
			if b, _ := io.ReadAll(c); string(b) == "end" {
				os.Exit(0)
			}
		}()
	}
}

// runClient opens a URI and prints what the daemon says its own is.
func runClient(uri string) {
	ctx := context.Background()
	c, err := Open(ctx, uri, driver.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	r, err := protocol.ConnectGetURI.Call(ctx, c)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, r.URI)
	_ = c.Close(ctx)
	os.Exit(0)
}
