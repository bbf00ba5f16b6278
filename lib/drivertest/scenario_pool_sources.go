package drivertest

import "github.com/virgo-vm/virgo/lib/protocol"

// poolSourcesScenario leaves out what libvirt does wrong: a source without a host
// for netfs makes it crash, and it does not escape the host's name.
func poolSourcesScenario(s *script) {
	find := func(typ string, src *string, flags uint32) {
		ask(s, &protocol.ConnectFindStoragePoolSources, &protocol.ConnectFindStoragePoolSourcesArgs{Type: typ, SrcSpec: src, Flags: flags})
	}
	for _, typ := range []string{"logical", "netfs", "dir", "iscsi", "nonsense"} {
		find(typ, nil, 0)
		for _, src := range []string{
			"", "<source><host name='server'/></source>", "<source><host/></source>",
			"<source", "<pool/>", "<source><host name='server'/><host name='two'/></source>",
			"<source><host name=''/><format type='nfs'/></source>",
		} {
			find(typ, &src, 0)
		}
		find(typ, nil, 1)
	}
	find("logical", ptr("<source/>"), 0)
	find("logical", ptr("<source><format type='nfs'/><device/></source>"), 0)
	find("netfs", ptr("<source><format type='nonsense'/><host name='server'/></source>"), 0)
	find("netfs", ptr("<source><format type='glusterfs'/><host name='server' port='7'/><dir path='/d'/></source>"), 0)
}
