package domain

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func blockcopySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockcopy", Help: "copy a disk, and keep both the same",
		Description: "Copy a disk of a running domain to another place. Once both are the same they are kept so until " +
			"--pivot or --finish, or blockjob, ends it.",
		Examples: []string{"blockcopy web vda /images/copy.img --wait --finish"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringArg("path", "the disk: its target, or the path of its image", "domain-disks"),
			vsh.StringOpt("dest", "path of the copy", "files").Loose(),
			bandwidthOpt(),
			vsh.BoolOpt("shallow", "copy the topmost image only, and keep its backing images"),
			vsh.BoolOpt("reuse-external", "copy into what is there already"),
			vsh.AliasValueOpt("raw", "format", "raw"),
			vsh.BoolOpt("blockdev", "the copy is a block device and not a file"),
			vsh.BoolOpt("wait", "wait until both are the same"),
			vsh.BoolOpt("verbose", "show the progress while waiting"),
			vsh.IntOpt("timeout", "wait, and give up after so many seconds", "seconds").Loose(),
			vsh.BoolOpt("pivot", "wait, and go on with the copy"),
			vsh.BoolOpt("finish", "wait, and go on with the disk as it was"),
			vsh.BoolOpt("async", "do not wait for the end of what is given up"),
			vsh.StringOpt("xml", "file with the XML of the copy", "files").Loose(),
			vsh.StringOpt("format", "format of the copy", "disk-formats").Loose(),
			vsh.IntOpt("granularity", "how many bytes, a power of 2, are copied at a time", "uint32").Loose(),
			vsh.IntOpt("buf-size", "how many bytes are on their way at most", "uint64").Loose(),
			bytesOpt(),
			vsh.BoolOpt("transient-job", "the copy need not survive the domain"),
			vsh.BoolOpt("synchronous-writes", "the guest waits until its writes are in both"),
			vsh.BoolOpt("print-xml", "print the XML of the copy and do nothing"),
		},
		Run: runBlockcopy,
	}
}

// blockCopy is what the options of blockcopy say.
type blockCopy struct {
	disk, dest, file, format string

	bandwidth   uint64
	bytes       bool // the bandwidth is in bytes/s
	granularity uint32
	bufSize     uint64

	copyFlags   virt.DomainBlockCopyFlags   // of the call that takes XML
	rebaseFlags virt.DomainBlockRebaseFlags // of the older one
}

func blockCopyOf(a *vsh.Args) (c blockCopy, err error) {
	for _, o := range []struct {
		name  string
		value *string
	}{{"path", &c.disk}, {"dest", &c.dest}, {"xml", &c.file}, {"format", &c.format}} {
		if *o.value, err = a.String(o.name); err != nil {
			return c, err
		}
	}
	if c.bandwidth, c.bytes, err = bandwidth(a); err != nil {
		return c, err
	}
	if c.granularity, err = a.Uint32("granularity"); err != nil {
		return c, err
	}
	if c.bufSize, err = a.Uint64("buf-size"); err != nil {
		return c, err
	}
	c.copyFlags = vsh.FlagMap[virt.DomainBlockCopyFlags]{
		"shallow":            virt.DomainBlockCopyShallow,
		"reuse-external":     virt.DomainBlockCopyReuseExt,
		"transient-job":      virt.DomainBlockCopyTransientJob,
		"synchronous-writes": virt.DomainBlockCopySynchronousWrites,
	}.Of(a)
	c.rebaseFlags = virt.DomainBlockRebaseCopy | vsh.FlagMap[virt.DomainBlockRebaseFlags]{
		"shallow":        virt.DomainBlockRebaseShallow,
		"reuse-external": virt.DomainBlockRebaseReuseExt,
		"blockdev":       virt.DomainBlockRebaseCopyDev,
	}.Of(a)
	if c.format == "raw" {
		c.rebaseFlags |= virt.DomainBlockRebaseCopyRaw
	}
	if c.bytes {
		c.rebaseFlags |= virt.DomainBlockRebaseBandwidthBytes
	}
	return c, nil
}

func runBlockcopy(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{{"dest", "xml"}, {"format", "xml"}, {"blockdev", "xml"}, {"pivot", "finish"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	c, err := blockCopyOf(a)
	if err != nil {
		return nil, err
	}
	if _, err := a.Seconds("timeout"); err != nil {
		return nil, err
	}
	if c.dest == "" && c.file == "" {
		return nil, vsh.Failf("need either --dest or --xml")
	}
	waits, err := waitsForBlockJob(a, "pivot", "finish")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	start := func() error { return dom.BlockRebase(ctx, c.disk, c.dest, c.bandwidth, c.rebaseFlags) }
	if c.needsXML() || a.Bool("print-xml") {
		xml, err := c.xml(s)
		if err != nil {
			return nil, err
		}
		params, err := c.params()
		if err != nil {
			return nil, err
		}
		if a.Bool("print-xml") {
			return format.XML(xml), nil
		}
		start = func() error { return dom.BlockCopy(ctx, c.disk, xml, params, c.copyFlags) }
	}
	if !waits {
		if err := start(); err != nil {
			return nil, err
		}
		return blockJobDone("started", dom, c.disk, "Block Copy started"), nil
	}
	w, err := blockJobWaitOf(s, a, dom, c.disk, "Block Copy")
	if err != nil {
		return nil, err
	}
	status, err := w.run(ctx, start)
	if err != nil {
		return nil, err
	}
	if result, err := w.outcome(status, "Copy"); err != nil {
		return result, err
	}
	switch {
	case a.Bool("pivot"):
		return w.pivot(ctx)
	case a.Bool("finish"):
		return w.finish(ctx, "\nSuccessfully copied")
	}
	return blockJobDone("mirrored", dom, c.disk, "\nNow in mirroring phase"), nil
}

// needsXML reports whether the options say what only the newer of the host's two
// calls can do. The older one serves older hosts.
func (c *blockCopy) needsXML() bool {
	const newer = virt.DomainBlockCopyTransientJob | virt.DomainBlockCopySynchronousWrites
	return c.file != "" || c.granularity != 0 || c.bufSize != 0 || c.format != "" && c.format != "raw" || c.copyFlags&newer != 0
}

// xml returns the XML of the copy.
func (c *blockCopy) xml(s *vsh.Session) (string, error) {
	if c.file != "" {
		return s.ReadXMLFile(c.file)
	}
	return xmledit.CopyDest(c.dest, c.format, c.rebaseFlags&virt.DomainBlockRebaseCopyDev != 0), nil
}

// params returns the parameters of the copy: those that are not 0.
func (c *blockCopy) params() ([]virt.TypedParam, error) {
	limit := c.bandwidth
	if !c.bytes {
		if limit > math.MaxUint64>>20 {
			return nil, vsh.Failf("bandwidth must be less than %d", uint64(math.MaxUint64>>20))
		}
		limit <<= 20 // this call has no other unit than bytes/s
	}
	var params []virt.TypedParam
	if limit != 0 {
		params = append(params, virt.TypedParam{Name: virt.DomainBlockCopyBandwidth, Value: virt.UllongValue(limit)})
	}
	if c.granularity != 0 {
		params = append(params, virt.TypedParam{Name: virt.DomainBlockCopyGranularity, Value: virt.UintValue(c.granularity)})
	}
	if c.bufSize != 0 {
		params = append(params, virt.TypedParam{Name: virt.DomainBlockCopyBufSize, Value: virt.UllongValue(c.bufSize)})
	}
	return params, nil
}
