package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func volCloneSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-clone", Help: "copy a volume in its pool",
		Examples: []string{"vol-clone web.img copy.img --pool images"},
		Opts: []vsh.Opt{
			vsh.VolArg("name, key or path of the volume"),
			vsh.StringArg("newname", "name of the copy", "none"),
			vsh.PoolOpt("name or UUID of the pool").Pos(),
			preallocOpt(),
			reflinkOpt(),
			vsh.BoolOpt("print-xml", "print the XML of the copy and do nothing"),
		},
		Run: runVolClone,
	}
}

func runVolClone(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	from, err := s.Vol(ctx, a)
	if err != nil {
		return nil, err
	}
	pool, err := from.Pool(ctx)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get parent pool")
	}
	name, err := a.String("newname")
	if err != nil {
		return nil, err
	}
	doc, err := from.XMLDesc(ctx, 0)
	if err != nil {
		return nil, err
	}
	xml, err := xmledit.CloneVolume(doc, name)
	if err != nil {
		return nil, vsh.Failf("Failed to clone vol from %s: %v", from.Name(), err)
	}
	if a.Bool("print-xml") {
		return format.XML(xml), nil
	}
	vol, err := pool.CreateVolXMLFrom(ctx, xml, from, cloneFlags(a))
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to clone vol from %s", from.Name())
	}
	return format.Done("cloned", format.Ref(vol.Ref()), "Vol %s cloned from %s\n", vol.Name(), from.Name()), nil
}
