package xmledit

import (
	"slices"
	"testing"
)

// TestCPUs: where virsh finds CPUs in a file, and where it does not.
func TestCPUs(t *testing.T) {
	const a, b = "<cpu>\n  <model>A</model>\n</cpu>", "<cpu>\n  <model>B</model>\n</cpu>"
	const flatA, flatB = "<cpu><model>A</model></cpu>", "<cpu><model>B</model></cpu>"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one", flatA, []string{a}},
		{"several, with a declaration and a comment", "\n<?xml version='1.0'?>\n<!-- c -->" + flatA + "\n" + flatB, []string{a, b}},
		{"domain", "<domain>" + flatA + "</domain>", []string{a}},
		{"capabilities", "<capabilities><host>" + flatA + "</host></capabilities>", []string{a}},
		{"domain capabilities", "<domainCapabilities><cpu><mode name='host-model' supported='yes'><model>A</model></mode>" +
			"<mode name='custom' supported='yes'><model>B</model></mode></cpu></domainCapabilities>", []string{a}},
		{"host model that is not supported", "<domainCapabilities><cpu><mode name='host-model' supported='no'/></cpu></domainCapabilities>", nil},
		{"elsewhere", "<x>" + flatA + "</x>", nil},
		{"empty", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := CPUs(c.text)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
	if got, err := CPUs("<cpu"); err == nil {
		t.Errorf("not XML: got %q and no error", got)
	}
}

func TestCPU(t *testing.T) {
	if got, want := CPU("a<b"), "<cpu>\n  <model>a&lt;b</model>\n</cpu>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
