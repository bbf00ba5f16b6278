package domain

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func screenshotSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "screenshot", Help: "write what a domain's screen shows to a file",
		Examples: []string{"screenshot web web.png", "screenshot web --screen 1"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("file", "file to write (default: named after domain and time)", "files").Loose(),
			vsh.IntOpt("screen", "number of the screen (default: 0)", "uint32").Loose(),
		},
		Run: runScreenshot,
	}
}

func runScreenshot(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	screen, err := a.Uint32("screen")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx) // ends the stream, should it be left open
	defer cancel()
	stream, mediaType, err := dom.Screenshot(ctx, screen, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "could not take a screenshot of %s", a.Raw("domain"))
	}
	if file == "" {
		suffix := ""
		if a.Has("screen") {
			suffix = fmt.Sprintf("-%d", screen)
		}
		file = screenshotName(dom.Name(), s.Now(), suffix, mediaType)
	}
	if err := saveScreenshot(ctx, stream, file, a.Raw("domain")); err != nil {
		return nil, err
	}
	return &screenshotFile{
		Action:    format.Done("saved", ref(dom), "Screenshot saved to %s, with type of %s", file, mediaType),
		File:      file,
		MediaType: mediaType,
	}, nil
}

// screenshotFile is a file with what a domain's screen showed.
type screenshotFile struct {
	format.Action
	File      string `json:"file"`
	MediaType string `json:"mediaType"`
}

// screenshotName returns the name of a file that the user has no name for.
func screenshotName(domain string, now time.Time, suffix, mediaType string) string {
	extension := ""
	switch mediaType {
	case "image/x-portable-pixmap":
		extension = ".ppm"
	case "image/png":
		extension = ".png"
	}
	return domain + "-" + now.Local().Format("2006-01-02-15:04:05") + suffix + extension
}

// saveScreenshot writes what a stream brings to a file. It removes the file after
// an error, if it has made it.
func saveScreenshot(ctx context.Context, stream libvirt.Stream, name, domain string) error {
	f, made, err := vsh.CreateFile(name)
	if err != nil {
		_ = stream.Abort(ctx) // the first error counts
		return vsh.Failf("cannot create file %s", name)
	}
	if err = vsh.Receive(f, stream); err != nil {
		_ = stream.Abort(ctx) // the first error counts
		err = vsh.Wrapf(err, "could not receive data from domain '%s'", domain)
	}
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = vsh.Failf("cannot close file %s", name)
	}
	if err == nil {
		if err = stream.Finish(ctx); err != nil {
			err = vsh.Wrapf(err, "cannot close stream on domain '%s'", domain)
		}
	}
	if err != nil && made {
		_ = os.Remove(name) // what there is is no image
	}
	return err
}
