package volume

import (
	"context"
	"io"
	"os"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volUploadSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-upload", Help: "copy a file into a volume",
		Examples: []string{"vol-upload web.img backup.img --pool images --sparse"},
		Opts:     transferOpts("file to read, or - for standard input"),
		Run:      runVolUpload,
	}
}

func runVolUpload(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	t, err := newTransfer(ctx, s, a)
	if err != nil {
		return nil, err
	}
	in := s.In
	switch {
	case t.file != "-":
		f, err := os.Open(t.file)
		if err != nil {
			return nil, vsh.Failf("cannot read %s", t.file)
		}
		defer f.Close()
		in = f
	case s.Interactive:
		return nil, vsh.Failf("cannot read -: the commands come from standard input")
	}
	if err := t.upload(ctx, in); err != nil {
		return nil, err
	}
	return format.Done("uploaded", format.Ref(t.vol.Ref()), ""), nil
}

// upload sends r into the volume.
func (t *transfer) upload(ctx context.Context, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx) // ends the stream, should it be left open
	defer cancel()
	var flags virt.StorageVolUploadFlags
	if t.sparse {
		flags = virt.StorageVolUploadSparseStream
	}
	meter := t.session.Meter("Upload", fileSize(r))
	defer meter.End()
	stream, err := t.vol.Upload(ctx, t.offset, t.length, flags)
	if err != nil {
		return vsh.Wrapf(err, "cannot upload to volume %s", t.word)
	}
	if err := vsh.Send(meter.Stream(stream), r, t.sparse); err != nil {
		_ = stream.Abort(ctx) // the first error counts
		return vsh.Wrapf(err, "cannot send data to volume %s", t.word)
	}
	if err := stream.Finish(ctx); err != nil {
		return vsh.Wrapf(err, "cannot close volume %s", t.word)
	}
	return nil
}

// fileSize returns the size of the file that r is, 0 for what has none.
func fileSize(r io.Reader) int64 {
	f, ok := r.(*os.File)
	if !ok {
		return 0
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}
