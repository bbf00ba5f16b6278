package monitor_test

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// withXML returns a host whose domain has the given devices.
func withXML(devices string) *vshtest.Host {
	h := newHost()
	driver.Handle(h.Mux, &protocol.DomainGetXMLDesc, func(context.Context, *protocol.DomainGetXMLDescArgs) (*protocol.DomainGetXMLDescReply, error) {
		return &protocol.DomainGetXMLDescReply{XML: "<domain><devices>" + devices + "</devices></domain>"}, nil
	})
	return h
}

func TestDomblklistSources(t *testing.T) {
	h := withXML(`
<disk type='file' device='disk'><source xmlns:q='u' q:file='no' dev='first' file='second'/><target dev='vda'/></disk>
<disk type='file' device='cdrom'><source file=''/><target dev='vdb'/></disk>
<disk type='file' device='cdrom'><target dev='vdc'/></disk>
<disk type='nvme' device='disk'><source namespace='5'><address domain='0x0001' bus='0xff' slot='0x1f' function='0x7'/></source><target dev='vdd'/></disk>
<disk type='volume' device='日本'><source pool='p' volume='größe &amp; v'/><target dev='vde'/></disk>`)
	equal(t, h.Text(t, "domblklist", "vm", "--details"), ` Type     Device   Target   Source
---------------------------------------------------
 file     disk     vda      first
 file     cdrom    vdb      -
 file     cdrom    vdc      -
 nvme     disk     vdd      nvme://0001:ff:1f.7/5
 volume   日本     vde      größe & v
`)
}

func TestDomblklistRefusesWhatItCannotShow(t *testing.T) {
	for _, c := range []struct{ devices, want string }{
		{"<disk type='file' device='disk'><source file='x'/></disk>", "error: unable to query block list\n"},
		{"<disk type='nvme' device='disk'><source namespace='1'/><target dev='vda'/></disk>", "error: Unable to query NVMe disk address\n"},
		{"<disk type='nvme' device='disk'><source><address bus='1'/></source><target dev='vda'/></disk>", "error: Unable to query NVMe disk address\n"},
		{"<disk type='nvme' device='disk'><source namespace='1'><address bus='x'/></source><target dev='vda'/></disk>", "error: Unable to query NVMe disk address\n"},
		{"<disk>", "error: Failed to parse domain description xml\nerror: XML syntax error on line 1: element <disk> closed by </devices>\n"},
	} {
		equal(t, withXML(c.devices).Text(t, "domblklist", "vm"), c.want)
	}
}

func TestDomblkinfoAll(t *testing.T) {
	h := withXML(`
<disk type='file' device='disk'><source file='a'/><target dev='big'/></disk>
<disk type='file' device='cdrom'><target dev='empty'/></disk>
<disk type='network' device='disk'><source protocol='rbd'/><target dev='far'/></disk>`)
	handleBlockInfo(h)
	active := false
	driver.Handle(h.Mux, &protocol.DomainIsActive, func(context.Context, *protocol.DomainIsActiveArgs) (*protocol.DomainIsActiveReply, error) {
		if active {
			return &protocol.DomainIsActiveReply{Active: 1}, nil
		}
		return &protocol.DomainIsActiveReply{}, nil
	})
	equal(t, h.Text(t, "domblkinfo", "vm", "--all"), ` Target   Capacity               Allocation   Physical
----------------------------------------------------------------
 big      18446744073709551615   0            1125899906842624
 empty    -                      -            -
 far      -                      -            -
`)
	equal(t, h.Text(t, "domblkinfo", "vm", "big", "--human"), "Capacity:       16.000 EiB\nAllocation:     0.000 B\nPhysical:       1.000 PiB\n")
	equal(t, h.JSON(t, "domblkinfo", "vm", "zero"), "{\n  \"disks\": [\n    {\n      \"device\": \"zero\"\n    }\n  ]\n}\n")
	active = true // of a running domain the host can tell, so that it does not is an error
	equal(t, h.Text(t, "domblkinfo", "vm", "--all"), "error: internal error: out of reach\n")
}

func TestDomblkinfoAllStopsAtALocalDisk(t *testing.T) {
	h := withXML("<disk type='file' device='disk'><source file='a'/><target dev='far'/></disk>")
	handleBlockInfo(h)
	equal(t, h.Text(t, "domblkinfo", "vm", "--all"), "error: internal error: out of reach\n")
}

func handleBlockInfo(h *vshtest.Host) {
	driver.Handle(h.Mux, &protocol.DomainGetBlockInfo, func(_ context.Context, a *protocol.DomainGetBlockInfoArgs) (*protocol.DomainGetBlockInfoReply, error) {
		switch a.Path {
		case "big":
			return &protocol.DomainGetBlockInfoReply{Capacity: 1<<64 - 1, Physical: 1 << 50}, nil
		case "zero":
			return &protocol.DomainGetBlockInfoReply{}, nil
		}
		return nil, virt.Errorf(virt.FromStorage, virt.ErrInternalError, "out of reach")
	})
}

func TestDomiflistSources(t *testing.T) {
	h := withXML(`
<interface type='network'><mac address='aa:bb:cc:dd:ee:ff'/><source network='default' portid='x' bridge='virbr0'/><target dev='vnet0'/><model type='virtio'/></interface>
<interface type='vhostuser'><source type='unix' path='/run/s' mode='server'/></interface>
<interface type='user'/>`)
	equal(t, h.Text(t, "domiflist", "vm"), ` Interface   Type        Source    Model    MAC
---------------------------------------------------------------
 vnet0       network     default   virtio   aa:bb:cc:dd:ee:ff
 -           vhostuser   /run/s    -        -
 -           user        -         -        -
`)
	equal(t, withXML("").JSON(t, "domiflist", "vm"), "{\n  \"interfaces\": []\n}\n")
}
