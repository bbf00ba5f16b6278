package drivertest

import (
	"errors"
	"image/png"
	"io"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// streamReader is the data of a stream without holes.
type streamReader struct{ driver.Stream }

func (r streamReader) Read(p []byte) (int, error) {
	n, _, err := r.Recv(p)
	return n, err
}

// checkScreenshot: a screen of the default host is a PNG image, whole or given up, and no flags are defined. Other hosts may have no screens.
func checkScreenshot(t *testing.T, h Harness) {
	if !h.Default {
		return
	}
	c := h.open(t, driver.Options{})
	d := must[protocol.DomainLookupByNameReply](t, "look up")(protocol.DomainLookupByName.Call(t.Context(), c, &protocol.DomainLookupByNameArgs{Name: "test"})).Dom
	shoot := func(flags uint32) (driver.Stream, error) {
		reply := new(protocol.DomainScreenshotReply)
		s, err := c.Stream(t.Context(), &protocol.Request{Proc: &protocol.DomainScreenshot.Proc, Args: &protocol.DomainScreenshotArgs{Dom: d, Flags: flags}, Reply: reply})
		if err == nil && (reply.MIME == nil || *reply.MIME != "image/png") {
			t.Errorf("the type is %v", reply.MIME)
		}
		return s, err
	}
	_, err := shoot(1)
	fails(t, "a flag", err, virt.ErrInvalidArg)

	s, err := shoot(0)
	ok(t, "screenshot", err)
	picture, err := png.Decode(streamReader{s})
	ok(t, "decode", err)
	if size := picture.Bounds().Size(); size.X != 1120 || size.Y != 832 {
		t.Errorf("the picture is %v", size)
	}
	if n, _, err := s.Recv(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("after the picture: %d bytes, %v", n, err)
	}
	ok(t, "finish", s.Finish(t.Context()))

	s, err = shoot(0)
	ok(t, "second screenshot", err)
	ok(t, "abort", s.Abort(t.Context()))
}
