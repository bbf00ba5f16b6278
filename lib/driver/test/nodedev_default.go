package test

import "fmt"

// nodeDevice is one device of the made-up machine. Devices never change.
type nodeDevice struct {
	name   string
	parent string   // empty for the machine itself
	caps   []string // what finds the device in lists, its own kind first
	xml    string
}

// ownCaps returns the capabilities that the device names when it is asked: its
// own kind, not what that has inside.
func (d *nodeDevice) ownCaps() []string { return d.caps[:1] }

// The capabilities that the devices have.
const (
	capSystem   = "system"
	capSCSIHost = "scsi_host"
	capFCHost   = "fc_host"
	capVPorts   = "vports"
)

const computer = "computer"

const computerDevice = `<device>
  <name>computer</name>
  <capability type='system'>
    <hardware>
      <vendor>Libvirt</vendor>
      <version>Test driver</version>
      <serial>123456</serial>
      <uuid>11111111-2222-3333-4444-555555555555</uuid>
    </hardware>
    <firmware>
      <vendor>Libvirt</vendor>
      <version>Test Driver</version>
      <release_date>01/22/2007</release_date>
    </firmware>
  </capability>
</device>
`

// nodeDevices returns the devices: the machine, two host bus adapters that can
// have virtual ones, and a virtual one of the first.
func nodeDevices() []*nodeDevice {
	return []*nodeDevice{
		{computer, "", []string{capSystem}, computerDevice},
		fibreChannel(computer, 1, 0, 0x12341234, 0x43214321, true),
		fibreChannel(computer, 2, 1, 0x56785678, 0x87658765, true),
		fibreChannel("scsi_host1", 11, 10, 0x34563456, 0x43214321, false),
	}
}

// fibreChannel makes a Fibre Channel host bus adapter. Of the world wide names of
// node, port and fabric the last 32 bits tell adapters apart.
func fibreChannel(parent string, number, uniqueID int, wwn, fabric uint32, vports bool) *nodeDevice {
	d := &nodeDevice{fmt.Sprintf("scsi_host%d", number), parent, []string{capSCSIHost, capFCHost}, ""}
	virtual := ""
	if vports {
		d.caps = append(d.caps, capVPorts)
		virtual = `
    <capability type='vport_ops'>
      <max_vports>0</max_vports>
      <vports>0</vports>
    </capability>`
	}
	d.xml = fmt.Sprintf(`<device>
  <name>%s</name>
  <parent>%s</parent>
  <capability type='scsi_host'>
    <host>%d</host>
    <unique_id>%d</unique_id>
    <capability type='fc_host'>
      <wwnn>20000000%08x</wwnn>
      <wwpn>10000000%08[5]x</wwpn>
      <fabric_wwn>20000000%08x</fabric_wwn>
    </capability>%s
  </capability>
</device>
`, d.name, parent, number, uniqueID, wwn, fabric, virtual)
	return d
}
