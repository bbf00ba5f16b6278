package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volCreateFromSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-create-from", Help: "make a volume with the data of another",
		Description: "Make a volume as a file of XML describes it, with the data of another volume.",
		Examples:    []string{"vol-create-from images volume.xml web.img --inputpool images"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools-active"),
			vsh.FileArg("file with the XML of the volume, or - for standard input"),
			vsh.VolArg("name, key or path of the volume that has the data"),
			vsh.StringOpt("inputpool", "name or UUID of that volume's pool", "pools").Loose(),
			preallocOpt(),
			reflinkOpt(),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runVolCreateFrom,
	}
}

func runVolCreateFrom(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	from, err := s.VolOf(ctx, a, "vol", "inputpool", vsh.ByName)
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	flags := cloneFlags(a) | vsh.FlagMap[virt.StorageVolCreateFlags]{"validate": virt.StorageVolCreateValidate}.Of(a)
	vol, err := pool.CreateVolXMLFrom(ctx, xml, from, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create vol from %s", file)
	}
	return format.Done("created", format.Ref(vol.Ref()), "Vol %s created from input vol %s\n", vol.Name(), from.Name()), nil
}
