package cmd

import (
	"strings"
	"testing"
)

// TestHelpOfGlobalOptions: usage lists every option that the program takes, and
// says what it is for.
func TestHelpOfGlobalOptions(t *testing.T) {
	var usages strings.Builder
	for _, o := range GlobalOptions() {
		if o.Help == "" {
			t.Errorf("%s has no help", o.Usage)
		}
		usages.WriteString(o.Usage + "\n")
	}
	for _, f := range flags() {
		name := "--" + f.long
		if f.long == "" {
			name = "-" + string(f.short)
		}
		if !strings.Contains(usages.String(), name) {
			t.Errorf("usage does not list %s:\n%s", name, usages.String())
		}
	}
}
