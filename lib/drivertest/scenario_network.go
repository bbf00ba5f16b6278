package drivertest

import (
	"github.com/virgo-vm/virgo/lib/protocol"
)

func networkScenario(s *script) {
	n := s.network("default")
	s.network("nosuch")
	ask(s, &protocol.NetworkLookupByUUID, &protocol.NetworkLookupByUUIDArgs{UUID: n.UUID})
	ask(s, &protocol.NetworkLookupByUUID, &protocol.NetworkLookupByUUIDArgs{UUID: unknownUUID()})
	state := func(n protocol.Network) {
		ask(s, &protocol.NetworkIsActive, &protocol.NetworkIsActiveArgs{Net: n})
		ask(s, &protocol.NetworkIsPersistent, &protocol.NetworkIsPersistentArgs{Net: n})
		ask(s, &protocol.NetworkGetAutostart, &protocol.NetworkGetAutostartArgs{Net: n})
		ask(s, &protocol.NetworkGetBridgeName, &protocol.NetworkGetBridgeNameArgs{Net: n})
		for flags := range uint32(3) {
			ask(s, &protocol.NetworkGetXMLDesc, &protocol.NetworkGetXMLDescArgs{Net: n, Flags: flags})
		}
	}
	lists := func() {
		for bit := range 8 {
			ask(s, &protocol.ConnectListAllNetworks, &protocol.ConnectListAllNetworksArgs{NeedResults: 1, Flags: 1 << bit >> 1})
		}
		get(s, &protocol.ConnectNumOfNetworks)
		get(s, &protocol.ConnectNumOfDefinedNetworks)
		for _, most := range []int32{0, 5} {
			ask(s, &protocol.ConnectListNetworks, &protocol.ConnectListNetworksArgs{MaxNames: most})
			ask(s, &protocol.ConnectListDefinedNetworks, &protocol.ConnectListDefinedNetworksArgs{MaxNames: most})
		}
	}
	state(n)
	lists()
	tell(s, &protocol.NetworkSetAutostart, &protocol.NetworkSetAutostartArgs{Net: n, Autostart: 1})
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: n})
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: n})
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: n})
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: n})
	state(n)
	lists()
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: n})
	state(n)

	define := func(xml string) protocol.Network {
		return ask(s, &protocol.NetworkDefineXML, &protocol.NetworkDefineXMLArgs{XML: xml}).Net
	}
	a := define("<network><name>a</name></network>")
	state(a)
	define("<network><name>a</name></network>")
	define("<network><name>b</name><uuid>" + a.UUID.String() + "</uuid></network>")
	define("<network><name>a</name><uuid>" + a.UUID.String() + "</uuid><bridge name='br'/></network>")
	state(a)
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: a})
	define("<network><name>a</name><uuid>" + a.UUID.String() + "</uuid><bridge name='next'/></network>")
	state(a)
	ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: "<network><name>a</name><uuid>" + a.UUID.String() + "</uuid></network>"})
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: a})
	state(a)
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: a})
	state(a)
	for _, bad := range []string{"", "<network>", "<network/>", "<domain/>", "<network><name>a/b</name></network>", "<network><name>x</name><ip address='x'/></network>"} {
		define(bad)
		ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: bad})
	}
	t := ask(s, &protocol.NetworkCreateXML, &protocol.NetworkCreateXMLArgs{XML: "<network><name>t</name></network>"}).Net
	state(t)
	lists()
	tell(s, &protocol.NetworkSetAutostart, &protocol.NetworkSetAutostartArgs{Net: t, Autostart: 1})
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: t})
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: t})
	state(t)
	for flags := range uint32(3) {
		ask(s, &protocol.NetworkDefineXMLFlags, &protocol.NetworkDefineXMLFlagsArgs{XML: "<network><name>f</name></network>", Flags: flags})
		ask(s, &protocol.NetworkCreateXMLFlags, &protocol.NetworkCreateXMLFlagsArgs{XML: "<network><name>g</name></network>", Flags: flags})
	}
	ghost := protocol.Network{Name: "ghost", UUID: n.UUID}
	state(ghost)
	tell(s, &protocol.NetworkCreate, &protocol.NetworkCreateArgs{Net: ghost})
	tell(s, &protocol.NetworkDestroy, &protocol.NetworkDestroyArgs{Net: ghost})
	tell(s, &protocol.NetworkUndefine, &protocol.NetworkUndefineArgs{Net: ghost})
	tell(s, &protocol.NetworkSetAutostart, &protocol.NetworkSetAutostartArgs{Net: ghost, Autostart: 1})
	ask(s, &protocol.NetworkGetDHCPLeases, &protocol.NetworkGetDHCPLeasesArgs{Net: n})
}

