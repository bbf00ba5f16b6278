package volume

import (
	"context"
	"io"
	"math"
	"os"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volDownloadSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-download", Help: "copy the data of a volume to a file",
		Examples: []string{"vol-download web.img web.img --pool images", "vol-download web.img - --pool images --length 512"},
		Opts:     transferOpts("file to write, or - for standard output"),
		Run:      runVolDownload,
	}
}

// transferOpts is the options of both directions.
func transferOpts(file string) []vsh.Opt {
	return []vsh.Opt{
		vsh.VolArg("name, key or path of the volume"),
		vsh.FileArg(file),
		vsh.PoolOpt("name or UUID of its pool").Pos(),
		vsh.IntOpt("offset", "bytes of the volume to pass over", "uint64").Loose(),
		vsh.IntOpt("length", "bytes to copy at most (default: all)", "uint64-wrap").Loose(),
		vsh.BoolOpt("sparse", "holes become holes"),
	}
}

// transfer is what the options of both directions say.
type transfer struct {
	session        *vsh.Session
	vol            *libvirt.StorageVol
	word           string // that named it
	file           string
	offset, length uint64
	sparse         bool
}

func newTransfer(ctx context.Context, s *vsh.Session, a *vsh.Args) (*transfer, error) {
	offset, err := a.Uint64("offset")
	if err != nil {
		return nil, err
	}
	length, err := a.Uint64Wrap("length")
	if err != nil {
		return nil, err
	}
	vol, err := s.Vol(ctx, a)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	return &transfer{session: s, vol: vol, word: a.Raw("vol"), file: file, offset: offset, length: length, sparse: a.Bool("sparse")}, nil
}

func runVolDownload(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	t, err := newTransfer(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if t.file == "-" {
		if s.Format != format.FormatText {
			return nil, vsh.Failf("the data of a volume cannot be shown as %s", s.Format)
		}
		return toOutput{format.Done("downloaded", format.Ref(t.vol.Ref()), "")}, t.download(ctx, s.Out)
	}
	f, made, err := vsh.CreateFile(t.file)
	if err != nil {
		return nil, vsh.Failf("cannot create %s", t.file)
	}
	err = t.download(ctx, f)
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = vsh.Failf("cannot close file %s", t.file)
	}
	if err != nil {
		if made {
			_ = os.Remove(t.file) // what there is is not the volume
		}
		return nil, err
	}
	done := format.Done("downloaded", format.Ref(t.vol.Ref()), "")
	if slices.Contains([]string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}, t.file) {
		return toOutput{done}, nil
	}
	return done, nil
}

// download writes the volume's data to w.
func (t *transfer) download(ctx context.Context, w io.Writer) error {
	ctx, cancel := context.WithCancel(ctx) // ends the stream, should it be left open
	defer cancel()
	var flags virt.StorageVolDownloadFlags
	if t.sparse {
		flags = virt.StorageVolDownloadSparseStream
	}
	meter := t.session.Meter("Download", 0)
	if t.file == "-" && t.session.Width > 0 {
		meter = nil // the data is on the same screen
	}
	meter.Expect(t.expected(ctx, meter))
	defer meter.End()
	stream, err := t.vol.Download(ctx, t.offset, t.length, flags)
	if err != nil {
		return vsh.Wrapf(err, "cannot download from volume %s", t.word)
	}
	if err := vsh.Receive(w, meter.Stream(stream)); err != nil {
		_ = stream.Abort(ctx) // the first error counts
		return vsh.Wrapf(err, "cannot receive data from volume %s", t.word)
	}
	if err := stream.Finish(ctx); err != nil {
		return vsh.Wrapf(err, "cannot close volume %s", t.word)
	}
	return nil
}

// expected returns how many bytes a download has, 0 if the host does not tell. It
// is only asked where a meter shows it.
func (t *transfer) expected(ctx context.Context, meter *vsh.Meter) int64 {
	if meter == nil {
		return 0
	}
	info, err := t.vol.InfoFlags(ctx, virt.StorageVolGetPhysical)
	if err != nil {
		info, err = t.vol.Info(ctx)
		info.Allocation = info.Capacity
	}
	if err != nil || t.offset > info.Allocation {
		return 0
	}
	size := info.Allocation - t.offset
	if t.length > 0 {
		size = min(size, t.length)
	}
	return int64(min(size, math.MaxInt64))
}

// toOutput is a download whose data went to standard output.
//
// differs from virsh: nothing is added to the data.
type toOutput struct{ format.Action }

// Raw reports that the output is the data.
func (toOutput) Raw(format.PrinterOptions) bool { return true }
