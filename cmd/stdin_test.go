package cmd

import (
	"bytes"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// TestStdin: every command that takes a file of XML takes standard input for it.
func TestStdin(t *testing.T) {
	names := map[string]string{"domain": "test", "network": "default", "pool": "default-pool", "interface": "eth1", "vol": "x", "inputpool": "default-pool"}
	tried := 0
	for _, g := range groups() {
		for _, spec := range g.Specs() {
			args := []string{"-q", "-c", "test:///default", spec.Name}
			takesXML := false
			for _, o := range spec.Opts {
				switch {
				case !o.Required:
				case o.Name == "file" && o.Complete == "files" && strings.Contains(o.Help, "XML"):
					takesXML = true
					args = append(args, "--file", "-")
				case names[o.Name] != "":
					args = append(args, "--"+o.Name, names[o.Name])
				default:
					args = append(args, "--"+o.Name, "x")
				}
			}
			if !takesXML {
				continue
			}
			tried++
			if o := fileOption(spec); !strings.Contains(o.Help, "- for standard input") {
				t.Errorf("%s: help does not say that - is standard input: %s", spec.Name, o.Help)
			}
			var stdout, stderr bytes.Buffer
			in := &countingReader{r: strings.NewReader("<wrong/>")}
			Main(Process{Args: args, Stdin: in, Stdout: &stdout, Stderr: &stderr, LookupEnv: func(string) (string, bool) { return "", false }})
			if lookupFailed := strings.Contains(stderr.String(), "failed to get") || strings.Contains(stderr.String(), "Could not find"); in.reads == 0 && !lookupFailed {
				t.Errorf("%s: standard input was not read: %s", spec.Name, &stderr)
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d commands take a file of XML", tried)
	}
}

func fileOption(s *vsh.Spec) *vsh.Opt {
	for i := range s.Opts {
		if s.Opts[i].Name == "file" {
			return &s.Opts[i]
		}
	}
	return nil
}

// countingReader counts how often it was read.
type countingReader struct {
	r     *strings.Reader
	reads int
}

func (c *countingReader) Read(p []byte) (int, error) {
	c.reads++
	return c.r.Read(p)
}
