package apimap

func poolRows() []Row {
	return []Row{
		{Function: "virConnectNumOfStoragePools", Symbol: "Conn.NumOfStoragePools", Commands: []string{"pool-list"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virConnectListStoragePools", Symbol: "Conn.ListStoragePools", Commands: []string{"pool-list"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virConnectNumOfDefinedStoragePools", Symbol: "Conn.NumOfDefinedStoragePools", Commands: []string{"pool-list"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virConnectListDefinedStoragePools", Symbol: "Conn.ListDefinedStoragePools", Commands: []string{"pool-list"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolLookupByName", Symbol: "Conn.LookupStoragePoolByName", Commands: []string{"pool-uuid"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolLookupByUUID", Symbol: "Conn.LookupStoragePoolByUUID", Commands: []string{"pool-name"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolLookupByUUIDString", Symbol: "Conn.LookupStoragePoolByUUIDString", Commands: []string{"pool-name"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolGetName", Symbol: "StoragePool.Name", Commands: []string{"pool-name"}},
		{Function: "virStoragePoolGetUUID", Symbol: "StoragePool.UUID", Commands: []string{"pool-uuid"}},
		{Function: "virStoragePoolGetUUIDString", Symbol: "StoragePool.UUID", Commands: []string{"pool-uuid"}},
		{Function: "virStoragePoolGetConnect", Symbol: "StoragePool.Conn"},
		{Function: "virStoragePoolFree", Note: "a value needs no freeing"},
		{Function: "virStoragePoolCreateXML", Symbol: "Conn.CreateStoragePoolXML", Commands: []string{"pool-create", "pool-create-as"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolDefineXML", Symbol: "Conn.DefineStoragePoolXML", Commands: []string{"pool-define", "pool-define-as"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolCreate", Symbol: "StoragePool.Create", Commands: []string{"pool-start"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolDestroy", Symbol: "StoragePool.Destroy", Commands: []string{"pool-destroy"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolUndefine", Symbol: "StoragePool.Undefine", Commands: []string{"pool-undefine"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolGetXMLDesc", Symbol: "StoragePool.XMLDesc", Commands: []string{"pool-dumpxml", "pool-edit"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolGetAutostart", Symbol: "StoragePool.Autostart", Commands: []string{"pool-info"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolSetAutostart", Symbol: "StoragePool.SetAutostart", Commands: []string{"pool-autostart"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolLookupByVolume", Symbol: "StorageVol.Pool", Commands: []string{"vol-pool"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virConnectFindStoragePoolSources", Symbol: "Conn.FindStoragePoolSources", Commands: []string{"find-storage-pool-sources", "find-storage-pool-sources-as"}, Drivers: both(), Case: "pool-sources"},
		{Function: "virStoragePoolBuild", Symbol: "StoragePool.Build", Commands: []string{"pool-build"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolDelete", Symbol: "StoragePool.Delete", Commands: []string{"pool-delete"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolRefresh", Symbol: "StoragePool.Refresh", Commands: []string{"pool-refresh"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolGetInfo", Symbol: "StoragePool.Info", Commands: []string{"pool-info"}, Drivers: both(), Case: "transcript/pool"},
		{Function: "virStoragePoolNumOfVolumes", Symbol: "StoragePool.NumOfVolumes", Commands: []string{"vol-list"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStoragePoolListVolumes", Symbol: "StoragePool.ListVolumes", Commands: []string{"vol-list"}, Drivers: both(), Case: "transcript/volume"},
	}
}

func volumeRows() []Row {
	return []Row{
		{Function: "virStorageVolLookupByName", Symbol: "StoragePool.LookupVolByName", Commands: []string{"vol-key", "vol-path", "vol-info"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolLookupByKey", Symbol: "Conn.LookupStorageVolByKey", Commands: []string{"vol-name", "vol-path"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolLookupByPath", Symbol: "Conn.LookupStorageVolByPath", Commands: []string{"vol-name", "vol-key"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolCreateXML", Symbol: "StoragePool.CreateVolXML", Commands: []string{"vol-create", "vol-create-as"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolDelete", Symbol: "StorageVol.Delete", Commands: []string{"vol-delete"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolGetInfo", Symbol: "StorageVol.Info", Commands: []string{"vol-info", "vol-list"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolGetXMLDesc", Symbol: "StorageVol.XMLDesc", Commands: []string{"vol-dumpxml"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolGetPath", Symbol: "StorageVol.Path", Commands: []string{"vol-path", "vol-list"}, Drivers: both(), Case: "transcript/volume"},
		{Function: "virStorageVolGetName", Symbol: "StorageVol.Name", Commands: []string{"vol-name"}},
		{Function: "virStorageVolGetKey", Symbol: "StorageVol.Key", Commands: []string{"vol-key"}},
		{Function: "virStorageVolGetConnect", Symbol: "StorageVol.Conn"},
		{Function: "virStorageVolFree", Note: "a value needs no freeing"},
	}
}
