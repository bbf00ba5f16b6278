package monitor_test

import "testing"

func TestDomifGetlink(t *testing.T) {
	h := withXML(`
<interface type='user'><mac address='0a:0b:0c:0d:0e:0f'/><target dev='vnet0'/><link state='down'/></interface>
<interface type='user'><mac address='52:54:00:00:00:01'/><target dev='vnet1'/></interface>
<interface type='user'><mac address='52:54:00:00:00:01'/><target dev="it's"/></interface>`)
	for _, c := range []struct{ name, want string }{
		{"vnet0", "vnet0 down"},
		{"vnet1", "vnet1 up"},
		{"it's", "it's up"},
		{"A:B:C:D:E:F", "A:B:C:D:E:F down"},
		{"0a:0b:0c:0d:0e:0f ", "0a:0b:0c:0d:0e:0f  down"},
		{"52:54:00:00:00:01", "error: multiple matching interfaces found\n"},
		{"52:54:0:0:0:2", "error: Interface (mac: 52:54:00:00:00:02) not found.\n"},
		{" a:b:c:d:e:f", "error: Interface (dev:  a:b:c:d:e:f) not found.\n"},
		{"a:b:c:d:e:00f", "error: Interface (dev: a:b:c:d:e:00f) not found.\n"},
		{"a:b:c:d:e:+f", "error: Interface (dev: a:b:c:d:e:+f) not found.\n"},
	} {
		equal(t, h.Text(t, "domif-getlink", "vm", c.name), c.want)
	}
}
