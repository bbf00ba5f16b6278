package domain

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

// saveImage is what the options of save and restore say of the file.
type saveImage struct {
	file, xml string            // xml is empty for the one that is there
	more      []virt.TypedParam // what only newer hosts know
}

func newSaveImage(s *vsh.Session, a *vsh.Args) (*saveImage, error) {
	var image saveImage
	var err error
	if image.file, err = a.String("file"); err != nil {
		return nil, err
	}
	if a.Has("parallel-channels") {
		n, err := a.Int32("parallel-channels")
		if err != nil {
			return nil, err
		}
		image.more = append(image.more, virt.TypedParam{Name: virt.DomainSaveParamParallelChannels, Value: virt.IntValue(n)})
	}
	if !a.Has("xml") {
		return &image, nil
	}
	file, err := a.String("xml")
	if err != nil {
		return nil, err
	}
	image.xml, err = s.ReadXMLFile(file)
	return &image, err
}

// params returns all of it as parameters.
func (i *saveImage) params() []virt.TypedParam {
	params := []virt.TypedParam{{Name: virt.DomainSaveParamFile, Value: virt.StringValue(i.file)}}
	if i.xml != "" {
		params = append(params, virt.TypedParam{Name: virt.DomainSaveParamDXML, Value: virt.StringValue(i.xml)})
	}
	return append(params, i.more...)
}
