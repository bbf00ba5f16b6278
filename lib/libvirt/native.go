package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// DomainXMLFromNative returns the XML of the domain that config describes in the
// format of another program, such as the configuration file of a hypervisor. The
// driver knows its own formats. No flags are defined.
func (c *Conn) DomainXMLFromNative(ctx context.Context, format, config string, flags uint32) (string, error) {
	r, err := protocol.ConnectDomainXMLFromNative.Call(ctx, c,
		&protocol.ConnectDomainXMLFromNativeArgs{NativeFormat: format, NativeConfig: config, Flags: flags})
	if err != nil {
		return "", err
	}
	return r.DomainXML, nil
}

// DomainXMLToNative is the reverse of DomainXMLFromNative: for the format
// qemu-argv, the command line that the host would start the domain with. No
// flags are defined.
func (c *Conn) DomainXMLToNative(ctx context.Context, format, xml string, flags uint32) (string, error) {
	r, err := protocol.ConnectDomainXMLToNative.Call(ctx, c,
		&protocol.ConnectDomainXMLToNativeArgs{NativeFormat: format, DomainXML: xml, Flags: flags})
	if err != nil {
		return "", err
	}
	return r.NativeConfig, nil
}
