package apimap

func networkRows() []Row {
	return []Row{
		{Function: "virConnectNumOfNetworks", Symbol: "Conn.NumOfNetworks", Commands: []string{"net-list"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virConnectListNetworks", Symbol: "Conn.ListNetworks", Commands: []string{"net-list"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virConnectNumOfDefinedNetworks", Symbol: "Conn.NumOfDefinedNetworks", Commands: []string{"net-list"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virConnectListDefinedNetworks", Symbol: "Conn.ListDefinedNetworks", Commands: []string{"net-list"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkLookupByName", Symbol: "Conn.LookupNetworkByName", Commands: []string{"net-uuid"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkLookupByUUID", Symbol: "Conn.LookupNetworkByUUID", Commands: []string{"net-name"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkLookupByUUIDString", Symbol: "Conn.LookupNetworkByUUIDString", Commands: []string{"net-name"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkGetName", Symbol: "Network.Name", Commands: []string{"net-name"}},
		{Function: "virNetworkGetUUID", Symbol: "Network.UUID", Commands: []string{"net-uuid"}},
		{Function: "virNetworkGetUUIDString", Symbol: "Network.UUID", Commands: []string{"net-uuid"}},
		{Function: "virNetworkGetConnect", Symbol: "Network.Conn"},
		{Function: "virNetworkFree", Note: "a value needs no freeing"},
		{Function: "virNetworkCreateXML", Symbol: "Conn.CreateNetworkXML", Commands: []string{"net-create"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkDefineXML", Symbol: "Conn.DefineNetworkXML", Commands: []string{"net-define"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkCreate", Symbol: "Network.Create", Commands: []string{"net-start"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkDestroy", Symbol: "Network.Destroy", Commands: []string{"net-destroy"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkUndefine", Symbol: "Network.Undefine", Commands: []string{"net-undefine"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkGetXMLDesc", Symbol: "Network.XMLDesc", Commands: []string{"net-dumpxml", "net-edit"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkGetAutostart", Symbol: "Network.Autostart", Commands: []string{"net-info"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkSetAutostart", Symbol: "Network.SetAutostart", Commands: []string{"net-autostart"}, Drivers: both(), Case: "transcript/network"},
		{Function: "virNetworkGetBridgeName", Symbol: "Network.BridgeName", Commands: []string{"net-info"}, Drivers: both(), Case: "transcript/network"},
	}
}