func poolScenario(s *script) {
	p := s.pool("default-pool")
	s.pool("nosuch")
	ask(s, &protocol.StoragePoolLookupByUUID, &protocol.StoragePoolLookupByUUIDArgs{UUID: p.UUID})
	ask(s, &protocol.StoragePoolLookupByUUID, &protocol.StoragePoolLookupByUUIDArgs{UUID: unknownUUID()})
	for _, path := range []string{"/default-pool", "/default-pool/", "/nosuch"} {
		ask(s, &protocol.StoragePoolLookupByTargetPath, &protocol.StoragePoolLookupByTargetPathArgs{Path: path})
	}
	state := func(p protocol.StoragePool) {
		ask(s, &protocol.StoragePoolIsActive, &protocol.StoragePoolIsActiveArgs{Pool: p})
		ask(s, &protocol.StoragePoolIsPersistent, &protocol.StoragePoolIsPersistentArgs{Pool: p})
		ask(s, &protocol.StoragePoolGetAutostart, &protocol.StoragePoolGetAutostartArgs{Pool: p})
		ask(s, &protocol.StoragePoolGetInfo, &protocol.StoragePoolGetInfoArgs{Pool: p})
		for flags := range uint32(2) {
			ask(s, &protocol.StoragePoolGetXMLDesc, &protocol.StoragePoolGetXMLDescArgs{Pool: p, Flags: flags})
		}
	}
	lists := func() {
		for bit := range 22 {
			ask(s, &protocol.ConnectListAllStoragePools, &protocol.ConnectListAllStoragePoolsArgs{NeedResults: 1, Flags: 1 << bit >> 1})
		}
		get(s, &protocol.ConnectNumOfStoragePools)
		get(s, &protocol.ConnectNumOfDefinedStoragePools)
		ask(s, &protocol.ConnectListStoragePools, &protocol.ConnectListStoragePoolsArgs{MaxNames: 5})
		ask(s, &protocol.ConnectListDefinedStoragePools, &protocol.ConnectListDefinedStoragePoolsArgs{MaxNames: 5})
	}
	every := func(p protocol.StoragePool) {
		for flags := range uint32(2) {
			tell(s, &protocol.StoragePoolRefresh, &protocol.StoragePoolRefreshArgs{Pool: p, Flags: flags})
			tell(s, &protocol.StoragePoolBuild, &protocol.StoragePoolBuildArgs{Pool: p, Flags: flags})
			tell(s, &protocol.StoragePoolDelete, &protocol.StoragePoolDeleteArgs{Pool: p, Flags: flags})
			tell(s, &protocol.StoragePoolCreate, &protocol.StoragePoolCreateArgs{Pool: p, Flags: flags})
		}
		tell(s, &protocol.StoragePoolUndefine, &protocol.StoragePoolUndefineArgs{Pool: p})
		tell(s, &protocol.StoragePoolDestroy, &protocol.StoragePoolDestroyArgs{Pool: p})
	}
	state(p)
	lists()
	every(p)
	state(p)
	lists()
	every(p)
	every(p)

	define := func(xml string, flags uint32) protocol.StoragePool {
		return ask(s, &protocol.StoragePoolDefineXML, &protocol.StoragePoolDefineXMLArgs{XML: xml, Flags: flags}).Pool
	}
	const at = "<target><path>/a</path></target>"
	a := define("<pool type='dir'><name>a</name>"+at+"</pool>", 0)
	state(a)
	define("<pool type='dir'><name>a</name><target><path>/other</path></target></pool>", 0)
	define("<pool type='dir'><name>b</name>"+at+"</pool>", 0)
	define("<pool type='dir'><name>b</name><uuid>"+a.UUID.String()+"</uuid><target><path>/other</path></target></pool>", 0)
	define("<pool type='dir'><name>a</name><uuid>"+a.UUID.String()+"</uuid><target><path>/moved</path></target></pool>", 0)
	state(a)
	tell(s, &protocol.StoragePoolCreate, &protocol.StoragePoolCreateArgs{Pool: a})
	define("<pool type='dir'><name>a</name><uuid>"+a.UUID.String()+"</uuid><target><path>/next</path></target></pool>", 0)
	state(a)
	ask(s, &protocol.StoragePoolCreateXML, &protocol.StoragePoolCreateXMLArgs{XML: "<pool type='dir'><name>a</name><uuid>" + a.UUID.String() + "</uuid><target><path>/next</path></target></pool>"})
	tell(s, &protocol.StoragePoolDestroy, &protocol.StoragePoolDestroyArgs{Pool: a})
	state(a)
	tell(s, &protocol.StoragePoolUndefine, &protocol.StoragePoolUndefineArgs{Pool: a})
	for _, bad := range []string{"", "<pool>", "<pool/>", "<domain/>", "<pool type='dir'><name>x</name></pool>", "<pool type='x'><name>x</name></pool>"} {
		define(bad, 0)
		ask(s, &protocol.StoragePoolCreateXML, &protocol.StoragePoolCreateXMLArgs{XML: bad})
	}
	for flags := range uint32(3) {
		define("<pool type='dir'><name>f</name><target><path>/f</path></target></pool>", flags)
		ask(s, &protocol.StoragePoolCreateXML, &protocol.StoragePoolCreateXMLArgs{XML: "<pool type='dir'><name>g</name><target><path>/g</path></target></pool>", Flags: flags})
	}
	g := s.pool("g")
	state(g)
	tell(s, &protocol.StoragePoolSetAutostart, &protocol.StoragePoolSetAutostartArgs{Pool: g, Autostart: 1})
	tell(s, &protocol.StoragePoolSetAutostart, &protocol.StoragePoolSetAutostartArgs{Pool: s.pool("f"), Autostart: 1})
	lists()
	tell(s, &protocol.StoragePoolDestroy, &protocol.StoragePoolDestroyArgs{Pool: g})
	ghost := protocol.StoragePool{Name: "ghost", UUID: p.UUID}
	state(ghost)
	every(ghost)
	tell(s, &protocol.StoragePoolSetAutostart, &protocol.StoragePoolSetAutostartArgs{Pool: ghost, Autostart: 1})
}

