package main

import (
	"fmt"
	"strings"
	"unicode"
)

// spellings are the words that are not written with one capital. As far as
// libvirt's API has a spelling, it is that one, so that the documentation of the
// API can be searched for a name.
var spellings = map[string]string{
	"acpi": "ACPI", "ap": "AP", "api": "API", "arp": "ARP", "blkdeviotune": "BlkdevIoTune", "bpf": "BPF",
	"bsi": "BSI", "ccw": "CCW", "ccwgroup": "CCWGroup", "cellnum": "CellNum", "ch": "CH",
	"clientid": "ClientID", "clonevol": "CloneVol", "cmt": "CMT", "cpu": "CPU", "cpu0": "CPU0",
	"cpumap": "CPUMap", "cpumaps": "CPUMaps", "cpus": "CPUs", "css": "CSS", "dbus": "DBus",
	"dconnuri": "DconnURI", "destxml": "DestXML", "dhcp": "DHCP", "dma": "DMA", "dns": "DNS", "dod": "DoD",
	"doi": "DOI", "drm": "DRM", "dumpformat": "DumpFormat", "dxml": "DXML", "emulatorbin": "EmulatorBin",
	"eof": "EOF", "es": "ES", "esx": "ESX", "expirytime": "ExpiryTime", "fc": "FC", "fd": "FD",
	"fds": "FDs", "filtername": "FilterName", "fs": "FS", "fsfreeze": "FSFreeze", "fsinfo": "FSInfo",
	"fsthaw": "FSThaw", "fstrim": "FSTrim", "fstype": "FSType", "gnutls": "GnuTLS", "hmp": "HMP",
	"holdtime": "HoldTime", "http": "HTTP", "hv": "HV", "hwaddr": "HWAddr", "iaid": "IAID", "id": "ID",
	"ids": "IDs", "idx": "Index", "io": "IO", "iothread": "IOThread", "iothreads": "IOThreads",
	"iotune": "IOTune", "iowait": "IOWait", "ip": "IP", "ipaddr": "IPAddr", "ipv4": "IPv4", "ipv6": "IPv6",
	"iscsi": "ISCSI", "kvm": "KVM", "lvm": "LVM", "lxc": "LXC", "mac": "MAC", "maplen": "MapLen",
	"maxcells": "MaxCells", "maxerrors": "MaxErrors", "maxids": "MaxIDs", "maxinfo": "MaxInfo",
	"maxnames": "MaxNames", "maxuuids": "MaxUUIDs", "mbml": "MBML", "mbmt": "MBMT", "mdev": "MDev",
	"mechlist": "MechList", "mhz": "MHz", "mime": "MIME", "mt": "MT", "ncpumaps": "NCPUMaps",
	"ncpus": "NCPUs", "nerrors": "NErrors", "netfs": "NetFS", "nic": "NIC", "nmi": "NMI", "nnsa": "NNSA",
	"nparams": "NParams", "ns": "NS", "nseconds": "NSeconds", "nsuri": "NsURI", "nvcpus": "NVcpus",
	"nvram": "NVRAM", "nwfilter": "NWFilter", "ok": "OK", "openvz": "OpenVZ", "os": "OS", "p2p": "P2P",
	"pci": "PCI", "pdh": "PDH", "pf": "PF", "pid": "PID", "pm": "PM", "pmsuspend": "PMSuspend",
	"pmsuspended": "PMSuspended", "pmwakeup": "PMWakeup", "portdev": "PortDev", "qemu": "QEMU",
	"qnum": "QNum", "ram": "RAM", "rbd": "RBD", "rdma": "RDMA", "retcode": "RetCode", "rfb": "RFB",
	"rng": "RNG", "ro": "RO", "rpc": "RPC", "rtc": "RTC", "rx": "Rx", "sasl": "SASL", "scsi": "SCSI",
	"selinux": "SELinux", "sev": "SEV", "signum": "SigNum", "snp": "SNP", "srv": "SRV", "ssh": "SSH",
	"tcp": "TCP", "tls": "TLS", "tpm": "TPM", "tx": "Tx", "txt": "TXT", "uefi": "UEFI", "uml": "UML",
	"uri": "URI", "url": "URL", "usb": "USB", "uuid": "UUID", "uuids": "UUIDs", "vbox": "VBox",
	"vcpuid": "VcpuID", "vcpuinfo": "VcpuInfo", "vdpa": "VDPA", "vf": "VF", "vfio": "VFIO",
	"virttype": "VirtType", "vm": "VM", "vmware": "VMware", "vnc": "VNC", "vpd": "VPD", "vport": "VPort",
	"vports": "VPorts", "vtpm": "VTPM", "wwnn": "WWNN", "wwpn": "WWPN", "x509": "X509", "xdr": "XDR",
	"xml": "XML", "xmlin": "XMLIn", "zfs": "ZFS",
}

// camel makes a Go name of a C name, which may have its words apart by
// underscores, by capitals, or both.
func camel(c string) string {
	var b strings.Builder
	for _, w := range words(c) {
		if s, ok := spellings[strings.ToLower(w)]; ok {
			b.WriteString(s)
			continue
		}
		w = strings.ToLower(w)
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// words cuts a C name into words: at underscores, and before a capital that
// follows a small letter. A final plural s stays with its word (CPUs).
func words(c string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(c, func(r rune) bool { return r == '_' }) {
		start := 0
		for i := 1; i < len(part); i++ {
			if unicode.IsUpper(rune(part[i])) && unicode.IsLower(rune(part[i-1])) {
				out = append(out, part[start:i])
				start = i
			}
		}
		out = append(out, part[start:])
	}
	return out
}

// nameSet is the identifiers of a package, to find two that clash.
type nameSet map[string]string

// add notes that Go's name goName stands for cName.
func (s nameSet) add(goName, cName string) error {
	if old, ok := s[goName]; ok {
		return fmt.Errorf("%s stands for both %s and %s: add one to the table of exceptions", goName, old, cName)
	}
	s[goName] = cName
	return nil
}

// spelledAs returns the one of the API's functions whose letters are those of
// the C name c, without its vir: for DOMAIN_GET_OS_TYPE, DomainGetOSType.
func spelledAs(c string, api []string) (string, bool) {
	flat := strings.ReplaceAll(c, "_", "")
	for _, f := range api {
		if name := strings.TrimPrefix(f, "vir"); strings.EqualFold(name, flat) {
			return name, true
		}
	}
	return "", false
}
