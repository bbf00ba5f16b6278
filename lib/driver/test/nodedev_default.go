package test

import "fmt"

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

// defaultDevices returns the devices of test:///default: the machine, two host bus
// adapters that can have virtual ones, and a virtual one of the first.
func defaultDevices() []string {
	return []string{
		computerDevice,
		fibreChannel(computer, 1, 0, 0x12341234, 0x43214321, true),
		fibreChannel(computer, 2, 1, 0x56785678, 0x87658765, true),
		fibreChannel("scsi_host1", 11, 10, 0x34563456, 0x43214321, false),
	}
}

// fibreChannel makes a Fibre Channel host bus adapter. Of the world wide names of
// node, port and fabric the last 32 bits tell adapters apart.
func fibreChannel(parent string, number, uniqueID int, wwn, fabric uint32, vports bool) string {
	virtual := ""
	if vports {
		virtual = `
    <capability type='vport_ops'>
      <max_vports>0</max_vports>
      <vports>0</vports>
    </capability>`
	}
	return fmt.Sprintf(`<device>
  <name>scsi_host%d</name>
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
`, number, parent, number, uniqueID, wwn, fabric, virtual)
}
