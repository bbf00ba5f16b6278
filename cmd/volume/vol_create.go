package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-create", Help: "make a volume from a file of XML",
		Examples: []string{"vol-create images volume.xml"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools-active"),
			vsh.FileArg("file with the XML of the volume, or - for standard input"),
			preallocOpt(),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runVolCreate,
	}
}

func runVolCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.StorageVolCreateFlags]{
		"prealloc-metadata": virt.StorageVolCreatePreallocMetadata,
		"validate":          virt.StorageVolCreateValidate,
	}.Of(a)
	vol, err := pool.CreateVolXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create vol from %s", file)
	}
	return format.Done("created", format.Ref(vol.Ref()), "Vol %s created from %s\n", vol.Name(), file), nil
}
