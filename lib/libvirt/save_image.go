package libvirt

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Restore starts a domain again from the file, on the host, that Domain.Save
// wrote. A relative path is taken from the directory that this process works in.
func (c *Conn) Restore(ctx context.Context, path string) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return protocol.DomainRestore.Call(ctx, c, &protocol.DomainRestoreArgs{From: path})
}

// RestoreFlags is Restore with flags and, unless it is empty, another XML than
// the one that was saved.
func (c *Conn) RestoreFlags(ctx context.Context, path, xml string, flags virt.DomainSaveRestoreFlags) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return protocol.DomainRestoreFlags.Call(ctx, c,
		&protocol.DomainRestoreFlagsArgs{From: path, DXML: optional(xml), Flags: uint32(flags)})
}

// RestoreParams is RestoreFlags with its arguments as parameters, of which newer
// hosts know more: virt.DomainSaveParamFile and so on.
func (c *Conn) RestoreParams(ctx context.Context, params []virt.TypedParam, flags virt.DomainSaveRestoreFlags) error {
	params, err := withHostPath(params)
	if err != nil {
		return err
	}
	return protocol.DomainRestoreParams.Call(ctx, c, &protocol.DomainRestoreParamsArgs{Params: params, Flags: uint32(flags)})
}

// SaveImageXMLDesc returns the XML that a domain will be restored with from the
// file, on the host, that Domain.Save wrote.
func (c *Conn) SaveImageXMLDesc(ctx context.Context, path string, flags virt.DomainSaveImageXMLFlags) (string, error) {
	path, err := hostPath(path)
	if err != nil {
		return "", err
	}
	r, err := protocol.DomainSaveImageGetXMLDesc.Call(ctx, c, &protocol.DomainSaveImageGetXMLDescArgs{File: path, Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// SaveImageDefineXML replaces the XML in the file, on the host, that Domain.Save
// wrote. The flags tell whether the guest is to run or to be paused once it is
// restored; without them it is as it was.
func (c *Conn) SaveImageDefineXML(ctx context.Context, path, xml string, flags virt.DomainSaveRestoreFlags) error {
	path, err := hostPath(path)
	if err != nil {
		return err
	}
	return protocol.DomainSaveImageDefineXML.Call(ctx, c,
		&protocol.DomainSaveImageDefineXMLArgs{File: path, DXML: xml, Flags: uint32(flags)})
}

// hostPath returns the absolute form of the path of a file that the host reads
// or writes. The host works in a directory of its own, so that a relative path
// would mean another file there; it is of use where the host is this machine.
func hostPath(path string) (string, error) {
	if strings.HasPrefix(path, "/") {
		return path, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", virt.Errorf(virt.FromNone, virt.ErrInternalError, "could not build absolute path of '%s': %v", path, err)
	}
	return strings.TrimSuffix(dir, "/") + "/" + path, nil
}

// withHostPath returns params with an absolute path as virt.DomainSaveParamFile.
func withHostPath(params []virt.TypedParam) ([]virt.TypedParam, error) {
	i := slices.IndexFunc(params, func(p virt.TypedParam) bool { return p.Name == virt.DomainSaveParamFile })
	if i < 0 {
		return params, nil
	}
	path, ok := params[i].Value.Str()
	if !ok {
		return params, nil // the host says what is wrong
	}
	path, err := hostPath(path)
	if err != nil {
		return nil, err
	}
	params = slices.Clone(params)
	params[i].Value = virt.StringValue(path)
	return params, nil
}
