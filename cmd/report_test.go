package cmd

import (
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestReport(t *testing.T) {
	noDomain := virt.Errorf(virt.FromTest, virt.ErrNoDomain, "no domain with matching name 'x'")
	unreachable := vsh.Wrapf(virt.Errorf(virt.FromRPC, virt.ErrSystemError, ""), "failed to connect to the hypervisor")
	refused := vsh.Wrapf(&virt.Error{Message: "Failed to connect socket to '/s': Permission denied"}, "failed to connect")
	noAgent := vsh.Wrapf(&virt.Error{Message: "authentication unavailable: no polkit agent available"}, "failed to connect")
	tests := []struct {
		err     error
		format  format.Format
		env     string // LIBVIRT_DEFAULT_URI
		want    string // what is shown
		partial bool   // want is a part of it
	}{
		{err: vsh.ErrQuiet, want: ""},
		{err: vsh.Failf("one"), want: "error: one\n"},
		{err: &vsh.Error{Lines: []string{"one", "two"}}, want: "error: one\nerror: two\n"},
		{err: vsh.Wrapf(noDomain, "failed"), want: "error: failed\nerror: Domain not found: no domain with matching name 'x'\n"},
		{err: vsh.Both(vsh.Failf("one"), vsh.Wrapf(noDomain, "two")),
			want: "error: one\nerror: two\nerror: Domain not found: no domain with matching name 'x'\n"},
		{err: &vsh.ConnectError{Err: unreachable}, partial: true,
			want: "\nhint: no host was named; 'virgo -c test:///default' reaches the built-in host\n"},
		{err: &vsh.ConnectError{Err: unreachable}, env: "qemu:///system", want: "error: failed to connect to the hypervisor\nerror: system call error\n"},
		{err: &vsh.ConnectError{URI: "x:///", Err: unreachable}, want: "error: failed to connect to the hypervisor\nerror: system call error\n"},
		{err: &vsh.ConnectError{URI: "x:///", Err: refused}, partial: true, want: "\nhint: the socket is for other users"},
		{err: &vsh.ConnectError{URI: "x:///", Err: noAgent}, partial: true, want: "\nhint: run it in a session with a polkit agent"},
		{err: vsh.Wrapf(noDomain, "failed"), format: format.FormatJSON, want: `{
  "error": {
    "code": 42,
    "name": "NO_DOMAIN",
    "domain": "TEST",
    "level": "error",
    "message": "failed\nDomain not found: no domain with matching name 'x'"
  }
}
`},
		{err: &vsh.ConnectError{URI: "x:///", Err: vsh.Failf("failed")}, format: format.FormatJSON, want: `{
  "error": {
    "code": 0,
    "message": "failed",
    "uri": "x:///"
  }
}
`},
		{err: &virt.Error{Message: "m", Dom: &virt.DomainRef{Name: "d"}}, format: format.FormatJSON, partial: true,
			want: `"object": {
      "kind": "domain",
      "name": "d",
`},
		{err: vsh.Failf("one"), format: format.FormatTable, want: "error: one\n"},
	}
	for _, tt := range tests {
		var shown strings.Builder
		r := reporter{w: &shown, options: &vsh.Options{Format: tt.format}, getenv: func(string) string { return tt.env }}
		r.report(tt.err)
		if got := shown.String(); got != tt.want && !(tt.partial && strings.Contains(got, tt.want)) {
			t.Errorf("%v:\n%s\nwant\n%s", tt.err, got, tt.want)
		}
	}
}
