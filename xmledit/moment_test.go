package xmledit

import "testing"

// TestMomentXML: what virsh prints for the same options, and escaped where virsh
// forgets it.
func TestMomentXML(t *testing.T) {
	word := func(s string) *string { return &s }
	for _, c := range []struct {
		name string
		from interface{ XML() string }
		want string
	}{
		{"snapshot of nothing", &Snapshot{}, "<domainsnapshot>\n</domainsnapshot>\n"},
		{"snapshot", &Snapshot{
			Name: "n", Description: `d>'"&<`,
			Memory: &SnapshotMemory{Snapshot: word("external"), File: word("/m")},
			Disks: []SnapshotDisk{
				{Name: "vda"},
				{Name: `v'`, Snapshot: word(""), Driver: word("q&"), Type: word("block"), Source: word("/a")},
				{Name: "vdc", Type: word("file"), Source: word("")},
			},
		}, `<domainsnapshot>
  <name>n</name>
  <description>d&gt;&apos;&quot;&amp;&lt;</description>
  <memory snapshot='external' file='/m'/>
  <disks>
    <disk name='vda'/>
    <disk name='v&apos;' snapshot='' type='block'>
      <driver type='q&amp;'/>
      <source dev='/a'/>
    </disk>
    <disk name='vdc' type='file'>
      <source file=''/>
    </disk>
  </disks>
</domainsnapshot>
`},
		{"checkpoint of nothing", &Checkpoint{}, "<domaincheckpoint>\n</domaincheckpoint>\n"},
		{"checkpoint", &Checkpoint{
			Name: "n", Description: "d", Disks: []CheckpointDisk{{Name: ""}, {Name: "vda", Checkpoint: word("bitmap"), Bitmap: word("b'")}},
		}, `<domaincheckpoint>
  <name>n</name>
  <description>d</description>
  <disks>
    <disk name=''/>
    <disk name='vda' checkpoint='bitmap' bitmap='b&apos;'/>
  </disks>
</domaincheckpoint>
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.from.XML()
			if got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
			if _, err := parse(got); err != nil {
				t.Error(err)
			}
		})
	}
}
