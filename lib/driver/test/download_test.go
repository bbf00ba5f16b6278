package test

import (
	"context"
	"errors"
	"testing"
)

// TestDownloadEndsWithContext checks that no data comes after the context of a
// stream has ended, and that the stream says why.
func TestDownloadEndsWithContext(t *testing.T) {
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	d := newDownload(ctx, []byte("data"))
	if n, _, err := d.Recv(make([]byte, 2)); n != 2 || err != nil {
		t.Fatalf("got %d bytes, %v", n, err)
	}
	cancel(why)
	for { // the end is told in a goroutine of its own
		n, _, err := d.Recv(make([]byte, 0))
		if err == nil && n == 0 {
			continue
		}
		if !errors.Is(err, why) {
			t.Fatalf("got %d bytes, %v", n, err)
		}
		break
	}
	if _, err := d.Send([]byte("x")); err == nil {
		t.Error("a stream that is only read was written to")
	}
}
