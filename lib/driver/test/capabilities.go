package test

import (
	"fmt"
	"strings"
)

// capabilities describes the host: its NUMA cells, of eight CPUs each, and what
// guests it could run.
func (h *host) capabilities() string {
	var b strings.Builder
	b.WriteString(`<capabilities>

  <host>
    <cpu>
      <arch>` + nodeArch + `</arch>
      <features>
        <pae/>
        <nonpae/>
      </features>
`)
	for _, kib := range []int{4, 8, 2048, 1 << 20} {
		fmt.Fprintf(&b, "      <pages unit='KiB' size='%d'/>\n", kib)
	}
	b.WriteString(`    </cpu>
    <power_management/>
    <iommu support='no'/>
    <topology>
`)
	fmt.Fprintf(&b, "      <cells num='%d'>\n", len(h.cells))
	for cell := range h.cells {
		writeCell(&b, cell, 4<<cell)
	}
	b.WriteString(`      </cells>
    </topology>
    <secmodel>
      <model>` + securityModel + `</model>
      <doi></doi>
    </secmodel>
  </host>

`)
	for _, osType := range []string{"hvm", "xen"} {
		b.WriteString(`  <guest>
    <os_type>` + osType + `</os_type>
    <arch name='` + nodeArch + `'>
      <wordsize>32</wordsize>
      <emulator>/usr/bin/test-hv</emulator>
      <domain type='test'/>
    </arch>
    <features>
      <pae/>
      <nonpae/>
    </features>
  </guest>

`)
	}
	b.WriteString("</capabilities>\n")
	return b.String()
}

// writeCell appends a NUMA cell of 512 Ki small pages.
func writeCell(b *strings.Builder, cell, pageKiB int) {
	const pages, cpus = 512 << 10, 8
	fmt.Fprintf(b, "        <cell id='%d'>\n          <memory unit='KiB'>%d</memory>\n", cell, pages*pageKiB)
	fmt.Fprintf(b, "          <pages unit='KiB' size='%d'>%d</pages>\n", pageKiB, pages)
	for _, huge := range []int{2048, 1 << 20} {
		fmt.Fprintf(b, "          <pages unit='KiB' size='%d'>0</pages>\n", huge)
	}
	fmt.Fprintf(b, "          <cpus num='%d'>\n", cpus)
	for i := range cpus {
		id := cell*cpus + i
		fmt.Fprintf(b, "            <cpu id='%d' socket_id='%d' die_id='0' core_id='%d' siblings='%d'/>\n", id, cell, i, id)
	}
	b.WriteString("          </cpus>\n        </cell>\n")
}
