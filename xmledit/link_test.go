package xmledit

import "testing"

func TestSetLinkState(t *testing.T) {
	const doc = `<domain><devices>
    <interface type='network'>
      <mac address='aa:bb:cc:dd:ee:01'/>
      <target dev='t"1'/>
      <link state='down'/>
    </interface>
    <interface type='bridge'>
      <mac address='aa:bb:cc:dd:ee:02'/>
      <source bridge='br&amp;0'/>
      <target dev='x1'/>
    </interface>
    <interface type='user'/>
  </devices></domain>`
	for _, c := range []struct{ name, want string }{
		{"AA:bb:cc:dd:ee:01", `<interface type="network">
      <mac address="aa:bb:cc:dd:ee:01"/>
      <target dev="t&quot;1"/>
      <link state="up"/>
    </interface>`},
		{"x1", `<interface type="bridge">
      <mac address="aa:bb:cc:dd:ee:02"/>
      <source bridge="br&amp;0"/>
      <target dev="x1"/>
    <link state="up"/></interface>`},
		{"X1", ""},
		{"aa:bb:cc:dd:ee:2", ""},
	} {
		got, err := SetLinkState(doc, c.name, "up")
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if _, err := SetLinkState("<domain>", "x1", "up"); err == nil {
		t.Error("an open element is accepted")
	}
}
