package apimap

// macroRows are what C has macros for. They are no functions, and not in the
// description of the API.
func macroRows() []Row {
	return []Row{
		{Function: "VIR_CPU_MAPLEN", Symbol: "virt.NewCPUMap"},
		{Function: "VIR_USE_CPU", Symbol: "virt.CPUMap.Set"},
		{Function: "VIR_UNUSE_CPU", Symbol: "virt.CPUMap.Clear"},
		{Function: "VIR_CPU_USABLE", Symbol: "virt.CPUMap.Has"},
		{Function: "VIR_CPU_USED", Symbol: "virt.CPUMap.Has"},
		{Function: "VIR_COPY_CPUMAP", Symbol: "virt.CPUMaps.Row"},
		{Function: "VIR_GET_CPUMAP", Symbol: "virt.CPUMaps.Row"},
		{Function: "VIR_NODEINFO_MAXCPUS", Symbol: "NodeInfo.MaxCPUs"},
		{Function: "VIR_UUID_BUFLEN", Symbol: "virt.UUIDLen"},
		{Function: "VIR_UUID_STRING_BUFLEN", Symbol: "virt.UUIDStringLen"},
		{Function: "VIR_DOMAIN_SCHED_FIELD_LENGTH", Symbol: "virt.DomainSchedFieldLength"},
		{Function: "LIBVIR_VERSION_NUMBER", Symbol: "LibVersion"},
	}
}