func volumeScenario(s *script) {
	p := s.pool("default-pool")
	lists := func(p protocol.StoragePool) {
		ask(s, &protocol.StoragePoolNumOfVolumes, &protocol.StoragePoolNumOfVolumesArgs{Pool: p})
		for _, n := range []int32{0, 5} {
			ask(s, &protocol.StoragePoolListVolumes, &protocol.StoragePoolListVolumesArgs{Pool: p, MaxNames: n})
		}
		for flags := range uint32(2) {
			ask(s, &protocol.StoragePoolListAllVolumes, &protocol.StoragePoolListAllVolumesArgs{Pool: p, NeedResults: 1, Flags: flags})
		}
		ask(s, &protocol.StoragePoolListAllVolumes, &protocol.StoragePoolListAllVolumesArgs{Pool: p})
	}
	look := func(v protocol.StorageVol) {
		ask(s, &protocol.StorageVolLookupByName, &protocol.StorageVolLookupByNameArgs{Pool: protocol.StoragePool{Name: v.Pool}, Name: v.Name})
		ask(s, &protocol.StorageVolLookupByKey, &protocol.StorageVolLookupByKeyArgs{Key: v.Key})
		ask(s, &protocol.StorageVolLookupByPath, &protocol.StorageVolLookupByPathArgs{Path: v.Key})
		ask(s, &protocol.StorageVolGetInfo, &protocol.StorageVolGetInfoArgs{Vol: v})
		for flags := range uint32(2) {
			ask(s, &protocol.StorageVolGetInfoFlags, &protocol.StorageVolGetInfoFlagsArgs{Vol: v, Flags: flags})
			ask(s, &protocol.StorageVolGetXMLDesc, &protocol.StorageVolGetXMLDescArgs{Vol: v, Flags: flags})
		}
		ask(s, &protocol.StorageVolGetPath, &protocol.StorageVolGetPathArgs{Vol: v})
		ask(s, &protocol.StoragePoolLookupByVolume, &protocol.StoragePoolLookupByVolumeArgs{Vol: v})
	}
	create := func(p protocol.StoragePool, xml string, flags uint32) protocol.StorageVol {
		return ask(s, &protocol.StorageVolCreateXML, &protocol.StorageVolCreateXMLArgs{Pool: p, XML: xml, Flags: flags}).Vol
	}
	lists(p)
	v := create(p, "<volume><name>v</name><capacity>1000</capacity></volume>", 0)
	look(v)
	create(p, "<volume><name>v</name><capacity>1000</capacity></volume>", 0)
	create(p, "<volume type='block'><name>b</name><capacity unit='M'>1</capacity><allocation>0</allocation></volume>", 0)
	look(protocol.StorageVol{Pool: p.Name, Name: "b", Key: "/default-pool/b"})
	ask(s, &protocol.StoragePoolGetInfo, &protocol.StoragePoolGetInfoArgs{Pool: p})
	lists(p)
	for _, bad := range []string{"", "<volume>", "<volume/>", "<pool/>", "<volume><name>x</name></volume>", "<volume><name>x</name><capacity unit='E'>1</capacity></volume>",
		"<volume><name>x</name><capacity unit='nonsense'>1</capacity></volume>", "<volume><name>a/b</name><capacity>1</capacity></volume>"} {
		create(p, bad, 0)
	}
	for bit := range 2 {
		create(p, "<volume><name>f</name><capacity>1</capacity></volume>", 1<<bit)
	}
	clone := func(name string, from protocol.StorageVol, flags uint32) {
		ask(s, &protocol.StorageVolCreateXMLFrom, &protocol.StorageVolCreateXMLFromArgs{Pool: p,
			XML: "<volume><name>" + name + "</name><capacity>10</capacity></volume>", CloneVol: from, Flags: flags})
	}
	clone("c", v, 0)
	clone("c", v, 0)
	clone("d", protocol.StorageVol{Pool: p.Name, Name: "nosuch"}, 0)
	clone("e", v, 1)
	look(protocol.StorageVol{Pool: p.Name, Name: "c", Key: "/default-pool/c"})
	look(protocol.StorageVol{Pool: p.Name, Name: "nosuch", Key: "/nosuch"})
	look(protocol.StorageVol{Pool: "nosuch", Name: "v", Key: "/default-pool/v"})
	tell(s, &protocol.StorageVolDelete, &protocol.StorageVolDeleteArgs{Vol: v, Flags: 1})
	tell(s, &protocol.StorageVolDelete, &protocol.StorageVolDeleteArgs{Vol: v})
	tell(s, &protocol.StorageVolDelete, &protocol.StorageVolDeleteArgs{Vol: v})
	look(v)
	ask(s, &protocol.StoragePoolGetXMLDesc, &protocol.StoragePoolGetXMLDescArgs{Pool: p})
	tell(s, &protocol.StoragePoolDestroy, &protocol.StoragePoolDestroyArgs{Pool: p})
	lists(p)
	look(protocol.StorageVol{Pool: p.Name, Name: "c", Key: "/default-pool/c"})
	create(p, "<volume><name>x</name><capacity>1</capacity></volume>", 0)
	clone("x", v, 0)
	tell(s, &protocol.StorageVolDelete, &protocol.StorageVolDeleteArgs{Vol: v})
	lists(protocol.StoragePool{Name: "nosuch"})
	tell(s, &protocol.StoragePoolCreate, &protocol.StoragePoolCreateArgs{Pool: p})
	lists(p)
}
