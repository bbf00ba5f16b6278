package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func restoreSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "restore", Help: "start a domain from a file of save",
		Description: "Start a domain again from a file that save wrote.",
		Examples:    []string{"restore web.saved"},
		Opts: []vsh.Opt{
			vsh.StringArg("file", "file on the host that save wrote", "files"),
			vsh.BoolOpt("bypass-cache", "read the file past the host's file cache"),
			vsh.IntOpt("parallel-channels", "how many streams read the file at once", "int32"),
			vsh.StringOpt("xml", "file with the XML to restore with", "files").Loose(),
			vsh.BoolOpt("running", "let its CPUs go on, whatever was saved"),
			vsh.BoolOpt("paused", "leave its CPUs stopped, whatever was saved"),
			vsh.BoolOpt("reset-nvram", "make the NVRAM anew from its template"),
		},
		Run: runRestore,
	}
}

var restoreFlags = vsh.FlagMap[virt.DomainSaveRestoreFlags]{
	"bypass-cache": virt.DomainSaveBypassCache,
	"running":      virt.DomainSaveRunning,
	"paused":       virt.DomainSavePaused,
	"reset-nvram":  virt.DomainSaveResetNVRAM,
}

func runRestore(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	image, err := newSaveImage(s, a)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	flags := restoreFlags.Of(a)
	switch {
	case image.more != nil:
		err = conn.RestoreParams(ctx, image.params(), flags)
	case flags != 0 || image.xml != "":
		err = conn.RestoreFlags(ctx, image.file, image.xml, flags)
	default:
		err = conn.Restore(ctx, image.file)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to restore domain from %s", image.file)
	}
	return imageDone("restored", image.file, "Domain restored from %s\n"), nil
}

// imageDone is the result of an action on a file of the host, where the host does
// not tell which domain is in it.
func imageDone(verb, file, text string) format.Result {
	return format.Done(verb, imageRef(file), text, file)
}

// imageRef returns what names a file that save wrote in results.
func imageRef(file string) format.Ref { return format.Ref{Kind: "saveImage", Name: file} }
