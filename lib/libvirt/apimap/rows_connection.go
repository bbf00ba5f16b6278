package apimap

func libraryRows() []Row {
	return []Row{
		{Function: "virInitialize", Symbol: "Initialize"},
		{Function: "virGetVersion", Symbol: "Version", Commands: []string{"version"}},
		{Function: "virEventRegisterImpl", Symbol: "RegisterEventLoop"},
		{Function: "virGetLastError", Symbol: "LastError"},
		{Function: "virCopyLastError", Symbol: "LastError"},
		{Function: "virResetLastError", Symbol: "ResetLastError"},
		{Function: "virResetError", Note: "an error is a value"},
		{Function: "virConnGetLastError", Symbol: "Conn.LastError"},
		{Function: "virConnCopyLastError", Symbol: "Conn.LastError"},
		{Function: "virConnResetLastError", Symbol: "Conn.ResetLastError"},
		{Function: "virConnSetErrorFunc", Symbol: "Conn.SetErrorFunc"},
		{Function: "virSetErrorFunc", Symbol: "SetErrorFunc"},
		{Function: "virDefaultErrorFunc", Symbol: "DefaultErrorFunc"},
	}
}

func hostRows() []Row {
	return []Row{
		{Function: "virConnectOpen", Symbol: "Open", Commands: []string{"connect"}, Drivers: both(), Case: "define"},
		{Function: "virConnectOpenReadOnly", Symbol: "ReadOnly", Commands: []string{"connect"}, Drivers: both(), Case: "read-only"},
		{Function: "virConnectOpenAuth", Symbol: "Auth", Commands: []string{"connect"}, Drivers: both(), Case: "define"},
		{Function: "virConnectClose", Symbol: "Conn.Close", Commands: []string{"quit"}, Drivers: both(), Case: "closed"},
		{Function: "virConnectGetCapabilities", Symbol: "Conn.Capabilities", Commands: []string{"capabilities"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectGetHostname", Symbol: "Conn.Hostname", Commands: []string{"hostname"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectGetMaxVcpus", Symbol: "Conn.MaxVcpus", Commands: []string{"maxvcpus"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectGetType", Symbol: "Conn.Type", Commands: []string{"version", "hvtype"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectGetURI", Symbol: "Conn.URI", Commands: []string{"uri"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectGetVersion", Symbol: "Conn.HypervisorVersion", Commands: []string{"version"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virNodeGetInfo", Symbol: "Conn.NodeInfo", Commands: []string{"nodeinfo"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virNodeGetFreeMemory", Symbol: "Conn.FreeMemory", Commands: []string{"freecell"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virNodeGetCellsFreeMemory", Symbol: "Conn.CellsFreeMemory", Commands: []string{"freecell"}, Drivers: both(), Case: "transcript/host"},
		{Function: "virConnectNumOfDomains", Symbol: "Conn.NumOfDomains", Commands: []string{"list"}, Drivers: both(), Case: "transcript/domain-list"},
		{Function: "virConnectListDomains", Symbol: "Conn.ListDomains", Commands: []string{"list"}, Drivers: both(), Case: "transcript/domain-list"},
		{Function: "virConnectNumOfDefinedDomains", Symbol: "Conn.NumOfDefinedDomains", Commands: []string{"list"}, Drivers: both(), Case: "transcript/domain-list"},
		{Function: "virConnectListDefinedDomains", Symbol: "Conn.ListDefinedDomains", Commands: []string{"list"}, Drivers: both(), Case: "transcript/domain-list"},
		{Function: "virConnectDomainEventRegister", Symbol: "Conn.DomainEvents", Commands: []string{"event"}, Drivers: both(), Case: "events"},
		{Function: "virConnectDomainEventDeregister", Symbol: "Conn.DomainEvents", Commands: []string{"event"}, Drivers: both(), Case: "event-stop"},
	}
}
