package libvirt_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestSavePaths: the host, which works in a directory of its own, gets the files
// that the caller means, however they are named.
func TestSavePaths(t *testing.T) {
	h := &fileHost{}
	conn := libvirt.New(h)
	ctx := t.Context()
	dom, err := conn.LookupDomainByName(ctx, "vm")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, want string }{{"/a/../b", "/a/../b"}, {"b", dir + "/b"}, {"./b", dir + "/./b"}} {
		h.files = nil
		params := []virt.TypedParam{{Name: virt.DomainSaveParamFile, Value: virt.StringValue(c.path)}}
		_, xmlErr := conn.SaveImageXMLDesc(ctx, c.path, 0)
		for _, err := range []error{
			xmlErr,
			conn.SaveImageDefineXML(ctx, c.path, "<domain/>", 0),
			conn.Restore(ctx, c.path), conn.RestoreFlags(ctx, c.path, "", 0), conn.RestoreParams(ctx, params, 0),
			dom.Save(ctx, c.path), dom.SaveFlags(ctx, c.path, "", 0), dom.SaveParams(ctx, params, 0),
			dom.CoreDump(ctx, c.path, 0), dom.CoreDumpWithFormat(ctx, c.path, virt.DomainCoreDumpFormatRaw, 0),
		} {
			if err != nil {
				t.Error(err)
			}
		}
		asParams := fmt.Sprint([]virt.TypedParam{{Name: virt.DomainSaveParamFile, Value: virt.StringValue(c.want)}})
		want := []string{c.want, c.want, c.want, c.want, asParams, c.want, c.want, asParams, c.want, c.want}
		if !slices.Equal(h.files, want) {
			t.Errorf("%s:\n%v\nwant\n%v", c.path, h.files, want)
		}
		if text, _ := params[0].Value.Str(); text != c.path {
			t.Errorf("the caller's parameter has become %s", text)
		}
	}
}

// fileHost is a session with a host that does nothing but note which files it is
// to read or write.
type fileHost struct {
	driver.Conn
	files []string
}

func (h *fileHost) Invoke(_ context.Context, r *protocol.Request) error {
	var file string
	switch a := r.Args.(type) {
	case *protocol.DomainLookupByNameArgs:
		r.Reply.(*protocol.DomainLookupByNameReply).Dom = protocol.Domain{Name: a.Name, ID: 1}
		return nil
	case *protocol.DomainSaveArgs:
		file = a.To
	case *protocol.DomainSaveFlagsArgs:
		file = a.To
	case *protocol.DomainSaveParamsArgs:
		file = fmt.Sprint(a.Params)
	case *protocol.DomainCoreDumpArgs:
		file = a.To
	case *protocol.DomainCoreDumpWithFormatArgs:
		file = a.To
	case *protocol.DomainRestoreArgs:
		file = a.From
	case *protocol.DomainRestoreFlagsArgs:
		file = a.From
	case *protocol.DomainRestoreParamsArgs:
		file = fmt.Sprint(a.Params)
	case *protocol.DomainSaveImageGetXMLDescArgs:
		file = a.File
	case *protocol.DomainSaveImageDefineXMLArgs:
		file = a.File
	}
	h.files = append(h.files, file)
	return nil
}
