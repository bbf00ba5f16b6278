package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func saveSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "save", Help: "save a running domain to a file",
		Description: "Write the memory and the devices' state of a domain to a file on the host, and stop it.\n" +
			"restore lets it go on from there.",
		Examples: []string{"save web web.saved"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("file", "file on the host to write", "files"),
			vsh.BoolOpt("bypass-cache", "write the file past the host's file cache"),
			vsh.IntOpt("parallel-channels", "how many streams write the file at once", "int32"),
			vsh.StringOpt("image-format", "format of the file: raw, sparse, gzip, bzip2, xz, lzop or zstd", "save-image-formats"),
			vsh.StringOpt("xml", "file with the XML to restore with", "files").Loose(),
			vsh.BoolOpt("running", "let its CPUs go on after restore"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after restore"),
			vsh.BoolOpt("verbose", "show the progress"),
		},
		Run: runSave,
	}
}

var saveFlags = vsh.FlagMap[virt.DomainSaveRestoreFlags]{
	"bypass-cache": virt.DomainSaveBypassCache,
	"running":      virt.DomainSaveRunning,
	"paused":       virt.DomainSavePaused,
}

func runSave(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	image, err := newSaveImage(s, a)
	if err != nil {
		return nil, err
	}
	if a.Has("image-format") {
		word, err := a.String("image-format")
		if err != nil {
			return nil, err
		}
		image.more = append(image.more, virt.TypedParam{Name: virt.DomainSaveParamImageFormat, Value: virt.StringValue(word)})
	}
	flags := saveFlags.Of(a)
	j := &job{session: s, dom: dom, label: "Save", verbose: a.Bool("verbose")}
	err = j.run(ctx, func(ctx context.Context) error {
		switch {
		case image.more != nil:
			return dom.SaveParams(ctx, image.params(), flags)
		case flags != 0 || image.xml != "":
			return dom.SaveFlags(ctx, image.file, image.xml, flags)
		}
		return dom.Save(ctx, image.file)
	})
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to save domain '%s' to %s", dom.Name(), image.file)
	}
	return &fileAction{
		Action: format.Done("saved", ref(dom), "\nDomain '%s' saved to %s\n", dom.Name(), image.file),
		File:   image.file,
	}, nil
}

// fileAction is an action on a domain with a file of the host.
type fileAction struct {
	format.Action
	File string `json:"file"` // as it was given
}
