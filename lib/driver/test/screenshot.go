package test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

func (s *session) handleScreenshot(m *driver.Mux) {
	m.HandleStream(&protocol.DomainScreenshot.Proc, s.domainScreenshot)
}

// domainScreenshot shows the same picture on every screen of every domain, there or
// not, as libvirt's does.
func (s *session) domainScreenshot(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
	a := r.Args.(*protocol.DomainScreenshotArgs)
	if err := checkFlags(a.Flags, noFlags, "testDomainScreenshot"); err != nil {
		return nil, err
	}
	picture, err := testCard()
	if err != nil {
		return nil, err
	}
	mime := "image/png"
	r.Reply.(*protocol.DomainScreenshotReply).MIME = &mime
	return newDownload(ctx, picture), nil
}

// testCard draws what the screens show: bars from black to white, as large as the
// picture of libvirt's test driver, which is not ours to copy.
func testCard() ([]byte, error) {
	const width, height, bars = 1120, 832, 16
	card := image.NewGray(image.Rect(0, 0, width, height))
	for x := range width {
		shade := color.Gray{Y: uint8(x * bars / width * 255 / (bars - 1))}
		for y := range height {
			card.SetGray(x, y, shade)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, card); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
