package xmledit_test

import (
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/xmledit"
)

func TestDropped(t *testing.T) {
	const qemu = "http://libvirt.org/schemas/domain/qemu/1.0"
	tests := []struct{ sent, kept, want string }{
		{"<a/>", "<a/>", "[]"},
		{"<a><b x='1'>1</b></a>", "<a y='1'>\n<c/><b x='2' z=''>2</b></a>", "[]"},
		{"<a><b/><b/></a>", "<a><b/></a>", "[/a/b]"},
		{"<a><b/><b/></a>", "<a/>", "[/a/b]"},
		{"<a><b><c d='1'/></b></a>", "<a/>", "[/a/b]"},
		{"<a><b><c d='1'/></b><e/></a>", "<a><b><c/></b></a>", "[/a/b/c/@d /a/e]"},
		{"<a><b x='1'/><b/></a>", "<a><b/><b x='1'/></a>", "[]"},
		{"<a xmlns:p='u'><p:b p:x='1'/></a>", "<a xmlns:q='u'><q:b q:x='1'/></a>", "[]"},
		{"<a xmlns:p='u'><p:b/></a>", "<a xmlns:p='v'><p:b/></a>", "[/a/p:b]"},
		{"<a><qemu:b/></a>", "<a/>", "[/a/qemu:b (the root element needs xmlns:qemu='" + qemu + "')]"},
		{"<a xmlns:qemu='u'><qemu:b/></a>", "<a/>", "[/a/qemu:b (xmlns:qemu is not '" + qemu + "')]"},
		{"<a xmlns:qemu='" + qemu + "'><qemu:b/></a>", "<a/>", "[/a/qemu:b]"},
	}
	for _, tt := range tests {
		losses, err := xmledit.Dropped(tt.sent, tt.kept)
		if got := fmt.Sprint(losses); err != nil || got != tt.want {
			t.Errorf("%s, %s: %s, %v; want %s", tt.sent, tt.kept, got, err, tt.want)
		}
	}
	for _, pair := range [][2]string{{"<a", "<a/>"}, {"<a/>", ""}} {
		if _, err := xmledit.Dropped(pair[0], pair[1]); err == nil {
			t.Errorf("%q: no error", pair)
		}
	}
	if got, want := xmledit.Losses([]xmledit.Loss{{Path: "/a"}, {Path: "/b", Hint: "c"}}), "the host did not keep:\n  /a\n  /b (c)"; got != want {
		t.Errorf("%q", got)
	}
	if got := xmledit.Losses(nil); got != "" {
		t.Errorf("%q", got)
	}
}
