package test

import (
	"context"
	"encoding/xml"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handlePoolSources(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectFindStoragePoolSources, s.connectFindStoragePoolSources)
}

const logicalSources = `<sources>
  <source>
    <device path='/dev/sda20'/>
    <name>testvg1</name>
    <format type='lvm2'/>
  </source>
  <source>
    <device path='/dev/sda21'/>
    <name>testvg2</name>
    <format type='lvm2'/>
  </source>
</sources>
`

// netfsSources is the share that every server has, whose name comes in the place
// of HOST.
const netfsSources = `<sources>
  <source>
    <host name='HOST'/>
    <dir path='/testshare'/>
    <format type='nfs'/>
  </source>
</sources>
`

// connectFindStoragePoolSources finds the same two volume groups whatever is asked
// for, and a share on any server.
func (s *session) connectFindStoragePoolSources(_ context.Context, a *protocol.ConnectFindStoragePoolSourcesArgs) (*protocol.ConnectFindStoragePoolSourcesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testConnectFindStoragePoolSources"); err != nil {
		return nil, err
	}
	if a.Type == "dir" {
		return nil, errorf(virt.ErrInternalError, "unknown storage pool type %s", a.Type)
	}
	var source model.PoolSource
	if a.SrcSpec != nil {
		found, err := model.ParsePoolSource(*a.SrcSpec, a.Type)
		if err != nil {
			return nil, err
		}
		source = *found
	}
	switch a.Type {
	case "logical":
		return &protocol.ConnectFindStoragePoolSourcesReply{XML: logicalSources}, nil
	case "netfs":
		if len(source.Hosts) == 0 {
			return nil, errorf(virt.ErrInvalidArg, "hostname must be specified for netfs sources")
		}
		var host strings.Builder
		if err := xml.EscapeText(&host, []byte(source.Hosts[0])); err != nil { // libvirt does not escape it
			return nil, err
		}
		return &protocol.ConnectFindStoragePoolSourcesReply{XML: strings.Replace(netfsSources, "HOST", host.String(), 1)}, nil
	}
	return nil, errorf(virt.ErrNoSupport, "pool type '%s' does not support source discovery", a.Type)
}
