package xmledit

import (
	"strings"
	"testing"
)

// TestPoolXML: what virsh prints for the same options, and escaped where that
// would be no XML.
func TestPoolXML(t *testing.T) {
	for _, c := range []struct {
		name string
		pool Pool
		want []string // lines
	}{
		{"plain", Pool{Name: "a", Type: "dir"}, []string{
			"<pool type='dir'>", "  <name>a</name>", "</pool>", ""}},
		{"all", Pool{Name: "a", Type: "dir", TargetPath: "t", Source: PoolSource{
			Host: "h", Path: "p", Device: "d", Name: "n", Format: "f", AuthType: "x", AuthUser: "u", SecretUUID: "U",
			AdapterName: "A", WWNN: "w", WWPN: "W", Parent: "P", ProtocolVersion: "4", Initiator: "i"}}, []string{
			"<pool type='dir'>", "  <name>a</name>", "  <source>", "    <host name='h'/>", "    <dir path='p'/>", "    <device path='d'/>",
			"    <initiator>", "      <iqn name='i'/>", "    </initiator>", "    <adapter type='fc_host' parent='P' wwnn='w' wwpn='W'/>",
			"    <auth type='x' username='u'>", "      <secret uuid='U'/>", "    </auth>", "    <format type='f'/>", "    <name>n</name>",
			"    <protocol ver='4'/>", "  </source>", "  <target>", "    <path>t</path>", "  </target>", "</pool>", ""}},
		{"no source", Pool{Name: "a", Type: "netfs", Source: PoolSource{
			AuthType: "x", AuthUser: "u", SecretUsage: "s", WWNN: "w", Parent: "P", ProtocolVersion: "3"}}, []string{
			"<pool type='netfs'>", "  <name>a</name>", "</pool>", ""}},
		{"parent by WWN", Pool{Name: "a", Type: "scsi", Source: PoolSource{
			WWNN: "w", WWPN: "W", ParentWWNN: "n", ParentWWPN: "p", ParentFabricWWN: "f"}}, []string{
			"<pool type='scsi'>", "  <name>a</name>", "  <source>",
			"    <adapter type='fc_host' parent_wwnn='n' parent_wwpn='p' wwnn='w' wwpn='W'/>", "  </source>", "</pool>", ""}},
		{"escaped", Pool{Name: `a<&'">`, Type: `d<&'">`}, []string{
			`<pool type='d&lt;&amp;&apos;">'>`, `  <name>a&lt;&amp;'"></name>`, "</pool>", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.pool.XML()
			if want := strings.Join(c.want, "\n"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if _, err := parse(got); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPoolSourceSpec(t *testing.T) {
	want := "<source>\n  <host name='h' port='1'/>\n  <initiator>\n    <iqn name='i'/>\n  </initiator>\n</source>\n"
	if got := PoolSourceSpec("h", "1", "i"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestVolumeXML(t *testing.T) {
	allocation := uint64(0)
	v := Volume{Name: "b", Capacity: 1 << 20, Allocation: &allocation, Format: "qcow2", BackingPath: "/a", BackingFormat: "raw"}
	want := "<volume>\n  <name>b</name>\n  <capacity>1048576</capacity>\n  <allocation>0</allocation>\n" +
		"  <target>\n    <format type='qcow2'/>\n  </target>\n" +
		"  <backingStore>\n    <path>/a</path>\n    <format type='raw'/>\n  </backingStore>\n</volume>\n"
	if got := v.XML(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestCloneVolume(t *testing.T) {
	got, err := CloneVolume("<volume type='file'><name>a</name><key>/p/a</key></volume>", "x<&y")
	want := "<volume type=\"file\">\n  <name>x&lt;&amp;y</name>\n  <key>/p/a</key>\n</volume>"
	if err != nil || got != want {
		t.Errorf("got %v:\n%s\nwant:\n%s", err, got, want)
	}
	for _, doc := range []string{"", "<volume/>", "<pool><name>a</name></pool>"} {
		if got, err := CloneVolume(doc, "b"); err == nil {
			t.Errorf("%q: got %q and no error", doc, got)
		}
	}
}
